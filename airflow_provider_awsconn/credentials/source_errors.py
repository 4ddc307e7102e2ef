"""The error of a token or an assertion that can't be had. Its kinds stand with those who raise them."""

from __future__ import annotations

from airflow_provider_awsconn.errors import CredentialsError


class SourceError(CredentialsError):
    """The token or assertion that stands for base credentials could not be had, or is none.

    Nothing of what was read, answered or sent is in it, nor in the errors behind it: there are none.
    """
