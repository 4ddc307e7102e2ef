"""The stub of the hook: made from aws.py, and true to it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap

import boto3
import pytest

from airflow_provider_awsconn.airflow_compat import BaseHook
from airflow_provider_awsconn.hooks import aws
from scripts.write_client_types import SOURCE, STUB, Service, Services, StubError, read_services, render

pytestmark = pytest.mark.once

S3 = Service("s3", "types_boto3_s3.client", "S3Client")
LAMBDA = Service("lambda", "types_boto3_lambda.client", "LambdaClient")
S3_RESOURCE = Service("s3", "types_boto3_s3.service_resource", "S3ServiceResource")
SERVICES = Services((LAMBDA, S3), (S3_RESOURCE,))

HOOK = '''
    """A docstring."""
    from __future__ import annotations
    from typing import TYPE_CHECKING, Any, Generic, TypeVar
    from somewhere import Base, helper, process_cached_property
    if TYPE_CHECKING:
        import os
        from elsewhere import Config as BotocoreConfig, Unused
        C = TypeVar("C", default=Any)
    else:
        C = TypeVar("C")

    class AwsHook(Base, Generic[C]):
        """A docstring."""
        conn_type = "aws"
        def __init__(self, aws_conn_id: str | None = "aws_default", client_type: str | None = None,
                     resource_type: str | None = None, *, shared: bool = True, **further: Any) -> None:
            super().__init__(**further)
            self.aws_conn_id = aws_conn_id
            self._made: list[os.PathLike[str]] = helper()
        def get_client_type(self, client_type: str | None = None, config: BotocoreConfig | None = None,
                            deferrable: bool = False) -> Any:
            return helper(client_type)
        def get_resource_type(self, resource_type: str | None = None) -> Any:
            return helper(resource_type)
        @process_cached_property
        def conn(self) -> C:
            return helper()
        if not TYPE_CHECKING:
            def __getattr__(self, name):
                return helper()
        async def _load(self) -> None:
            await helper()
    AwsBaseHook = AwsGenericHook = AwsHook
    AwsHook.later = helper()
'''

DECLARED = """\
from typing import Generic, TypeVar
from somewhere import Base
import os
from elsewhere import Config as BotocoreConfig
from types_boto3_lambda.client import LambdaClient
from types_boto3_s3.client import S3Client
from types_boto3_s3.service_resource import S3ServiceResource
C = TypeVar('C', default=Any)
class AwsHook(Base, Generic[C]):
    conn_type = 'aws'
    aws_conn_id: str | None
    _made: list[os.PathLike[str]]
    @overload
    def __init__(self, aws_conn_id: str | None=..., client_type: None=..., resource_type: None=..., *, shared: bool=...) -> None: ...
    @overload
    def __init__(self: AwsHook[LambdaClient], aws_conn_id: str | None=..., client_type: Literal['lambda']=..., resource_type: None=..., *, shared: bool=...) -> None: ...
    @overload
    def __init__(self: AwsHook[S3Client], aws_conn_id: str | None=..., client_type: Literal['s3']=..., resource_type: None=..., *, shared: bool=...) -> None: ...
    @overload
    def __init__(self: AwsHook[S3ServiceResource], aws_conn_id: str | None=..., client_type: None=..., resource_type: Literal['s3']=..., *, shared: bool=...) -> None: ...
    @overload
    def __init__(self, aws_conn_id: str | None=..., client_type: str | None=..., resource_type: str | None=..., *, shared: bool=...) -> None: ...
    @overload
    def get_client_type(self, client_type: None=..., config: BotocoreConfig | None=..., deferrable: Literal[False]=...) -> C: ...
    @overload
    def get_client_type(self, client_type: Literal['lambda'], config: BotocoreConfig | None=..., deferrable: Literal[False]=...) -> LambdaClient: ...
    @overload
    def get_client_type(self, client_type: Literal['s3'], config: BotocoreConfig | None=..., deferrable: Literal[False]=...) -> S3Client: ...
    @overload
    def get_client_type(self, client_type: str | None=..., config: BotocoreConfig | None=..., deferrable: bool=...) -> Any: ...
    @overload
    def get_resource_type(self, resource_type: None=...) -> C: ...
    @overload
    def get_resource_type(self, resource_type: Literal['s3']) -> S3ServiceResource: ...
    @overload
    def get_resource_type(self, resource_type: str | None=...) -> Any: ...
    @cached_property
    def conn(self) -> C: ...
    async def _load(self) -> None: ...
AwsBaseHook = AwsHook
AwsGenericHook = AwsHook
"""  # noqa: E501 - as it is written

SESSION = """
from types_boto3_lambda.client import LambdaClient
from types_boto3_s3.client import S3Client
from types_boto3_s3.service_resource import S3ServiceResource

class Session:
    def client_of_another(self, service_name: Literal["other"]) -> S3Client: ...
    @overload
    def client(self, service_name: Literal["lambda"], region_name: str | None = ...) -> LambdaClient: ...
    @overload
    def client(self, service_name: Literal["s3"], region_name: str | None = ...) -> S3Client: ...
    @overload
    def resource(self, service_name: Literal["s3"]) -> S3ServiceResource: ...
"""


def render_lines(source: str) -> str:
    """The stub of a source, without its head and its empty lines."""
    lines = [line for line in render(textwrap.dedent(source), SERVICES).splitlines() if line]
    return "\n".join(lines[lines.index("from typing import Any, Literal, overload") + 1 :]) + "\n"


def test_the_stub_is_made_from_the_hook() -> None:
    """`make client-types` was run after aws.py changed."""
    stub = STUB.read_text(encoding="utf-8")
    # pytest would take minutes over the difference of two such texts.
    is_current = render(SOURCE.read_text(encoding="utf-8"), read_services(stub)) == stub
    assert is_current, "run: make client-types"


def test_the_stub_declares_what_the_class_has() -> None:
    """Nothing is missing that the class, and not a base, says it has, nor any attribute that its constructor sets."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    (hook,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "AwsHook")
    declared = {node.name for node in hook.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    declared |= {ast.unparse(node.target) for node in hook.body if isinstance(node, ast.AnnAssign)}
    declared |= {ast.unparse(node.targets[0]) for node in hook.body if isinstance(node, ast.Assign)}
    of_python = {name for name in vars(aws.AwsHook) if re.fullmatch("__.*__", name)}
    of_bases = {name for base in aws.AwsHook.__mro__[1:] for name in inspect.get_annotations(base)}
    assert set(vars(aws.AwsHook)) - of_python - of_bases <= declared
    assert set(vars(aws.AwsHook("conn"))) - set(vars(BaseHook())) <= declared


def test_the_stub_knows_every_service() -> None:
    """All that this boto3 has resources for, and a client of all but those that are retired since."""
    services = read_services(STUB.read_text(encoding="utf-8"))
    clients = {service.service_name for service in services.clients}
    missing = set(boto3.Session().get_available_services()) - clients
    assert len(clients) > 400
    assert {"s3", "sqs", "lambda", "application-autoscaling"} <= clients
    assert len(missing) < 30
    assert {service.service_name for service in services.resources} >= {"dynamodb", "ec2", "s3", "sqs"}


def test_a_hook_is_declared() -> None:
    """Types and names stay; what is done and what type checkers do not see goes; services come."""
    assert render_lines(HOOK) == DECLARED


def test_services_are_read_from_a_session_and_from_the_hook() -> None:
    """types-boto3's stub and ours tell the same."""
    assert read_services(SESSION) == SERVICES
    assert read_services(render(textwrap.dedent(HOOK), SERVICES)) == SERVICES


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "class AwsHook:\n    def __init__(self) -> None:\n        self.made = helper()\n",
            "line 3: write the type, self.made: ... = helper()",
            id="untyped attribute",
        ),
        pytest.param("for _ in ():\n    pass\n", "line 1: For is nothing that a stub knows", id="statement"),
        pytest.param(
            "class AwsHook:\n    def get_resource_type(self, name: str) -> object:\n        return name\n",
            "line 2: get_resource_type does not take resource_type",
            id="argument",
        ),
    ],
)
def test_what_no_stub_can_be_made_of_is_told(source: str, message: str) -> None:
    """The line is named, and what to write."""
    with pytest.raises(StubError) as error:
        render(source, SERVICES)
    assert str(error.value) == message


def test_overloads_of_the_source_stay() -> None:
    """Without what implements them."""
    overloads = """
        class Other:
            @overload
            def get(self, name: None) -> None: ...
            @overload
            def get(self, name: str = "x") -> str: ...
            def get(self, name: Any = None) -> Any:
                return name
    """
    expected = """\
class Other:
    @overload
    def get(self, name: None) -> None: ...
    @overload
    def get(self, name: str=...) -> str: ...
"""
    assert render_lines(overloads) == expected
