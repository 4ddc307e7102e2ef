"""From the key ``test_probe`` to the operation the connection test asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import Probe
from airflow_provider_awsconn.connection.readers import drop_unset, read_object
from airflow_provider_awsconn.connection.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.notes import Notes

_WHERE = "extra.test_probe"
_EXPECTS = KEY_BY_NAME["test_probe"].expects
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and the looser names of other stores
_BUCKET = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]{1,254})(?:/(?P<prefix>.*))?", re.DOTALL)
_OPERATION = re.compile(r"(?P<service>[a-z0-9-]+):(?P<operation>[a-z][a-z0-9_]*)")
_KEYS = ("service", "operation", "parameters")


def read_probe(given: str | Mapping[str, Any] | None, notes: Notes) -> Probe | None:
    """Read what the connection test asks for; None for its own choice."""
    if given is None:
        return None
    return _read_text(given, notes) if isinstance(given, str) else _read_object(given, notes)


def _read_text(text: str, notes: Notes) -> Probe | None:
    bucket, operation = _BUCKET.fullmatch(text), _OPERATION.fullmatch(text)
    if bucket and bucket["prefix"]:
        parameters = {"Bucket": bucket["bucket"], "Prefix": bucket["prefix"], "MaxKeys": 1}
        return Probe("s3", "list_objects_v2", Settings(parameters))
    if bucket:
        return Probe("s3", "head_bucket", Settings({"Bucket": bucket["bucket"]}))
    if operation:
        return Probe(operation["service"], operation["operation"])
    notes.refuse(_WHERE, "is neither a bucket nor a service's operation", _EXPECTS)
    return None


def _read_object(given: Mapping[str, Any], notes: Notes) -> Probe | None:
    given = drop_unset(given)
    unknown = [name for name in given if name not in _KEYS]
    for name in unknown:
        notes.refuse(f"{_WHERE}.{name}", "is not a key of a probe", f"these are: {', '.join(_KEYS)}")
    service, operation = given.get("service"), given.get("operation")
    if not (isinstance(service, str) and isinstance(operation, str) and _OPERATION.fullmatch(f"{service}:{operation}")):
        notes.refuse(_WHERE, "does not name a service and its operation in boto3's spelling", _EXPECTS)
        return None
    try:
        parameters = read_object(given.get("parameters", {}))
    except ValueError as error:
        notes.refuse(f"{_WHERE}.parameters", str(error), 'give a JSON object such as {"Bucket": "my-bucket"}')
        return None
    return Probe(service, operation, Settings(parameters))
