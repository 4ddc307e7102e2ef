"""An operation that the connection test is to ask for, held against botocore's models, without a request."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from botocore.model import ServiceModel, StructureShape
from botocore.utils import SERVICE_NAME_ALIASES

from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import Problem
from airflow_provider_awsconn.sessions.botocore_names import check_members, check_service_names, create_model_loader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from airflow_provider_awsconn.connection.model import Probe

_WHERE = "extra.test_probe"
# How the names of operations begin that change nothing.
_READING = (
    "batch_describe_",
    "batch_get_",
    "describe_",
    "get_",
    "head_",
    "list_",
    "lookup_",
    "query",
    "scan",
    "search",
    "select",
)
# These are named like the others, and make something.
_MAKING = frozenset(
    {
        ("cognito-identity", "get_id"),
        ("cognito-identity", "get_open_id_token_for_developer_identity"),
        ("redshift", "get_cluster_credentials"),
        ("redshift", "get_cluster_credentials_with_iam"),
        ("redshift-serverless", "get_credentials"),
        ("sagemaker", "get_scaling_configuration_recommendation"),
    }
)


def check_probe(probe: Probe | None) -> list[Problem]:
    """List what is wrong with a probe: names, parameters, and operations that do more than read."""
    return list(_check(probe)) if probe else []


def _check(probe: Probe) -> Iterator[Problem]:
    unknown = check_service_names(_WHERE, [probe.service])
    if unknown:
        yield Problem(_WHERE, f"names '{probe.service}', which is not a service of boto3", unknown[0].hint)
        return
    operations = _list_operations(probe.service)
    if probe.operation not in operations:
        near = suggest_name(probe.operation, operations)
        hint = f"did you mean {near}?" if near else f"give a method of boto3's {probe.service} client"
        yield Problem(_WHERE, f"names '{probe.operation}', which is not an operation of {probe.service}", hint)
        return
    if not probe.operation.startswith(_READING) or (probe.service, probe.operation) in _MAKING:
        hint = "give an operation such as list_... or get_..., which changes nothing"
        yield Problem(_WHERE, f"names {probe.operation}, which may do more than read", hint)
        return
    shape = _load_model(probe.service).operation_model(operations[probe.operation]).input_shape
    parameters: dict[str, Any] = probe.parameters.to_dict()
    if isinstance(shape, StructureShape):
        yield from check_members(f"{_WHERE}.parameters", parameters, shape)
    elif parameters:
        yield Problem(f"{_WHERE}.parameters", f"are given, and {probe.operation} takes none", "remove them")


@functools.lru_cache(maxsize=8)
def _load_model(service_name: str) -> ServiceModel:
    name = SERVICE_NAME_ALIASES.get(service_name, service_name)
    return ServiceModel(create_model_loader().load_service_model(name, "service-2"), name)


@functools.lru_cache(maxsize=8)
def _list_operations(service_name: str) -> Mapping[str, str]:
    """Give the operations of a service: boto3's name to AWS's."""
    return {xform_name(name): name for name in _load_model(service_name).operation_names}
