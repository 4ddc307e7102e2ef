"""From the key test_probe to the operation the connection test asks for."""

from __future__ import annotations

import json

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.model import Probe
from airflow_provider_awsconn.connection.settings import Settings
from tests.unit.connection.checks import list_problems

EXPECTS = 'give "s3://bucket/prefix", "sqs:list_queues" or {"service": "s3", "operation": "list_buckets"}'


@pytest.mark.parametrize(
    ("given", "probe"),
    [
        pytest.param(None, None, id="unset"),
        pytest.param("s3://my-bucket", Probe("s3", "head_bucket", Settings({"Bucket": "my-bucket"})), id="bucket"),
        pytest.param("s3://my-bucket/", Probe("s3", "head_bucket", Settings({"Bucket": "my-bucket"})), id="slash"),
        pytest.param(
            " s3://My_bucket.1/a b/c ",
            Probe("s3", "list_objects_v2", Settings({"Bucket": "My_bucket.1", "Prefix": "a b/c", "MaxKeys": 1})),
            id="prefix",
        ),
        pytest.param("sqs:list_queues", Probe("sqs", "list_queues"), id="operation"),
        pytest.param("bedrock-runtime:list_x2", Probe("bedrock-runtime", "list_x2"), id="hyphen-and-digit"),
        pytest.param(
            {"service": " s3 ", "operation": "list_buckets", "parameters": None},
            Probe("s3", "list_buckets"),
            id="object",
        ),
        pytest.param(
            json.dumps({"service": "s3", "operation": "head_bucket", "parameters": {"Bucket": "b"}}),
            Probe("s3", "head_bucket", Settings({"Bucket": "b"})),
            id="object-as-text",
        ),
        pytest.param(
            {"service": "s3", "operation": "head_bucket", "parameters": '{"Bucket": "b"}'},
            Probe("s3", "head_bucket", Settings({"Bucket": "b"})),
            id="parameters-as-text",
        ),
    ],
)
def test_a_probe_in_its_three_forms(given: object, probe: Probe | None) -> None:
    """A bucket or prefix, a service's operation, or an object with parameters."""
    connection = parse_connection(extra={"test_probe": given})
    assert (connection.test_probe, connection.remarks) == (probe, ())


NEITHER = f": is neither a bucket nor a service's operation; {EXPECTS}"
NOT_NAMED = f": does not name a service and its operation in boto3's spelling; {EXPECTS}"


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        pytest.param("my-bucket", [NEITHER], id="bucket-alone"),
        pytest.param("s3://", [NEITHER], id="no-bucket"),
        pytest.param("S3:ListBuckets", [NEITHER], id="aws-s-spelling"),
        pytest.param("https://bucket", [NEITHER], id="url"),
        pytest.param("sqs:", [NEITHER], id="no-operation"),
        pytest.param(7, [f": is of type int; {EXPECTS}"], id="number"),
        pytest.param([1], [f": is of type list; {EXPECTS}"], id="list"),
        pytest.param("{broken", [f": is not JSON; {EXPECTS}"], id="broken-text"),
        pytest.param({"service": "s3"}, [NOT_NAMED], id="no-operation-in-object"),
        pytest.param({"service": "s3", "operation": "ListBuckets"}, [NOT_NAMED], id="aws-s-spelling-in-object"),
        pytest.param({"service": "s3", "operation": 7}, [NOT_NAMED], id="number-in-object"),
        pytest.param(
            {"service": "s3", "operation": "list_buckets", "params": {"a": "C4N4RY"}},
            [".params: is not a key of a probe; these are: service, operation, parameters"],
            id="unknown-key",
        ),
        pytest.param(
            {"service": "s3", "operation": "head_bucket", "parameters": ["C4N4RY"]},
            ['.parameters: is of type list; give a JSON object such as {"Bucket": "my-bucket"}'],
            id="parameters-a-list",
        ),
    ],
)
def test_an_impossible_probe_is_refused(given: object, problems: list[str]) -> None:
    """What names no operation is told with all three forms, without its values."""
    assert list_problems(extra={"test_probe": given}) == [f"extra.test_probe{problem}" for problem in problems]
