"""An operation for the connection test to ask for, held against botocore's models."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection.model import Probe
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.sessions.operation_names import check_probe


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("s3", "list_buckets", {}),
        ("s3", "head_bucket", {"Bucket": "b"}),
        ("s3", "list_objects_v2", {"Bucket": "b", "Prefix": "p", "MaxKeys": 1}),
        ("sqs", "list_queues", {}),
        ("dynamodb", "scan", {"TableName": "table", "Limit": 1}),
        ("secretsmanager", "batch_get_secret_value", {"SecretIdList": ["a"]}),
        ("runtime.sagemaker", "list_nothing", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_operations_that_read_are_taken(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Names as boto3 spells them, parameters as the models have them; older names of services too."""
    problems = check_probe(Probe(service, operation, Settings(parameters)))
    assert [str(problem) for problem in problems if operation != "list_nothing"] == []


def test_no_probe_has_no_problem() -> None:
    """Most connections have none."""
    assert check_probe(None) == []


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "problem"),
    [
        pytest.param(
            "sqss",
            "list_queues",
            {},
            "extra.test_probe: names 'sqss', which is not a service of boto3; did you mean sqs?",
            id="service",
        ),
        pytest.param(
            "sqs",
            "list_queue",
            {},
            "extra.test_probe: names 'list_queue', which is not an operation of sqs; did you mean list_queues?",
            id="operation",
        ),
        pytest.param(
            "sqs",
            "xyz",
            {},
            "extra.test_probe: names 'xyz', which is not an operation of sqs; give a method of boto3's sqs client",
            id="nothing-near",
        ),
        *(
            pytest.param(
                service,
                operation,
                {},
                f"extra.test_probe: names {operation}, which may do more than read; give an operation such as list_... "
                "or get_..., which changes nothing",
                id=operation,
            )
            for service, operation in (
                ("sqs", "delete_queue"),
                ("s3", "put_object"),
                ("sqs", "receive_message"),
                ("cognito-identity", "get_id"),
                ("redshift", "get_cluster_credentials"),
                ("sagemaker", "get_scaling_configuration_recommendation"),
            )
        ),
        pytest.param(
            "s3",
            "list_objects_v2",
            {"Bucket": "b", "prefix": "p"},
            "extra.test_probe.parameters.prefix: is not a member of ListObjectsV2Request; did you mean Prefix?",
            id="member",
        ),
        pytest.param(
            "s3",
            "head_bucket",
            {},
            "extra.test_probe.parameters.Bucket: is missing; give text",
            id="missing",
        ),
        pytest.param(
            "s3",
            "list_objects_v2",
            {"Bucket": "b", "MaxKeys": "1"},
            "extra.test_probe.parameters.MaxKeys: is not an integer; give one, without quotes",
            id="type",
        ),
    ],
)
def test_what_can_not_be_asked_is_told(service: str, operation: str, parameters: dict[str, Any], problem: str) -> None:
    """With what was meant, where that can be told."""
    assert [str(each) for each in check_probe(Probe(service, operation, Settings(parameters)))] == [problem]
