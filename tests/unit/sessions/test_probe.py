"""The connection test: which request is sent where, and what one line says about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.probe import PROBE_CONFIG, describe_in_one_line, probe_connection
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench, Keys


def build_factory(keys: Keys, config: dict[str, Any] | None = None, **extra: Any) -> SessionFactory:
    """A factory with a user's keys."""
    connection = parse_connection(conn_id="c", login=keys.access_key, password=keys.secret_key, extra=extra)
    return SessionFactory(connection, HookArguments(config=config))


def test_sts_is_asked_where_it_is_given(bench: AwsBench) -> None:
    """With service_config.sts.endpoint_url the proof is the caller's ARN, from one request."""
    factory = build_factory(
        bench.worker, region_name=REGION, service_config={"sts": {"endpoint_url": bench.endpoint_url}}
    )
    assert probe_connection(factory) == (
        f"Connected as arn:aws:iam::{bench.account_id}:user/worker - account {bench.account_id} - "
        f"region {REGION} - credentials: explicit"
    )
    assert [request.action for request in bench.requests()] == ["GetCallerIdentity"]


def test_a_store_of_ones_own_is_asked_for_its_buckets(bench: AwsBench) -> None:
    """With a plain endpoint_url the proof is a list of buckets there, from one request."""
    factory = build_factory(bench.worker, region_name=REGION, endpoint_url=bench.endpoint_url)
    client = factory.build_client("s3")
    before = len(client.list_buckets()["Buckets"])
    for number in range(2):
        client.create_bucket(Bucket=f"awsconn-probe-{number}", CreateBucketConfiguration={"LocationConstraint": REGION})
    bench.clear()
    assert probe_connection(factory) == (
        f"Connected to {bench.endpoint_url} - S3 lists {before + 2} buckets - region {REGION} - credentials: explicit"
    )
    assert [request.action for request in bench.requests()] == ["ListBuckets"]
    for number in range(2):
        client.delete_bucket(Bucket=f"awsconn-probe-{number}")


def test_a_role_is_what_is_proved(bench: AwsBench) -> None:
    """With a role the proof is the role's, not the base keys'."""
    factory = build_factory(
        bench.limited,
        region_name=REGION,
        role_arn=bench.role_arn,
        endpoint_url=bench.endpoint_url,
        service_config={"sts": {"endpoint_url": bench.endpoint_url}},
    )
    text = probe_connection(factory)
    assert text.startswith(f"Connected as arn:aws:sts::{bench.account_id}:assumed-role/etl/Airflow_c - ")
    assert text.endswith("credentials: assume-role")


def test_no_region_is_said(bench: AwsBench) -> None:
    """Where no region is set, the line says so."""
    factory = build_factory(bench.worker, endpoint_url=bench.endpoint_url)
    assert probe_connection(factory).endswith(" - no region set - credentials: explicit")


def test_a_store_named_for_s3_alone_is_asked_for_its_buckets(bench: AwsBench) -> None:
    """A store given as S3's own endpoint is asked, and not Amazon's STS."""
    own = {"s3": {"endpoint_url": bench.endpoint_url}}
    factory = build_factory(bench.worker, region_name=REGION, service_config=own)
    assert probe_connection(factory).startswith(f"Connected to {bench.endpoint_url} - S3 lists ")
    assert [request.action for request in bench.requests()] == ["ListBuckets"]


@pytest.mark.parametrize("store", [None, "http://127.0.0.1:1"], ids=["aws", "store"])
def test_the_older_key_moves_sts_in_the_test_alone(store: str | None, bench: AwsBench) -> None:
    """test_endpoint_url is where STS is asked by the test, whatever the services' endpoint is."""
    factory = build_factory(bench.worker, region_name=REGION, endpoint_url=store, test_endpoint_url=bench.endpoint_url)
    assert probe_connection(factory).startswith(f"Connected as arn:aws:iam::{bench.account_id}:user/")
    assert [request.action for request in bench.requests()] == ["GetCallerIdentity"]
    # The oldest botocore asks STS at its global endpoint.
    assert re.fullmatch(store or r"https://sts\.(.+\.)?amazonaws\.com", factory.build_client("sts").meta.endpoint_url)


def test_unsigned_has_nothing_to_prove(bench: AwsBench) -> None:
    """An unsigned connection sends no request and says why."""
    factory = build_factory(
        bench.worker, endpoint_url=bench.endpoint_url, config_kwargs={"signature_version": "unsigned"}
    )
    assert probe_connection(factory) == (
        "Requests are unsigned, as the connection asks - there is no identity to prove, nothing was sent"
    )
    assert bench.requests() == []


def test_a_refusal_is_botocores_error(bench: AwsBench) -> None:
    """The probe hides no failure, and does not try a refused request again."""
    factory = build_factory(bench.limited, PROBE_CONFIG, region_name=REGION, endpoint_url=bench.endpoint_url)
    with pytest.raises(ClientError, match="AccessDenied"):
        probe_connection(factory)
    assert len(bench.requests()) == 1


@pytest.mark.parametrize(
    ("text", "secrets", "line"),
    [
        pytest.param("plain", (), "plain", id="plain"),
        pytest.param("a\n  b\tc ", (), "a b c", id="lines"),
        pytest.param("[red]x[/red]", (), "(red)x(/red)", id="markup"),
        pytest.param("key=s3cr3t!", ("s3cr3t",), "key=***!", id="secret"),
        pytest.param("s3cr3t token", ("s3cr3t", "token"), "*** ***", id="secrets"),
        pytest.param("x" * 300, (), "x" * 300, id="longest"),
        pytest.param("x" * 301, (), "x" * 297 + "...", id="too-long"),
        pytest.param("x" * 295 + "s3cr3t", ("s3cr3t",), "x" * 295 + "***", id="secret-is-masked-before-the-cut"),
    ],
)
def test_the_line_is_fit_for_airflow(text: str, secrets: tuple[str, ...], line: str) -> None:
    """One line, no markup, no secret, at most 300 characters."""
    assert describe_in_one_line(text, secrets) == line


@pytest.mark.parametrize(
    ("text", "remarks", "line"),
    [
        pytest.param("works", ["a: b; c", "d: e; f"], "works - a: b; c - d: e; f", id="short"),
        pytest.param("x" * 400, ["a: b; c"], "x" * 287 + "... - a: b; c", id="the-text-gives-way"),
        pytest.param("x" * 400, ["y" * 400], "x" * 147 + "... - " + "y" * 144 + "...", id="half-and-half"),
        pytest.param("x s3cr3t", ["[y]\n s3cr3t"], "x *** - (y) ***", id="fit-too"),
    ],
)
def test_remarks_stand_behind_the_text(text: str, remarks: list[str], line: str) -> None:
    """A long error does not push them off the line."""
    assert describe_in_one_line(text, ("s3cr3t",), remarks) == line
