"""Web identity tokens and SAML assertions from each of their sources: who gives them, and where they go."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import pytest

from airflow_provider_awsconn.credentials.errors import RoleRefusedError
from airflow_provider_awsconn.errors import CredentialsError
from tests.aws_bench import AwsBench
from tests.google_metadata import use_metadata_host
from tests.integration import ways
from tests.integration.ways import StandInKerberos, Worker, ask_who, assert_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.hooks.aws import AwsHook
    from tests.conftest import AirflowConnection

BY_TOKEN = "sts AssumeRoleWithWebIdentity role by nobody"
BY_ASSERTION = "sts AssumeRoleWithSAML role by nobody"
XPATH = "//input[@name='SAMLResponse']/@value"
HERE = "tests.integration.ways"

pytestmark = pytest.mark.usefixtures("each_client")


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def other_bench(servers_python: str) -> Iterator[AwsBench]:
    """Another server, on another port: another origin."""
    with AwsBench.start(servers_python) as running:
        yield running


class Way(NamedTuple):
    """A source of tokens or assertions.

    Attributes:
        extra: sets the worker up and gives the connection's keys.
        asked: who is asked for it, before STS.
        asked_after: what STS is asked.
        session_name: of the role session.
    """

    extra: Callable[[Worker], dict[str, Any]]
    asked: tuple[str, ...] = ()
    asked_after: str = BY_TOKEN
    session_name: str = "Airflow_ways"


def connect(worker: Worker, way: Way, **extra: Any) -> AwsHook:
    """A hook of a connection that is somebody in this way."""
    return worker.hook(role_arn=worker.bench.role_arn, **way.extra(worker), **extra)


def by_token(source: str, **keys: Any) -> dict[str, Any]:
    """The connection's keys about a web identity."""
    start = "assume_role_with_web_identity"
    return {
        "assume_role_method": start,
        f"{start}_federation": source,
        **{f"{start}_{name}": value for name, value in keys.items()},
    }


def by_assertion(worker: Worker, **members: Any) -> dict[str, Any]:
    """The connection's keys about SAML."""
    members = {"principal_arn": worker.bench.saml_principal_arn, **members}
    return {"assume_role_method": "assume_role_with_saml", "assume_role_with_saml": members}


def use_file(worker: Worker) -> dict[str, Any]:
    """A token in a file that the connection names."""
    return by_token("file", token_file=worker.write("token", worker.bench.make_web_identity_token() + "\n"))


def use_file_of_the_pod(worker: Worker) -> dict[str, Any]:
    """A token in the file that EKS names; without AWS_ROLE_ARN boto3's own chain leaves it alone."""
    worker.set(AWS_WEB_IDENTITY_TOKEN_FILE=worker.write("token", worker.bench.make_web_identity_token()))
    return by_token("file")


def use_variable(worker: Worker) -> dict[str, Any]:
    """A token in an environment variable."""
    worker.set(MY_ID_TOKEN=worker.bench.make_web_identity_token())
    return by_token("environment", token_variable="MY_ID_TOKEN")


def use_token_service(worker: Worker) -> dict[str, Any]:
    """GitHub's way: a URL that wants a request token and answers with JSON."""
    headers = {"Authorization": f"bearer {worker.bench.oidc_request_token}"}
    url = f"{worker.bench.oidc_token_url}?audience=sts.amazonaws.com"
    return by_token("url", token_url=url, token_headers=headers)


def use_plain_url(worker: Worker) -> dict[str, Any]:
    """A URL that answers with the token."""
    return by_token("url", token_url=worker.bench.oidc_plain_url)


def use_google(worker: Worker) -> dict[str, Any]:
    """Google's metadata server."""
    use_metadata_host(worker.bench.gce_metadata_host, worker.patch)
    return by_token("google", federation_audience="sts.amazonaws.com")


def use_azure(worker: Worker) -> dict[str, Any]:
    """Azure's managed identity."""
    pytest.importorskip("azure.identity")
    worker.set(
        IDENTITY_ENDPOINT=worker.bench.azure_identity_endpoint, IDENTITY_HEADER=worker.bench.azure_identity_header
    )
    return by_token("azure", federation_audience="api://aws")


def use_registered(worker: Worker) -> dict[str, Any]:
    """A callable that airflow.cfg names."""
    worker.set(AIRFLOW__AWSCONN__TOKEN_SOURCES=f"vault = {HERE}:fetch_token")
    return by_token("registered", token_source="vault")


def use_assertion_file(worker: Worker) -> dict[str, Any]:
    """An assertion in a file."""
    return by_assertion(worker, assertion_file=worker.write("assertion", worker.bench.make_saml_response()))


def use_assertion_variable(worker: Worker) -> dict[str, Any]:
    """An assertion in an environment variable."""
    worker.set(MY_ASSERTION=worker.bench.make_saml_response())
    return by_assertion(worker, assertion_variable="MY_ASSERTION")


def use_registered_assertion(worker: Worker) -> dict[str, Any]:
    """An assertion of a callable that airflow.cfg names."""
    worker.set(AIRFLOW__AWSCONN__TOKEN_SOURCES=f"idp = {HERE}:fetch_assertion")
    return by_assertion(worker, assertion_source="idp")


def use_identity_provider(worker: Worker) -> dict[str, Any]:
    """An identity provider that is logged in to with Kerberos."""
    pytest.importorskip("lxml")
    stand_in: Any = types.ModuleType("requests_gssapi")
    stand_in.REQUIRED, stand_in.OPTIONAL, stand_in.DISABLED = 1, 2, 3
    stand_in.HTTPSPNEGOAuth = StandInKerberos
    worker.patch.setitem(sys.modules, "requests_gssapi", stand_in)
    worker.patch.setattr(StandInKerberos, "ticket", worker.bench.idp_ticket)
    settings = {"idp_auth_method": "http_spegno_auth", "saml_response_xpath": XPATH}
    return by_assertion(worker, idp_url=worker.bench.idp_url, **settings)


SIGN_ON = ("idp SignOn by nobody, 401", "idp SignOn by nobody")
WAYS = {
    "file": Way(use_file),
    "file-of-the-pod": Way(use_file_of_the_pod),
    "environment": Way(use_variable),
    "url-github": Way(use_token_service, ("oidc GetToken by nobody",)),
    "url-plain": Way(use_plain_url, ("oidc GetPlainToken by nobody",)),
    "google": Way(use_google, ("gce GetServiceAccount by nobody", "gce GetIdentityToken by nobody")),
    "azure": Way(use_azure, ("azure GetToken by nobody",)),
    "registered": Way(use_registered),
    "saml-file": Way(use_assertion_file, (), BY_ASSERTION, "saml-user"),
    "saml-environment": Way(use_assertion_variable, (), BY_ASSERTION, "saml-user"),
    "saml-registered": Way(use_registered_assertion, (), BY_ASSERTION, "saml"),
    "saml-identity-provider": Way(use_identity_provider, SIGN_ON, BY_ASSERTION, "saml-user"),
}
each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@each_way
def test_a_way_in(way: Way, worker: Worker) -> None:
    """The token is got once, at the first request; STS is asked unsigned, once; the session does the rest."""
    worker.allow_tokens()
    ways.calls.clear()
    hook = connect(worker, way)
    assert_silent(worker, hook)
    assert ways.calls == []
    assert ask_who(hook) == f"assumed-role/etl/{way.session_name}"
    asked = [line for line in worker.tell() if line != "gce Ping by nobody"]
    assert asked == [*way.asked, way.asked_after, "sts GetCallerIdentity by session 1"]
    assert ask_who(hook) == f"assumed-role/etl/{way.session_name}"
    assert worker.tell() == ["sts GetCallerIdentity by session 1"]


@each_way
def test_nothing_is_got_for_a_stranger(way: Way, worker: Worker) -> None:
    """Where airflow.cfg does not allow the endpoint, no source is asked, no file is read, and nothing is sent."""
    ways.calls.clear()
    hook = connect(worker, way)
    opened: list[str] = []
    worker.patch.setattr(
        "airflow_provider_awsconn.credentials.worker_sources.os.open", lambda path, *_: opened.append(path)
    )
    hint = r"\[awsconn\] token_endpoints in airflow.cfg"
    with pytest.raises(CredentialsError, match=f"a token is not sent to {worker.bench.endpoint_url}.*{hint}"):
        ask_who(hook)
    assert (worker.tell(), ways.calls, opened) == ([], [], [])


@pytest.mark.parametrize(
    "allowed",
    ["", "https://{host}", "http://localhost:{port}", "http://127.0.0.1", "http://127.0.0.1.example:{port}"],
    ids=["none", "https", "other-name", "other-port", "longer-name"],
)
def test_the_endpoint_must_be_just_the_one_allowed(allowed: str, worker: Worker) -> None:
    """Scheme, host and port are compared, not how the URL begins."""
    host = worker.bench.host
    worker.set(AIRFLOW__AWSCONN__TOKEN_ENDPOINTS=allowed.format(host=host, port=host.rpartition(":")[2]))
    with pytest.raises(CredentialsError, match="a token is not sent to"):
        ask_who(connect(worker, WAYS["file"]))
    assert worker.tell() == []


def test_aws_endpoint_of_the_environment_is_the_workers_own(worker: Worker) -> None:
    """What the worker's environment says of STS needs no leave of airflow.cfg: who sets it has the token anyway."""
    worker.set(AWS_ENDPOINT_URL_STS=worker.bench.endpoint_url)
    hook = connect(worker, WAYS["file"], endpoint_url=None)
    assert ask_who(hook) == "assumed-role/etl/Airflow_ways"
    assert worker.tell() == [BY_TOKEN, "sts GetCallerIdentity by session 1"]


def test_the_token_is_what_was_written(worker: Worker) -> None:
    """STS gets the token of the file without its line break, and is told the session name of the connection."""
    worker.allow_tokens()
    hook = connect(worker, WAYS["file"])
    ask_who(hook)
    token = (worker.folder / "token").read_text().strip()
    (sent,) = worker.bench.requests("AssumeRoleWithWebIdentity")
    assert (sent.token_digest, sent.role_session_name) == (worker.bench.digest(token), "Airflow_ways")


def test_the_token_service_gets_its_header(worker: Worker) -> None:
    """The connection's header is sent to the URL's host, and STS does not get it."""
    worker.allow_tokens()
    ask_who(connect(worker, WAYS["url-github"]))
    (asked,) = worker.bench.requests(service="oidc")
    assert asked.authorization_digest == worker.bench.digest(f"bearer {worker.bench.oidc_request_token}")
    assert asked.token_aud == "sts.amazonaws.com"
    assert [request.authorization_digest for request in worker.bench.requests("AssumeRoleWithWebIdentity")] == [None]


def redirect_to(worker: Worker, url: str) -> dict[str, Any]:
    """A token URL that leads on, with a header."""
    redirect = f"{worker.bench.endpoint_url}/oidc/redirect?to={quote(url, safe='')}"
    return by_token("url", token_url=redirect, token_headers={"Authorization": "bearer x", "X-Team": "data"})


def test_a_redirect_to_another_host_takes_no_header_along(worker: Worker, other_bench: AwsBench) -> None:
    """The other host gives the token and is told nothing but what it is asked for."""
    worker.allow_tokens()
    other_bench.reset()
    hook = worker.hook(role_arn=worker.bench.role_arn, **redirect_to(worker, other_bench.oidc_plain_url))
    assert ask_who(hook) == "assumed-role/etl/Airflow_ways"
    first, *_ = worker.bench.requests(service="oidc")
    assert {"authorization", "x-team"} <= set(first.header_names)
    (second,) = other_bench.requests()
    assert second.action == "GetPlainToken"
    assert not {"authorization", "x-team"} & set(second.header_names)


def test_a_redirect_within_the_host_takes_the_header_along(worker: Worker) -> None:
    """On the same scheme, host and port the headers are still wanted."""
    worker.allow_tokens()
    hook = worker.hook(role_arn=worker.bench.role_arn, **redirect_to(worker, worker.bench.oidc_plain_url))
    assert ask_who(hook) == "assumed-role/etl/Airflow_ways"
    assert ["x-team" in request.header_names for request in worker.bench.requests(service="oidc")] == [True, True]


def test_a_redirect_to_a_metadata_service_is_refused(worker: Worker) -> None:
    """The first request is the last one, and STS is not asked."""
    worker.allow_tokens()
    hook = worker.hook(role_arn=worker.bench.role_arn, **redirect_to(worker, "http://169.254.169.254/latest/"))
    with pytest.raises(CredentialsError, match="metadata"):
        ask_who(hook)
    assert worker.tell() == ["oidc Redirect by nobody, 302"]


def test_a_token_is_asked_for_with_its_audience(worker: Worker) -> None:
    """Google, Azure and a registered callable are told the audience, and the callable the connection too."""
    worker.allow_tokens()
    ways.calls.clear()
    for name, service, audience in (("google", "gce", "sts.amazonaws.com"), ("azure", "azure", "api://aws")):
        ask_who(connect(worker, WAYS[name]))
        asked = [request.token_aud for request in worker.bench.requests(service=service) if request.token_aud]
        assert asked == [audience]
    ask_who(connect(worker, WAYS["registered"], assume_role_with_web_identity_federation_audience="of-vault"))
    assert ways.calls == [{"audience": "of-vault", "conn_id": "ways"}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("root:x:0:0:root:/root:/bin/bash", "is no web identity token"),
        ("", "is empty"),
        ("a" * 20_001, "is longer than"),
    ],
    ids=["password-file", "empty", "long"],
)
def test_what_is_no_token_goes_nowhere(content: str, reason: str, worker: Worker) -> None:
    """Any other file is refused by its shape, and no byte of it is in the error."""
    worker.allow_tokens()
    extra = by_token("file", token_file=worker.write("passwords", content))
    with pytest.raises(CredentialsError, match=reason) as caught:
        ask_who(worker.hook(role_arn=worker.bench.role_arn, **extra))
    assert worker.tell() == []
    assert content[:12] not in str(caught.value) or not content


@pytest.mark.parametrize("seconds", [-10, -3600], ids=["just-over", "long-over"])
def test_an_expired_token_is_told(seconds: int, worker: Worker) -> None:
    """A token that just ended is for STS to refuse, one that ended long ago does not leave the worker."""
    worker.allow_tokens()
    token = worker.bench.make_web_identity_token(lifetime_seconds=seconds)
    extra = by_token("file", token_file=worker.write("token", token))
    with pytest.raises(CredentialsError, match=r"expired|ended"):
        ask_who(worker.hook(role_arn=worker.bench.role_arn, **extra))
    assert worker.tell() == ([f"{BY_TOKEN}, 400"] if seconds == -10 else [])


def test_a_token_is_read_anew(worker: Worker) -> None:
    """A token that has been replaced in the meantime, as Kubernetes does, is the one that is sent."""
    worker.allow_tokens()
    hook = connect(worker, WAYS["file"])
    token = worker.bench.make_web_identity_token()
    Path(worker.folder, "token").write_text(token)
    ask_who(hook)
    (sent,) = worker.bench.requests("AssumeRoleWithWebIdentity")
    assert sent.token_digest == worker.bench.digest(token)


@pytest.mark.parametrize(
    ("name", "action"),
    [("file", "AssumeRoleWithWebIdentity"), ("saml-file", "AssumeRoleWithSAML")],
    ids=["token", "assertion"],
)
def test_a_refusal_names_the_role_and_hides_the_token(name: str, action: str, worker: Worker) -> None:
    """STS's refusal is told with role and operation, and what was sent is nowhere in it."""
    worker.allow_tokens()
    worker.bench.set_fault(action, refused=True)
    hook = connect(worker, WAYS[name])
    with pytest.raises(RoleRefusedError, match="trust policy must name the identity provider") as caught:
        ask_who(hook)
    assert caught.value.operation_name == action
    (path,) = worker.folder.iterdir()
    assert path.read_text()[:30] not in repr(vars(caught.value)) + str(caught.value)


def test_an_assertion_of_another_role_is_refused(worker: Worker) -> None:
    """STS refuses an assertion that offers other roles, and the error is the role's."""
    worker.allow_tokens()
    assertion = worker.bench.make_saml_response(worker.bench.hub_role_arn)
    extra = by_assertion(worker, assertion_file=worker.write("assertion", assertion))
    with pytest.raises(RoleRefusedError, match="AccessDenied"):
        ask_who(worker.hook(role_arn=worker.bench.role_arn, **extra))
    assert worker.tell() == [f"{BY_ASSERTION}, 403"]


def test_a_wrong_ticket_is_told(worker: Worker) -> None:
    """Without the right Kerberos ticket the identity provider is named, and STS is not asked."""
    worker.allow_tokens()
    hook = connect(worker, WAYS["saml-identity-provider"])
    worker.patch.setattr(StandInKerberos, "ticket", "d3Jvbmc=")
    with pytest.raises(CredentialsError, match=r"assume_role_with_saml\.idp_url: .* takes no ticket"):
        ask_who(hook)
    assert worker.tell() == ["idp SignOn by nobody, 401", "idp SignOn by nobody, 401"]


def test_connections_with_the_same_token_source_share_the_session(worker: Worker) -> None:
    """Two hooks of one connection, and two sessions of one hook, send one token."""
    worker.allow_tokens()
    extra = use_file(worker)
    hooks = [worker.hook(role_arn=worker.bench.role_arn, **extra) for _ in range(2)]
    for hook in hooks:
        ask_who(hook)
    assert worker.bench.count("AssumeRoleWithWebIdentity") == 1


@pytest.mark.parametrize("wrong", ["http://127.0.0.1:99999", "127.0.0.1:9000", "store"])
def test_an_endpoint_in_airflow_cfg_that_is_no_url_is_told(wrong: str, worker: Worker) -> None:
    """The error names the option and which of its URLs, not STS."""
    worker.set(AIRFLOW__AWSCONN__TOKEN_ENDPOINTS=f"{worker.bench.endpoint_url} {wrong}")
    with pytest.raises(ValueError, match=r"^\[awsconn\] token_endpoints: number 2 is not a URL "):
        ask_who(connect(worker, WAYS["file"]))


def test_the_audience_of_a_url_is_not_remarked_on(worker: Worker) -> None:
    """A token URL is told the audience, and nobody is told that it isn't."""
    worker.allow_tokens()
    extra = use_plain_url(worker) | by_token("url", federation_audience="api://aws")
    hook = worker.hook(role_arn=worker.bench.role_arn, **extra)
    assert hook.conn_config.remarks == ()
    ask_who(hook)
    assert [request.token_aud for request in worker.bench.requests(service="oidc")] == ["api://aws"]
