"""Where tokens and assertions may be sent: whoever edits a connection must not have the worker's sent to himself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.endpoint import AWS_SUFFIXES
from airflow_provider_awsconn.errors import CredentialsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from airflow_provider_awsconn.credentials.transport import Transport

# Under the same suffixes others have hosts too: buckets, load balancers, API gateways.
_STS_HOST = re.compile(
    r"(?:sts(?:-fips)?(?:\.{region})?|vpce-[a-z0-9-]+\.sts(?:-fips)?\.{region}\.vpce)\.(?:{suffixes})".format(
        region="[a-z]{2,4}(?:-[a-z]+)+-[0-9]+", suffixes="|".join(map(re.escape, AWS_SUFFIXES))
    )
)


def is_sts_endpoint(url: str) -> bool:
    """Tell whether a URL is one of AWS's own STS: global, regional, FIPS, dual-stack or a VPC's.

    https://docs.aws.amazon.com/general/latest/gr/sts.html
    """
    # What stands before an @ or a backslash is a host to some who read URLs.
    parts = urlsplit(url)
    return not set("@\\") & set(url) and _STS_HOST.fullmatch((parts.hostname or "").lower()) is not None


def check_token_endpoint(
    url: str,
    where: str,
    transport: Transport,
    proxies_config: Mapping[str, Any] | None,
    allowed: Iterable[str],
) -> None:
    """Refuse to send a token anywhere but to AWS's own STS or where the deployment says, and so that others read it.

    Args:
        url: endpoint of the STS client.
        where: the connection, for the message.
        transport: how TLS is verified, and the connection's proxies.
        proxies_config: botocore's, which may have a proxy see what is sent.
        allowed: the URLs that the deployment names.

    Raises:
        CredentialsError: when the token may not go there.
    """
    origin = _get_origin(url)
    shown = f"{origin[0]}://{origin[1]}"
    is_allowed = origin in map(_get_origin, allowed)
    if not is_allowed and not is_sts_endpoint(url):
        hint = f"have {shown} added to [awsconn] token_endpoints in airflow.cfg"
        raise CredentialsError(where, f"a token is not sent to {shown}, which is not AWS's STS", hint)
    if origin[0] != "https" and not is_allowed:
        raise CredentialsError(where, f"a token is not sent to {shown}, unencrypted", "give a URL with https")
    if origin[0] != "https" and (transport.proxies or {}).get("http"):
        raise CredentialsError(
            where, f"a token is not sent to {shown}, unencrypted through a proxy", "give a URL with https, or no proxy"
        )
    if origin[0] == "https" and transport.verify is False:
        raise CredentialsError(
            where, "a token is not sent while TLS is not verified", "remove verify = false, or name a CA bundle"
        )
    if proxies_config and proxies_config.get("proxy_use_forwarding_for_https"):
        raise CredentialsError(
            where, "a token is not sent where a proxy can read it", "remove proxy_use_forwarding_for_https"
        )


def _get_origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url.strip().replace("\\", "/"))
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else (parts.hostname or "")
    is_default = (parts.scheme, port) in {("https", 443), ("http", 80)}
    return parts.scheme, host if is_default else f"{host}:{port}"
