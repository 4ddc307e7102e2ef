"""The metadata services give keys and tokens to the clients that are made for them, and to nobody else."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from .clients import ask, ask_json
from .server.tokens import parse_web_identity_token

if TYPE_CHECKING:
    from pathlib import Path

    from . import AwsBench

GOOGLE = {"Metadata-Flavor": "Google"}
TOKEN_LIFETIME = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}


def list_buckets_with_default_chain(bench: AwsBench, monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    """List the buckets with what boto3's own chain finds in the environment, and name the provider it found."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    session = boto3.Session(region_name="us-east-1")
    s3 = session.client("s3", endpoint_url=bench.endpoint_url, config=Config(retries={"total_max_attempts": 1}))
    s3.list_buckets()
    identity = session.client("sts", endpoint_url=bench.endpoint_url).get_caller_identity()
    assert f"{identity['Arn']}/".startswith(f"arn:aws:sts::{bench.account_id}:assumed-role/etl/")
    return str(session.get_credentials().method)


def list_actions(bench: AwsBench, service: str) -> list[tuple[str, int | None]]:
    """What an endpoint was asked, with its answers' status."""
    return [(request.action, request.status) for request in bench.requests(service=service)]


def test_instance_metadata_gives_keys(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 asks version 2 with a token, and the keys work."""
    environment = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": bench.imds_endpoint}
    assert list_buckets_with_default_chain(bench, monkeypatch, **environment) == "iam-role"
    assert list_actions(bench, "imds") == [("GetToken", 200), ("GetRoleName", 200), ("GetCredentials", 200)]
    assert bench.count("ListBuckets", "s3") == 1


@pytest.mark.parametrize("status", [403, 404, 405])
def test_boto3_falls_back_to_version_1(bench: AwsBench, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """Where there is no token to be had, boto3 asks without one."""
    bench.set_imds(v1_only=True, token_status=status)
    environment = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": bench.imds_endpoint}
    assert list_buckets_with_default_chain(bench, monkeypatch, **environment) == "iam-role"
    assert list_actions(bench, "imds") == [("GetToken", status), ("GetRoleName", 200), ("GetCredentials", 200)]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        pytest.param("PUT", "api/token", {}, 400, id="token-without-life-time"),
        pytest.param("PUT", "api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "0"}, 400, id="token-without-life"),
        pytest.param("GET", "api/token", TOKEN_LIFETIME, 404, id="token-is-put"),
        pytest.param("GET", "meta-data/iam/security-credentials/", {}, 401, id="no-token"),
        pytest.param(
            "GET", "meta-data/iam/security-credentials/etl", {"X-aws-ec2-metadata-token": "x"}, 401, id="wrong-token"
        ),
        pytest.param("GET", "meta-data/placement/region", {}, 401, id="region"),
        pytest.param("GET", "dynamic/instance-identity/document", {}, 404, id="unknown-path"),
    ],
)
def test_instance_metadata_refuses(
    bench: AwsBench, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Version 2 wants a token of its own, and a token wants a life time."""
    assert ask(f"{bench.imds_endpoint}/latest/{path}", headers, method)[0] == status
    assert [request.status for request in bench.requests(service="imds")] == [status]


def test_instance_metadata_knows_its_place(bench: AwsBench) -> None:
    """With a token there is the region, the zone, the role's name, and nothing for another role."""
    data = f"{bench.imds_endpoint}/latest/meta-data"
    _, _, token = ask(f"{bench.imds_endpoint}/latest/api/token", TOKEN_LIFETIME, "PUT")
    headers = {"X-aws-ec2-metadata-token": token}
    paths = ("placement/region", "placement/availability-zone/", "iam/security-credentials/")
    assert [ask(f"{data}/{path}", headers)[2] for path in paths] == ["us-east-1", "us-east-1a", "etl"]
    assert ask(f"{data}/iam/security-credentials/other", headers)[0] == 404


@pytest.mark.parametrize(
    ("url", "service"),
    [
        pytest.param("container_credentials_url", "ecs", id="ecs"),
        pytest.param("pod_identity_url", "eks", id="eks"),
    ],
)
def test_containers_get_keys(
    bench: AwsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, service: str
) -> None:
    """boto3 gets keys with the token from the environment (ECS) or from a file (EKS), and the keys work."""
    token = {"AWS_CONTAINER_AUTHORIZATION_TOKEN": bench.container_token}
    if service == "eks":
        path = tmp_path / "token"
        path.write_text(bench.container_token)
        token = {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(path)}
    environment = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": getattr(bench, url), **token}
    assert list_buckets_with_default_chain(bench, monkeypatch, **environment) == "container-role"
    (request,) = bench.requests(service=service)
    assert (request.action, request.status, request.signed) == ("GetCredentials", 200, False)
    assert request.authorization_digest == bench.digest(bench.container_token)
    assert bench.container_token not in repr(request)


@pytest.mark.parametrize("headers", [pytest.param({}, id="none"), pytest.param({"Authorization": "x"}, id="wrong")])
def test_containers_need_their_token(bench: AwsBench, headers: dict[str, str]) -> None:
    """Without the right token there are no keys."""
    assert ask(bench.container_credentials_url, headers)[0] == 401
    assert ask(bench.pod_identity_url, headers)[0] == 401


def test_endpoint_keys_expire(bench: AwsBench) -> None:
    """Keys of an endpoint live six hours, or as long as was set, and are refused afterwards."""
    headers = {"Authorization": bench.container_token}

    def fetch_keys() -> dict[str, str]:
        return dict(ask_json(bench.container_credentials_url, headers))

    expiration = time.strptime(fetch_keys()["Expiration"], "%Y-%m-%dT%H:%M:%SZ")
    assert abs(time.mktime(expiration) - time.timezone - time.time() - 6 * 3600) < 5
    bench.set_endpoint_lifetime(-1)
    keys = fetch_keys()
    s3 = boto3.client(
        "s3",
        endpoint_url=bench.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["Token"],
    )
    with pytest.raises(s3.exceptions.ClientError, match="ExpiredToken"):
        s3.list_buckets()


def test_google_library_gets_a_token(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth recognises the server and gets a token for its audience."""
    requests = pytest.importorskip("google.auth.transport.requests")
    id_token = pytest.importorskip("google.oauth2.id_token")
    metadata = pytest.importorskip("google.auth.compute_engine._metadata")
    # The library reads this variable once, on import.
    monkeypatch.setattr(metadata, "_GCE_METADATA_HOST", bench.gce_metadata_host)
    monkeypatch.setenv("GCE_METADATA_IP", bench.gce_metadata_host)
    token = id_token.fetch_id_token(requests.Request(), "the-audience")
    claims = parse_web_identity_token(token)
    assert claims is not None
    assert (claims["aud"], claims["iss"]) == ("the-audience", "https://accounts.google.com")
    assert claims["email"].endswith(".gserviceaccount.com")
    (request,) = bench.requests("GetIdentityToken", "gce")
    assert (request.token_aud, request.status) == ("the-audience", 200)
    assert bench.count("Ping", "gce") == 1


@pytest.mark.parametrize(
    ("path", "headers", "status", "text"),
    [
        pytest.param("/", GOOGLE, 200, "computeMetadata/\n", id="ping"),
        pytest.param("/computeMetadata/v1/universe/universe-domain", GOOGLE, 200, "googleapis.com", id="universe"),
        pytest.param("/computeMetadata/v1/project/project-id", GOOGLE, 200, "bench-project", id="project"),
        pytest.param(
            "/computeMetadata/v1/instance/service-accounts/default/identity?audience=a",
            {},
            403,
            "Missing Metadata-Flavor:Google header.",
            id="no-flavor",
        ),
        pytest.param(
            "/computeMetadata/v1/instance/service-accounts/default/identity",
            GOOGLE,
            400,
            "non-empty audience parameter required",
            id="no-audience",
        ),
        pytest.param("/computeMetadata/v1/none", GOOGLE, 404, "Not Found", id="unknown-path"),
    ],
)
def test_google_metadata_answers(bench: AwsBench, path: str, headers: dict[str, str], status: int, text: str) -> None:
    """What the library may ask is answered as Google does it, with the flavor where it is Google's answer."""
    told_status, told_headers, told_text = ask(bench.endpoint_url + path, headers)
    assert (told_status, told_text) == (status, text)
    assert (told_headers.get("metadata-flavor") == "Google") == (status in {200, 400})
    assert [request.service for request in bench.requests()] == ["gce"]


def test_service_account_is_described(bench: AwsBench) -> None:
    """The library may ask who the machine is."""
    url = f"{bench.endpoint_url}/computeMetadata/v1/instance/service-accounts/default/?recursive=true"
    assert ask_json(url, GOOGLE)["email"].endswith(".gserviceaccount.com")


def test_azure_library_gets_a_token(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """azure-identity gets a token of the managed identity for its resource."""
    azure = pytest.importorskip("azure.identity")
    monkeypatch.setenv("IDENTITY_ENDPOINT", bench.azure_identity_endpoint)
    monkeypatch.setenv("IDENTITY_HEADER", bench.azure_identity_header)
    with azure.ManagedIdentityCredential() as credential:
        token = credential.get_token("api://audience/.default")
    claims = parse_web_identity_token(token.token)
    assert claims is not None
    assert claims["aud"] == "api://audience"
    assert abs(token.expires_on - claims["exp"]) <= 2
    (request,) = bench.requests("GetToken", "azure")
    assert (request.token_aud, request.status) == ("api://audience", 200)
    assert bench.azure_identity_header not in repr(request)


@pytest.mark.parametrize(
    ("query", "knows_header", "status"),
    [
        pytest.param("resource=r&api-version=2019-08-01", False, 401, id="no-header"),
        pytest.param("api-version=2019-08-01", True, 400, id="no-resource"),
        pytest.param("resource=r&api-version=2017-09-01", True, 400, id="old-version"),
        pytest.param("resource=r&api-version=2019-08-01", True, 200, id="right"),
    ],
)
def test_azure_wants_header_and_resource(bench: AwsBench, query: str, *, knows_header: bool, status: int) -> None:
    """The identity endpoint answers who has the app's header and says what for."""
    headers = {"X-IDENTITY-HEADER": bench.azure_identity_header} if knows_header else {}
    told, _, text = ask(f"{bench.azure_identity_endpoint}?{query}", headers)
    assert told == status
    assert status != 200 or set(json.loads(text)) >= {"access_token", "expires_on", "resource", "token_type"}


def test_bucket_may_be_called_as_an_endpoint(bench: AwsBench) -> None:
    """A signed request is S3's, whatever its path begins with."""
    keys: dict[str, Any] = {
        "aws_access_key_id": bench.worker.access_key,
        "aws_secret_access_key": bench.worker.secret_key,
    }
    s3 = boto3.client("s3", endpoint_url=bench.endpoint_url, region_name="us-east-1", **keys)
    s3.create_bucket(Bucket="oidc")
    s3.put_object(Bucket="oidc", Key="token", Body=b"x")
    assert s3.get_object(Bucket="oidc", Key="token")["Body"].read() == b"x"
    assert bench.count(service="oidc") == 0


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
