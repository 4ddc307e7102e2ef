"""The steps of a connection test against a server: what each finds, where it stops, and what it leaves behind."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.doctor.line import describe_in_one_line
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from airflow_provider_awsconn.doctor.report import Report, Step
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

SHORT_SECONDS = 1.5
PATIENCE_SECONDS = 6.0


def examine(conn_id: str, seconds: float = 10.0) -> Report:
    """Test a connection."""
    return AwsHook(conn_id).examine(seconds).finish()


def tell(report: Report) -> list[str]:
    """The names and outcomes of the steps."""
    return [f"{step.name} {step.outcome}" for step in report.steps]


def list_actions(bench: AwsBench) -> list[str]:
    """What the bench was asked for."""
    return [request.action for request in bench.requests()]


def get_last(report: Report) -> Step:
    """The step that a test ended with."""
    return report.steps[-1]


@pytest.fixture
def sts(bench: AwsBench) -> dict[str, Any]:
    """The bench as AWS's STS, and no endpoint for anything else."""
    return {"endpoint_url": None, "service_config": {"sts": {"endpoint_url": bench.endpoint_url}}}


# The steps.


def test_a_chain_is_taken_hop_by_hop(bench_connection: BenchConnection, bench: AwsBench, sts: dict[str, Any]) -> None:
    """Each role is a step with its place and its end, and each is asked for once, for all that comes after."""
    conn_id = bench_connection(role_chain=[bench.hub_role_arn, bench.spoke_role_arn], **sts)
    report = examine(conn_id)
    assert tell(report) == [
        "settings passed",
        "region passed",
        "credentials passed",
        "role passed",
        "role passed",
        "identity passed",
        "probe skipped",
    ]
    assert [step.title for step in report.steps if step.name == "role"] == [
        f"role 1 of 2 ({bench.hub_role_arn})",
        f"role 2 of 2 ({bench.spoke_role_arn})",
    ]
    assert all(step.text.startswith("assumed, good until 20") for step in report.steps if step.name == "role")
    assert list_actions(bench) == ["AssumeRole", "AssumeRole", "GetCallerIdentity"]


def test_it_stops_at_the_role_that_refuses(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """The step names the hop; no later one is taken."""
    bench.set_fault(refused=True, role_arn=bench.hub_role_arn)
    report = examine(bench_connection(role_chain=[bench.hub_role_arn, bench.spoke_role_arn]))
    assert tell(report)[-2:] == ["credentials passed", "role failed"]
    assert get_last(report).title == f"role 1 of 2 ({bench.hub_role_arn})"
    assert get_last(report).cause == "role-refused"
    assert list_actions(bench) == ["AssumeRole"]


def test_earlier_successes_prove_nothing(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Credentials that real work has at hand do not make the test pass, and the test's own are not kept for work."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    AwsHook(conn_id, client_type="s3").conn.list_buckets()
    bench.set_fault(refused=True, role_arn=bench.role_arn)
    assert not examine(conn_id).passed
    assert AwsHook(conn_id, client_type="s3").conn.list_buckets()["Buckets"] is not None
    assert list_actions(bench).count("AssumeRole") == 2


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        pytest.param({"allowed_account_ids": ["123456789012"]}, "identity passed", id="allowed"),
        pytest.param({"allowed_account_ids": ["111122223333"]}, "identity failed", id="not-allowed"),
        pytest.param({"forbidden_account_ids": ["123456789012"]}, "identity failed", id="forbidden"),
        pytest.param({"session_kwargs": {"aws_account_id": "123456789012"}}, "identity passed", id="account"),
        pytest.param({"session_kwargs": {"aws_account_id": "111122223333"}}, "identity failed", id="other-account"),
    ],
)
def test_the_account_is_held_against_the_connection(
    extra: dict[str, Any], found: str, bench_connection: BenchConnection, sts: dict[str, Any]
) -> None:
    """What the connection says of its account is true, or the test fails and says whose the credentials are."""
    report = examine(bench_connection(**sts, **extra))
    assert found in tell(report)
    step = report.find("identity")
    assert step is not None
    assert "account 123456789012" in step.text


def test_a_store_that_does_not_let_us_list_is_told_and_passes(
    bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """The store knows the key: that is proved, and said."""
    report = examine(bench_connection(keys=bench.limited))
    assert tell(report)[-1] == "probe warning"
    assert report.passed
    assert report.proved == ("the credentials are accepted",)
    line = describe_in_one_line(report)
    assert line.startswith(f"Connected to {bench.endpoint_url} - it knows the key, and does not let it list buckets - ")
    assert "give test_probe s3://BUCKET" in line


def test_the_bucket_of_a_store_is_asked_for(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """service_config.s3.bucket_name is what the hook of S3 works with."""
    extra: dict[str, Any] = {"service_config": {"s3": {"bucket_name": "awsconn-doctor"}}}
    report = examine(bench_connection(**extra))
    assert tell(report)[-1] == "probe failed"
    client = AwsHook(bench_connection(), client_type="s3").conn
    client.create_bucket(Bucket="awsconn-doctor", CreateBucketConfiguration={"LocationConstraint": REGION})
    bench.clear()
    report = examine(bench_connection(**extra))
    assert get_last(report).text == f"Connected to {bench.endpoint_url} - bucket awsconn-doctor is there"
    assert list_actions(bench) == ["HeadBucket"]
    probed = examine(bench_connection(test_probe="s3://awsconn-doctor/daily/"))
    assert get_last(probed).text == (
        f"Connected to {bench.endpoint_url} - s3://awsconn-doctor/daily/ can be listed and has no object yet"
    )
    client.delete_bucket(Bucket="awsconn-doctor")


def test_a_probe_is_asked_beside_the_identity(
    bench_connection: BenchConnection, bench: AwsBench, sts: dict[str, Any]
) -> None:
    """It proves what the identity may do."""
    own = {
        "service_config": sts["service_config"] | {"sqs": {"endpoint_url": bench.endpoint_url}},
        "endpoint_url": None,
    }
    report = examine(bench_connection(test_probe="sqs:list_queues", **own))
    assert tell(report)[-2:] == ["identity passed", "probe passed"]
    assert report.proved == ("the credentials are accepted", "they may list_queues of sqs")
    assert list_actions(bench) == ["GetCallerIdentity", "ListQueues"]


@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
def test_the_older_key_moves_sts_in_the_test_alone(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """test_endpoint_url is what the test asks, and nothing else, whatever the services' endpoint is."""
    report = examine(bench_connection(endpoint_url="http://127.0.0.1:1", test_endpoint_url=bench.endpoint_url))
    assert report.passed
    assert list_actions(bench) == ["GetCallerIdentity"]


@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
def test_the_older_key_leads_to_no_metadata_service(
    bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever name its address goes by."""
    asked: list[object] = []

    def look_up(host: object, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    report = examine(bench_connection(endpoint_url=None, test_endpoint_url="http://sts.example"))
    assert tell(report)[-1] == "identity failed"
    assert get_last(report).text == (
        "extra.test_endpoint_url: leads to the address of a metadata service; give the endpoint of the service"
    )
    assert asked == ["sts.example"]


def test_a_store_whose_sts_does_not_tell_who_we_are_passes(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Some have AssumeRole alone: that is no fault of the connection."""
    bench.set_fault(action="GetCallerIdentity", status=400, error_code="InvalidAction")
    report = examine(bench_connection(service_config={"sts": {"endpoint_url": bench.endpoint_url}}))
    assert tell(report)[-2:] == ["identity warning", "probe passed"]


def test_unsigned_has_nothing_to_prove(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Nothing is asked about an identity that there is none of."""
    report = examine(bench_connection(endpoint_url=None, config_kwargs={"signature_version": "unsigned"}))
    assert tell(report) == ["settings passed", "region passed", "credentials skipped", "probe skipped"]
    assert (report.passed, report.proved, bench.requests()) == (True, (), [])


def test_a_store_that_is_open_to_everybody_is_not_asked_for_all_buckets(
    bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """No store lets everybody list them, and its public buckets work."""
    report = examine(bench_connection(config_kwargs={"signature_version": "unsigned"}))
    assert tell(report)[2:] == ["credentials skipped", "probe skipped"]
    assert get_last(report).text == "requests are unsigned; give test_probe s3://BUCKET to have it asked for"
    assert (report.passed, report.proved, bench.requests()) == (True, (), [])


def test_arguments_of_the_hook_count(bench_connection: BenchConnection) -> None:
    """They beat the connection's, as for real work."""
    hook = AwsHook(bench_connection(), region_name="us-west-2", config={"signature_version": "unsigned"})
    report = hook.examine().finish()
    assert [step.text for step in report.steps[1:3]] == [
        "us-west-2 (argument of the hook)",
        "requests are unsigned, as the connection asks",
    ]


@pytest.mark.parametrize("way", ["no-way-there", "forbidden-by-the-way"])
def test_an_sts_out_of_reach_does_not_count_where_the_probe_works(
    way: str, bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """A network may have an endpoint for one service alone. Where accounts are allowed, that is not known then."""
    url = "http://127.0.0.1:1" if way == "no-way-there" else bench.endpoint_url
    if way != "no-way-there":
        bench.set_fault(action="GetCallerIdentity", status=403, error_code="AccessDenied")
    services = {"sts": {"endpoint_url": url}, "sqs": {"endpoint_url": bench.endpoint_url}}
    extra: dict[str, Any] = {"endpoint_url": None, "service_config": services, "test_probe": "sqs:list_queues"}
    report = examine(bench_connection(**extra))
    assert tell(report)[-2:] == ["identity warning", "probe passed"]
    assert report.proved == ("they may list_queues of sqs",)
    assert describe_in_one_line(report).startswith(f"Connected to {bench.endpoint_url} - sqs answered list_queues - ")
    for more in ({"allowed_account_ids": ["123456789012"]}, {"test_probe": None}):
        assert tell(examine(bench_connection(**extra | more)))[-1] == "identity failed"


@pytest.mark.parametrize("place", ["environment", "profile"])
def test_a_store_that_the_worker_names_is_a_store(
    place: str,
    bench_connection: BenchConnection,
    bench: AwsBench,
    aws_files: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its STS is not asked either; unless the connection does not hear of it."""
    bench.set_fault(action="GetCallerIdentity", status=400, error_code="InvalidAction")
    aws_files(f"[profile store]\nendpoint_url = {bench.endpoint_url}\n", "")
    if place == "environment":
        monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    extra: dict[str, Any] = {"endpoint_url": None} | ({"profile_name": "store"} if place == "profile" else {})
    report = examine(bench_connection(**extra))
    assert tell(report)[-2:] == ["identity skipped", "probe passed"]
    assert list_actions(bench) == ["ListBuckets"]


def test_a_token_of_the_environment_is_not_quoted(
    airflow_connection: AirflowConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a server answers to who asks for a role with it."""
    token = "FwoGcanaryFwoGcanary"
    keys = {"ACCESS_KEY_ID": bench.worker.access_key, "SECRET_ACCESS_KEY": bench.worker.secret_key}
    for name, value in (keys | {"SESSION_TOKEN": token}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    bench.set_fault(action="AssumeRole", status=400, error_code=token)
    extra = {"region_name": REGION, "endpoint_url": bench.endpoint_url, "role_arn": bench.role_arn}
    report = examine(airflow_connection("c", extra=extra))
    assert tell(report)[-1] == "role failed"
    assert "***" in get_last(report).text
    assert "canary" not in repr(report)


def test_an_option_of_the_deployment_is_named(
    airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is wrong, and not the connection."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_SOURCES", "nope")
    report = examine(airflow_connection("c"))
    assert get_last(report).text.startswith("[awsconn] token_sources: ")


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(seconds: float) -> None:
    """Before anything is read."""
    with pytest.raises(ValueError, match=r"timeout_seconds: .* is not above 0 and at most 3600"):
        AwsHook("nobody_made_this").examine(seconds)


@pytest.mark.parametrize(
    ("probe", "told"),
    [
        pytest.param("sqs:list_queue", "names 'list_queue', which is not an operation of sqs", id="operation"),
        pytest.param("sqss:list_queues", "names 'sqss', which is not a service of boto3", id="service"),
        pytest.param("sqs:delete_queue", "names delete_queue, which may do more than read", id="writes"),
    ],
)
def test_a_probe_that_can_not_be_asked_is_told_before_anything_is_sent(
    probe: str, told: str, bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """Neither typing errors nor operations that change something reach a server."""
    report = examine(bench_connection(test_probe=probe))
    assert tell(report) == ["settings failed"]
    assert f"extra.test_probe: {told}; " in get_last(report).text
    assert bench.requests() == []


def test_no_region_is_odd_until_a_service_needs_one(airflow_connection: AirflowConnection, bench: AwsBench) -> None:
    """STS is asked somewhere; the first service that has to know where it is refuses."""
    extra = {"service_config": {"sts": {"endpoint_url": bench.endpoint_url}}, "test_probe": "sqs:list_queues"}
    keys = bench.worker
    report = examine(airflow_connection("c", login=keys.access_key, password=keys.secret_key, extra=extra))
    assert tell(report)[1:] == ["region warning", "credentials passed", "identity passed", "probe failed"]
    assert [report.steps[1].cause, get_last(report).cause] == ["no-region", "no-region"]


# In time, whatever hangs.


@pytest.fixture
def silent() -> Iterator[str]:
    """The URL of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def hang(conn_id: str, step: str) -> Step:
    """Test a connection at which something hangs: it ends in time, at this step."""
    started = time.monotonic()
    report = examine(conn_id, SHORT_SECONDS)
    assert time.monotonic() - started < PATIENCE_SECONDS
    assert tell(report)[-1] == f"{step} failed"
    return get_last(report)


def test_a_command_that_hangs_is_left_behind(
    airflow_connection: AirflowConnection, aws_files: Callable[[str, str], None], tmp_path: Path
) -> None:
    """credential_process of a profile."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    aws_files(f"[profile hangs]\ncredential_process = cat {fifo}\n", "")
    step = hang(airflow_connection("c", extra={"profile_name": "hangs", "region_name": REGION}), "credentials")
    assert step.text == f"no answer within {SHORT_SECONDS:g} s, while it was to find the credentials"
    assert "credential_process" in str(step.advice)
    with contextlib.suppress(OSError):
        # The command ends.
        os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))


def test_a_metadata_service_that_hangs_is_left_behind(
    airflow_connection: AirflowConnection, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the worker's own settings would wait for it."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", silent)
    monkeypatch.setenv("AWS_METADATA_SERVICE_TIMEOUT", "60")
    step = hang(airflow_connection("c", extra={"region_name": REGION}), "credentials")
    assert "metadata service" in str(step.advice)


def test_a_name_that_nobody_resolves_is_left_behind(
    bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resolver that hangs takes no notice of any time-out."""
    go_on = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: go_on.wait() and [])
    step = hang(bench_connection(endpoint_url="http://store.example:9000"), "probe")
    go_on.set()
    assert step.text == (
        f"no answer within {SHORT_SECONDS:g} s, while it was to ask s3 for list_buckets at http://store.example:9000"
    )
    assert "DNS" in str(step.advice)


def test_a_callable_that_hangs_is_left_behind(
    airflow_connection: AirflowConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A source of tokens of the deployment's own."""
    (tmp_path / "hanging_tokens.py").write_text(
        "import threading\nEVENT = threading.Event()\ndef fetch(*_, **__):\n    EVENT.wait()\n    raise SystemExit\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_SOURCES", '{"own": "hanging_tokens.fetch"}')
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", bench.endpoint_url)
    federation = {
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "registered",
        "assume_role_with_web_identity_token_source": "own",
    }
    extra = {"region_name": REGION, "endpoint_url": bench.endpoint_url, "role_arn": bench.role_arn, **federation}
    step = hang(airflow_connection("c", extra=extra), "role")
    sys.modules["hanging_tokens"].EVENT.set()
    assert step.text == f"no answer within {SHORT_SECONDS:g} s, while it was to assume the role"


def test_a_child_can_be_forked_while_something_hangs(
    bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the thread left behind holds does not keep a forked task from its work."""
    go_on = threading.Event()
    real = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == "store.example":
            go_on.wait()
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    hang(bench_connection("hangs", endpoint_url="http://store.example:9000"), "probe")
    conn_id = bench_connection("works")
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            status = int(not AwsHook(conn_id).test_connection()[0])
        os._exit(status)
    _, status = os.waitpid(child, 0)
    go_on.set()
    assert os.waitstatus_to_exitcode(status) == 0


def test_who_looks_at_one_step_only_leaves_nothing_behind(bench_connection: BenchConnection) -> None:
    """The thread ends when nobody asks for its steps any more."""
    before = threading.active_count()
    steps = iter(AwsHook(bench_connection()).examine())
    assert next(steps).name == "settings"
    steps.close()  # type: ignore[attr-defined] # a generator
    ends = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < ends:
        threading.Event().wait(0.01)
    assert threading.active_count() == before


# Nothing is written.


def test_nothing_is_written_at_home(
    airflow_connection: AirflowConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither by a role nor with [awsconn] credential_cache = host."""
    from cryptography.fernet import Fernet

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AIRFLOW__AWSCONN__CREDENTIAL_CACHE", "host")
    monkeypatch.setenv("AIRFLOW__AWSCONN__CREDENTIAL_CACHE_DIRECTORY", str(tmp_path / "cache"))
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", Fernet.generate_key().decode())
    keys = bench.worker
    extra = {"region_name": REGION, "endpoint_url": bench.endpoint_url, "role_arn": bench.role_arn}
    assert examine(airflow_connection("c", login=keys.access_key, password=keys.secret_key, extra=extra)).passed
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


SSO = (
    "[profile signs-on]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = etl\n"
    "[sso-session s]\nsso_start_url = https://start.example\nsso_region = eu-west-1\n"
    "[profile behind]\nrole_arn = {role}\nsource_profile = signs-on\n"
)


@pytest.mark.parametrize(
    ("left_seconds", "outcome"),
    [
        pytest.param(7200, "credentials passed", id="good"),
        pytest.param(600, "credentials passed", id="botocore-would-renew-it"),
        pytest.param(-60, "credentials failed", id="ended"),
    ],
)
@pytest.mark.parametrize("profile", ["signs-on", "behind"])
def test_a_sign_on_is_neither_renewed_nor_written(
    profile: str,
    left_seconds: int,
    outcome: str,
    airflow_connection: AirflowConnection,
    aws_files: Callable[[str, str], None],
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A refresh token that is used up and not kept would sign the user off; botocore alone would ask and write."""
    from botocore.credentials import SSOProvider

    monkeypatch.setattr(SSOProvider, "_SSO_TOKEN_CACHE_DIR", str(tmp_path / "sso"))
    (tmp_path / "sso").mkdir()
    ends = datetime.now(timezone.utc) + timedelta(seconds=left_seconds)
    token = {
        "accessToken": bench.sso_token,
        "expiresAt": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "refreshToken": "canary-refresh",
        "clientId": "c",
        "clientSecret": "canary-client",
        "registrationExpiresAt": "2099-01-01T00:00:00Z",
    }
    file = tmp_path / "sso" / f"{hashlib.sha1(b's').hexdigest()}.json"
    file.write_text(json.dumps(token))
    before = file.read_bytes()
    aws_files(SSO.format(role=bench.role_arn), "")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", bench.endpoint_url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO_OIDC", bench.endpoint_url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", bench.endpoint_url)
    extra = {"profile_name": profile, "region_name": REGION, "endpoint_url": bench.endpoint_url}
    report = examine(airflow_connection("c", extra=extra))
    assert ("does not renew" in get_last(report).text) == outcome.endswith("failed")
    # The profile behind it may not assume its role with what the sign-on gives.
    assert profile == "behind" or outcome in tell(report), report
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])
    assert [each for each in bench.requests() if "token" in each.path.lower()] == []
    if outcome.endswith("failed"):
        assert get_last(report).text.endswith("the connection test does not renew it: it writes nothing")
        assert "run aws sts get-caller-identity with this profile" in str(get_last(report).advice)
