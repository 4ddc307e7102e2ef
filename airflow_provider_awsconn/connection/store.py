"""The one table of what stores that are not AWS need of a client, and which of them an endpoint is. Pure text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.settings import Settings

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.model import AwsConnection

# A bucket in the host's name needs DNS and certificates that most stores lack, and what boto3 adds to requests and
# expects in answers by itself many refuse.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
_CONFIG = Settings(
    {
        "s3": {"addressing_style": "path"},
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
)
_US_EAST_1 = "us-east-1"
_AWS = "aws"
_R2_SUFFIX = ".r2.cloudflarestorage.com"
_B2_SUFFIX = ".backblazeb2.com"
_B2_HOST = re.compile(r"(?:[a-z0-9-]+\.)*s3\.([a-z0-9-]+)\.backblazeb2\.com")


@dataclass(frozen=True, slots=True)
class Preset:
    """What clients of a store are configured with where nobody says otherwise.

    Attributes:
        name: the name that ``store`` has for it, ``generic`` for any other.
        title: its name for people.
        example: what its endpoint looks like.
        config: arguments of botocore's ``Config``.
        region: the region; None where only its host tells, and does not.
        has_own_regions: the store takes no region of AWS: its own counts more than environment and profile.
        has_sts: whether it assumes roles and tells whose a key is, as far as one knows.
        origin: what makes it apply.
    """

    name: str
    title: str
    example: str = "https://minio.example:9000"
    config: Settings = _CONFIG
    region: str | None = _US_EAST_1
    has_own_regions: bool = False
    has_sts: bool = True
    origin: str = ""


# https://developers.cloudflare.com/r2/api/s3/api/
# https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api
PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("minio", "MinIO"),
        Preset("seaweedfs", "SeaweedFS", "http://seaweedfs.example:8333"),
        Preset("ceph", "Ceph", "https://ceph.example:7480"),
        Preset(
            "r2", "Cloudflare R2", f"https://ACCOUNT_ID{_R2_SUFFIX}", region="auto", has_own_regions=True, has_sts=False
        ),
        Preset(
            "b2",
            "Backblaze B2",
            f"https://s3.us-west-004{_B2_SUFFIX}",
            region=None,
            has_own_regions=True,
            has_sts=False,
        ),
        Preset("localstack", "LocalStack", "http://localstack.example:4566"),
    )
}
GENERIC = Preset("generic", "a store that is not AWS")


def find_preset(connection: AwsConnection, service_name: str) -> Preset | None:
    """Find what clients of a service need of the store they ask; None where that is AWS, or is said to be.

    Args:
        connection: what the connection says.
        service_name: boto3 service name; "" for what concerns no service of ``service_config``.
    """
    url = connection.get_service_endpoint_url(service_name)
    if not url or connection.store == _AWS or is_aws_endpoint(url):
        return None
    if connection.store and _is_of_store(connection, url):
        return _read_region(replace(PRESETS[connection.store], origin=f"preset of store {connection.store}"), url)
    own = connection.get_service_config(service_name).get("endpoint_url")
    where = f"service_config.{service_name}.endpoint_url" if own else "endpoint_url"
    name = recognize_store(url)
    if name:
        return _read_region(replace(PRESETS[name], origin=f"preset of store {name}, by the host of {where}"), url)
    return replace(GENERIC, origin=f"{where} is not AWS's")


def recognize_store(url: str) -> str | None:
    """Give the name of the store whose host tells it; None for any other."""
    host = _host_of(url)
    if host.endswith(_R2_SUFFIX):
        return "r2"
    return "b2" if host.endswith(_B2_SUFFIX) else None


def _is_of_store(connection: AwsConnection, url: str) -> bool:
    """Tell whether the connection's store is the one at this URL: it is where S3 goes, if that is told."""
    of_s3 = connection.get_service_endpoint_url("s3")
    return of_s3 is None or is_aws_endpoint(of_s3) or url == of_s3


def _read_region(preset: Preset, url: str) -> Preset:
    if preset.region is not None:
        return preset
    told = _B2_HOST.fullmatch(_host_of(url))
    return replace(preset, region=told[1]) if told else preset


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
