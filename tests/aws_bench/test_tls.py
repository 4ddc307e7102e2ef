"""The bench serves HTTPS with a certificate that only its own CA vouches for."""

from __future__ import annotations

import socket
import ssl
import urllib.error
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError, SSLError

from . import AwsBench
from .clients import BUCKET, ask, build_client, build_role_client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def secure_bench(servers_python: str) -> Iterator[AwsBench]:
    """A server with TLS for all tests of this file."""
    with AwsBench.start(servers_python, tls=True) as running:
        yield running


def test_clients_that_trust_the_ca_are_served(secure_bench: AwsBench) -> None:
    """AWS clients get what they get without TLS, over one connection each."""
    secure_bench.reset()
    s3 = build_role_client(secure_bench, "s3", secure_bench.role_arn)
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"x" * 200_000)
    assert len(s3.get_object(Bucket=BUCKET, Key="k")["Body"].read()) == 200_000
    assert len({request.client_port for request in secure_bench.requests(service="s3")}) == 1
    assert secure_bench.endpoint_url.startswith("https://127.0.0.1:")


def test_endpoints_are_served_too(secure_bench: AwsBench) -> None:
    """The URLs of the endpoints are those of HTTPS."""
    for url in (secure_bench.oidc_plain_url, secure_bench.idp_url, secure_bench.container_credentials_url):
        assert url.startswith("https://")
    assert ask(secure_bench.oidc_plain_url, ca_bundle=secure_bench.ca_bundle)[0] == 200


def test_clients_that_do_not_trust_the_ca_go(secure_bench: AwsBench) -> None:
    """Without the CA there is no connection, and no request in the log."""
    secure_bench.clear()
    keys: dict[str, Any] = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret"}
    sts = boto3.client("sts", endpoint_url=secure_bench.endpoint_url, region_name="us-east-1", **keys)
    with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        sts.get_caller_identity()
    with pytest.raises(urllib.error.URLError):
        ask(secure_bench.endpoint_url)
    assert secure_bench.count() == 0


def test_certificate_holds_for_strict_clients(secure_bench: AwsBench) -> None:
    """The chain passes the strict checks that newer Pythons make, for the address and for the name."""
    context = ssl.create_default_context(cafile=secure_bench.ca_bundle)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    address = ("127.0.0.1", int(secure_bench.host.rpartition(":")[2]))
    for name in ("127.0.0.1", "localhost"):
        with socket.create_connection(address, timeout=10) as plain, context.wrap_socket(plain, server_hostname=name):
            pass


def test_client_that_says_nothing_holds_up_nobody(secure_bench: AwsBench) -> None:
    """Somebody who connects and never shakes hands leaves the others alone."""
    with socket.create_connection(("127.0.0.1", int(secure_bench.host.rpartition(":")[2])), timeout=10):
        build_client(secure_bench, "sts", secure_bench.worker).get_caller_identity()


def test_faults_hold_with_tls(secure_bench: AwsBench) -> None:
    """A silent request ends with its client here too."""
    secure_bench.reset()
    secure_bench.set_fault(silent=True, times=1)
    sts = build_client(secure_bench, "sts", secure_bench.worker, read_timeout=0.3)
    with pytest.raises(ReadTimeoutError):
        sts.get_caller_identity()
    sts.get_caller_identity()
    assert [request.status for request in secure_bench.requests()] == [None, 200]


def test_ca_file_is_gone_after_the_stop(servers_python: str) -> None:
    """The file is there as long as the server is; each server has another CA."""
    with AwsBench.start(servers_python, tls=True) as running:
        assert running.ca_bundle is not None
        path = Path(running.ca_bundle)
        assert "PRIVATE" not in path.read_text()
    assert not path.parent.exists()
    running.stop()


def test_plain_bench_has_no_ca(bench: AwsBench) -> None:
    """Without TLS there is nothing to trust."""
    assert (bench.ca_bundle, bench.endpoint_url) == (None, f"http://{bench.host}")


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
