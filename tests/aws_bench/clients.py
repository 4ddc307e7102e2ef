"""Clients of AWS and of plain HTTP for the tests of the bench, and what they are refused with."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from . import AwsBench, Keys

if TYPE_CHECKING:
    from collections.abc import Mapping

BUCKET = "data"


def build_client(
    bench: AwsBench,
    service: str,
    keys: Keys,
    *,
    session_token: str | None = None,
    region: str = "us-east-1",
    **config: Any,
) -> Any:
    """A client that takes nothing from the environment and does not retry."""
    return boto3.client(
        service,
        endpoint_url=bench.endpoint_url,
        region_name=region,
        verify=bench.ca_bundle,
        aws_access_key_id=keys.access_key,
        aws_secret_access_key=keys.secret_key,
        aws_session_token=session_token,
        config=Config(retries={"total_max_attempts": 1}, **config),
    )


def build_anonymous_sts(bench: AwsBench) -> Any:
    """A client of STS that signs nothing."""
    return build_client(bench, "sts", bench.worker, signature_version=UNSIGNED)


def build_minted_client(bench: AwsBench, service: str, minted: Mapping[str, Any]) -> Any:
    """A client with the keys of an answer of STS."""
    keys = Keys(minted["AccessKeyId"], minted["SecretAccessKey"])
    return build_client(bench, service, keys, session_token=minted["SessionToken"])


def build_role_client(bench: AwsBench, service: str, role_arn: str) -> Any:
    """A client with the keys of a role that the limited user assumed."""
    sts = build_client(bench, "sts", bench.limited)
    minted = sts.assume_role(RoleArn=role_arn, RoleSessionName="session")["Credentials"]
    return build_minted_client(bench, service, minted)


def describe_refusal(call: Any, **arguments: Any) -> tuple[str, int]:
    """Error code and status of a call that must be refused."""
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def describe_message(call: Any, **arguments: Any) -> str:
    """The message of a call that must be refused."""
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return str(refused.value.response["Error"]["Message"])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands a redirect over as it is."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def ask(
    url: str, headers: Mapping[str, str] | None = None, method: str = "GET", ca_bundle: str | None = None
) -> tuple[int, dict[str, str], str]:
    """Status, headers in lower case and text at a loopback URL, past every proxy, with no redirect followed."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({}), _NoRedirect()]
    if ca_bundle is not None:
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca_bundle)))
    request = urllib.request.Request(url, headers=dict(headers or {}), method=method)
    opener = urllib.request.build_opener(*handlers)
    try:
        response = opener.open(request, timeout=10)
    except urllib.error.HTTPError as refused:
        response = refused
    with response:
        told = {name.lower(): value for name, value in response.headers.items()}
        return response.status, told, str(response.read(), "utf-8")


def ask_json(url: str, headers: Mapping[str, str] | None = None) -> Any:
    """The JSON document at a loopback URL."""
    status, _, text = ask(url, headers)
    assert status == 200, text
    return json.loads(text)
