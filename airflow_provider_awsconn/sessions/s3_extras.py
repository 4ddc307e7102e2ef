"""The methods that boto3 adds to clients of S3, for clients of a botocore session. Imports boto3 when one is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import botocore.session

# Those of boto3.s3.inject.inject_s3_transfer_methods.
METHODS = ("upload_file", "download_file", "copy", "upload_fileobj", "download_fileobj")
_BOTO3_MODULE = "boto3.s3.inject"


class _Boto3Method:
    """One of boto3's own functions, as a method: imported when somebody takes it from a client or its class."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        from boto3.s3 import inject

        return getattr(inject, self._name).__get__(instance, owner)


def register_s3_extras(session: botocore.session.Session) -> None:
    """Have the S3 clients of a session know the transfers that boto3's clients know, such as ``upload_file``.

    A boto3 session may be built on the same session, before or after. Registering again changes nothing.
    """
    # Last: boto3 refuses to add a method that is there already, its own too.
    session.get_component("event_emitter").register_last(
        "creating-client-class.s3", _add_methods, unique_id="awsconn-s3-extras"
    )


def _add_methods(class_attributes: dict[str, Any], **_: Any) -> None:
    """Add the methods to a client class that is being made.

    Raises:
        RuntimeError: for a method that somebody else has put there, as boto3 does.
    """
    for name in METHODS:
        if getattr(class_attributes.get(name), "__module__", None) == _BOTO3_MODULE:
            continue
        if name in class_attributes:
            raise RuntimeError(f'Cannot inject class attribute "{name}", attribute already exists in class dict.')
        class_attributes[name] = _Boto3Method(name)
