"""Whose host an endpoint URL names: Amazon's own, or somebody else's. Pure text, no lookup."""

from __future__ import annotations

from urllib.parse import urlsplit

# The DNS suffixes of botocore's partitions, and of the dual-stack endpoints beside them.
_AWS_SUFFIXES = (
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


def is_http_url(url: str) -> bool:
    """Tell whether url is absolute, with the scheme http or https and a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def is_aws_endpoint(url: str) -> bool:
    """Tell whether the host belongs to AWS: any partition, VPC endpoints included."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in _AWS_SUFFIXES)
