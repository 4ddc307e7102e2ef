"""Whose host an endpoint URL names: Amazon's own, or somebody else's. Pure text, no lookup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.addresses import is_metadata_url

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.notes import Notes

_BAD_URL = "is not a URL with http or https and a host"
_URL_HINT = 'give a URL with its scheme, such as "https://minio.example:9000"'
_HOST = re.compile(r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*)(?::[0-9]{1,5})?(?:/[\w./-]*)?")
_LOCAL_HOST = re.compile(r"localhost|[0-9.]+|[a-z0-9-]+", re.IGNORECASE)

# The DNS suffixes of botocore's partitions, and of the dual-stack endpoints beside them.
AWS_SUFFIXES = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    "c2s.ic.gov",
    "api.aws.ic.gov",
    "sc2s.sgov.gov",
    "api.aws.scloud",
    "csp.hci.ic.gov",
    "api.aws.hci.ic.gov",
    "cloud.adc-e.uk",
    "api.cloud-aws.adc-e.uk",
)
# Some services have hosts there, and none of them is asked for tokens.
_FURTHER_SUFFIXES = ("on.aws",)
_AWS_HOST = re.compile(rf"(?:[a-z0-9_-]+\.)*(?:{'|'.join(map(re.escape, (*AWS_SUFFIXES, *_FURTHER_SUFFIXES)))})")
# Under those names AWS's customers have servers of their own: machines, containers, load balancers, functions, services
# that they offer by PrivateLink and VPC Lattice.
_CUSTOMERS_HOST = re.compile(
    r".+\.(?:compute-1|{region}\.compute|{region}\.elb|elb\.{region}|vpce-svc-[0-9a-f]+\.{region}\.vpce)\.(?:{suffixes})"
    r"|.+\.(?:ecs|lambda-url|vpc-lattice-(?:svcs|rsc))\.{region}\.on\.aws".format(
        region="[a-z]{2,4}(?:-[a-z]+)+-[0-9]+", suffixes="|".join(map(re.escape, AWS_SUFFIXES))
    )
)


def is_http_url(url: str) -> bool:
    """Tell whether url is absolute, with the scheme http or https and a host, and without user name and password."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for what is no port
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def describe_bad_url(url: str) -> tuple[str, str]:
    """Say what is wrong with a URL that ``is_http_url`` refuses, and what was probably meant."""
    if "@" in url:
        return "has a user name or password in it", "give the URL alone; login and password are the connection's own"
    host = _HOST.fullmatch(url)
    if host is None:
        return _BAD_URL, _URL_HINT
    scheme = "http" if _LOCAL_HOST.fullmatch(host["host"]) else "https"
    return _BAD_URL, f"did you mean {scheme}://{url}?"


def refuse_metadata(where: str, url: str, notes: Notes) -> bool:
    """Refuse a URL of a metadata service, whose answers are credentials; tell whether it was one."""
    if not is_metadata_url(url):
        return False
    reason = "is an address of a metadata service, which no connection may reach"
    notes.refuse(where, reason, "give the endpoint of the service")
    return True


def accept_url(url: str | None) -> str | None:
    """Give a URL that is one; another may hold a password, and is given to nobody."""
    return url if url and is_http_url(url) and not is_metadata_url(url) else None


def is_aws_endpoint(url: str) -> bool:
    """Tell whether the host is a service of AWS: in any partition, VPC endpoints included, customers' servers not."""
    try:
        host = (urlsplit(url).hostname or "").removesuffix(".")
    except ValueError:
        return False
    return _AWS_HOST.fullmatch(host) is not None and _CUSTOMERS_HOST.fullmatch(host) is None
