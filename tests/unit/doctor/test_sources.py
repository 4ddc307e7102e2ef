"""Where credentials come from, as the test tells it, from the real places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.doctor.sources import describe_base, describe_federation
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions.worker import Worker
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection


@pytest.fixture
def tell(bench: AwsBench, airflow_connection: AirflowConnection) -> Callable[..., str]:
    """What the step of the credentials says."""

    def examine(**fields: Any) -> str:
        extra = {"region_name": REGION, "endpoint_url": bench.endpoint_url} | fields.pop("extra", {})
        report = AwsHook(airflow_connection("c", extra=extra, **fields)).examine().finish()
        step = report.find("credentials")
        assert step is not None
        assert step.outcome == "passed", step
        return step.text

    return examine


def test_the_connections_own(tell: Callable[..., str], bench: AwsBench) -> None:
    """Login and password, or their places in Extra."""
    keys = bench.worker
    assert tell(login=keys.access_key, password=keys.secret_key) == "login and password"
    extra = {"aws_access_key_id": keys.access_key, "aws_secret_access_key": keys.secret_key}
    assert tell(extra=extra) == "key pair (extra.aws_access_key_id)"


def test_the_environment(tell: Callable[..., str], bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its variable."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    assert tell() == "key pair (environment variable AWS_ACCESS_KEY_ID)"


def test_a_profile(tell: Callable[..., str], bench: AwsBench, aws_files: Callable[[str, str], None]) -> None:
    """Its name and file."""
    keys = bench.worker
    aws_files("", f"[etl]\naws_access_key_id={keys.access_key}\naws_secret_access_key={keys.secret_key}\n")
    told = tell(extra={"profile_name": "etl"})
    assert told.startswith("key pair (profile 'etl' in ")
    assert told.endswith("aws_shared_credentials_file)")


def test_an_instance(tell: Callable[..., str], bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instance metadata, with the moment they end."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", bench.imds_endpoint)
    assert tell().startswith("instance role (instance metadata), good until 20")


def test_a_container(tell: Callable[..., str], bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its variable, with the moment they end."""
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", bench.container_credentials_url)
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", bench.container_token)
    assert tell().startswith(
        "container credentials (environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI), good until 20"
    )


def test_the_ways_of_kubernetes(airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pod Identity by its address, IRSA by its file."""
    connection = AwsHook(airflow_connection("c", extra={"region_name": REGION})).conn_config.settings
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials")
    assert describe_base(connection, Worker(), "container-role") == (
        "EKS Pod Identity (environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI)"
    )
    file = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token"
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", file)
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/etl")
    assert describe_base(connection, Worker(), "assume-role-with-web-identity") == (
        f"IRSA, role arn:aws:iam::123456789012:role/etl by the web identity token {file} "
        "(environment variable AWS_WEB_IDENTITY_TOKEN_FILE)"
    )


@pytest.mark.parametrize(
    ("federation", "told"),
    [
        (WebIdentity("file", token_file="/t"), "web identity token from /t"),
        (WebIdentity("file"), "web identity token from environment variable AWS_WEB_IDENTITY_TOKEN_FILE"),
        (WebIdentity("environment", token_variable="T"), "web identity token from environment variable T"),
        (WebIdentity("url", token_url="https://idp.example/t?canary=1"), "web identity token from idp.example"),
        (WebIdentity("registered", token_source="own"), "web identity token from the source 'own' of the deployment"),
        (WebIdentity("google"), "web identity token from google"),
        (Saml(Settings({"assertion_file": "/a"})), "SAML assertion from /a"),
        (Saml(Settings({"assertion_variable": "A"})), "SAML assertion from environment variable A"),
        (Saml(Settings({"assertion_source": "own"})), "SAML assertion from the source 'own' of the deployment"),
        (Saml(Settings({"idp_url": "https://idp.example/sso?canary=1"})), "SAML assertion from idp.example"),
        (Saml(Settings({"idp_url": "https://[x"})), "SAML assertion from a URL"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_what_stands_in_for_credentials(federation: WebIdentity | Saml, told: str) -> None:
    """The place, without what a URL may hold."""
    assert describe_federation(federation) == told
