"""What the stock hook takes without a word, or with the wrong one, and what this hook says instead."""

from __future__ import annotations

import copy
import pickle
import re
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError
from airflow_provider_awsconn.errors import (
    CredentialsError,
    InvalidConnectionError,
    NoCredentialsError,
    UnknownKeyWarning,
)
from airflow_provider_awsconn.hooks.aws import AwsHook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ARN = "arn:aws:iam::123456789012:role/etl"


def refuse(hook: AwsHook) -> list[str]:
    """The problems that the hook names when a client is asked for."""
    with pytest.raises(InvalidConnectionError) as caught:
        hook.get_client_type("s3")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        pytest.param(
            {"role_arn": "MyRole"},
            'extra.role_arn: does not have the shape of a role ARN; give an ARN such as "' + ARN + '"',
            id="role-name-as-arn",
        ),
        pytest.param(
            {"role_arn": "arn:aws:iam::123:role/etl"},
            'extra.role_arn: does not have the shape of a role ARN; give an ARN such as "' + ARN + '"',
            id="three-digit-account",
        ),
        pytest.param(
            {"role_arn": "arn:aws-cn:iam::123456789012:role/etl", "region_name": "us-east-1"},
            "extra.role_arn: lies in the partition aws-cn, and the region us-east-1 in aws; "
            "give a role and a region of one partition",
            id="partition",
        ),
        pytest.param(
            {"endpoint_url": "localhost:9000"},
            "extra.endpoint_url: is not a URL with http or https and a host; did you mean http://localhost:9000?",
            id="endpoint-without-scheme",
        ),
        pytest.param(
            {"region_name": "default"},
            "extra.region_name: 'default' is not the name of an AWS region; give a region such as \"eu-west-1\"",
            id="region-default",
        ),
        pytest.param(
            {"config_kwargs": {"retires": {"max_attempts": 3}}},
            "extra.config_kwargs.retires: is not an argument of botocore's Config; did you mean retries?",
            id="config-typo",
        ),
        pytest.param(
            {"aws_session_token": "***"},
            "extra.aws_session_token: the UI sent its mask; type the secret again",
            id="mask",
        ),
    ],
)
def test_a_wrong_value_is_told_before_anything_is_sent(
    extra: dict[str, Any], told: str, airflow_connection: AirflowConnection
) -> None:
    """Each one is accepted by the stock hook, and fails later as something else or goes elsewhere."""
    key = "ASIAIOSFODNN7EXAMPLE" if "aws_session_token" in extra else KEY
    problems = refuse(AwsHook(airflow_connection("wrong", login=key, password=SECRET, extra=extra)))
    assert told in problems


@pytest.mark.parametrize("name", ["region", "regionname", "rolearn", "endpoint", "assume_role_kwarg"])
def test_an_unknown_key_is_told(name: str, airflow_connection: AirflowConnection) -> None:
    """The stock hook ignores it in silence."""
    conn_id = airflow_connection("typo", login=KEY, password=SECRET, extra={name: "x"})
    with pytest.warns(UnknownKeyWarning, match=rf"connection 'typo': extra\.{name}: .* did you mean \w+\?"):
        AwsHook(conn_id, region_name="eu-west-1").get_client_type("s3")


def test_a_profile_in_session_kwargs_counts(airflow_connection: AirflowConnection, aws_files: Any) -> None:
    """The stock hook's own form shows this key and ignores it."""
    aws_files("[profile chosen]\nregion = ap-south-1\n")
    conn_id = airflow_connection("profile", extra={"session_kwargs": {"profile_name": "chosen"}})
    assert AwsHook(conn_id).get_session().region_name == "ap-south-1"


def test_a_key_without_its_secret_is_no_reason_to_be_somebody_else(
    airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stock hook drops the key and goes on with what the environment has."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAAMBIENT000000001")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ambient")
    assert refuse(AwsHook(airflow_connection("half", login=KEY))) == [
        "password: empty while login is set; give both or neither"
    ]


def test_a_missing_connection_is_no_reason_to_be_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stock hook warns, and goes on with what the environment has."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAAMBIENT000000001")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ambient")
    with pytest.raises(ConnectionNotFoundError, match="connection 'nobody_made_this': does not exist"):
        AwsHook("nobody_made_this").get_credentials()


@pytest.mark.parametrize("text", ["false", "False", "no", "n", "0"])
def test_verify_as_text_is_a_boolean(text: str, airflow_connection: AirflowConnection) -> None:
    """The stock hook takes the text for the path of a CA bundle."""
    assert AwsHook(airflow_connection("tls", extra={"verify": text})).verify is False


def test_blanks_around_a_role_are_dropped(airflow_connection: AirflowConnection) -> None:
    """The stock hook sends them to STS, which refuses the role."""
    assert AwsHook(airflow_connection("blank", extra={"role_arn": f" {ARN} "})).conn_config.role_arn == ARN


def test_a_long_connection_id_makes_a_session_name_that_sts_takes(
    bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """The stock hook sends a name of 88 characters, and STS takes 64."""
    conn_id = bench_connection("c" * 80, role_arn=bench.role_arn)
    AwsHook(conn_id).get_client_type("s3").list_buckets()
    (request,) = bench.requests("AssumeRole")
    name = str(request.role_session_name)
    assert re.fullmatch(r"Airflow_c{47}-[0-9a-f]{8}", name)
    assert len(name) == 64


def test_retries_of_the_connection_survive_a_time_out_of_the_hook(airflow_connection: AirflowConnection) -> None:
    """The stock hook takes one configuration or the other."""
    conn_id = airflow_connection(
        "retries", extra={"region_name": "eu-west-1", "config_kwargs": {"retries": {"max_attempts": 7}}}
    )
    config = AwsHook(conn_id, client_type="s3", config={"read_timeout": 5}).get_conn().meta.config
    assert (config.retries["total_max_attempts"], config.read_timeout) == (8, 5)


def test_region_and_configuration_of_a_service_count(airflow_connection: AirflowConnection) -> None:
    """The stock hook reads nothing but the endpoint there."""
    service = {"region_name": "eu-north-1", "config_kwargs": {"read_timeout": 7}}
    extra = {"region_name": "eu-west-1", "config_kwargs": {"connect_timeout": 3}, "service_config": {"s3": service}}
    hook = AwsHook(airflow_connection("services", login=KEY, password=SECRET, extra=extra))
    s3, sqs = hook.get_client_type("s3"), hook.get_client_type("sqs")
    assert (s3.meta.region_name, s3.meta.config.read_timeout, s3.meta.config.connect_timeout) == ("eu-north-1", 7, 3)
    assert (sqs.meta.region_name, sqs.meta.config.read_timeout, sqs.meta.config.connect_timeout) == ("eu-west-1", 60, 3)


def test_no_credentials_at_all_is_an_error_that_says_so(airflow_connection: AirflowConnection) -> None:
    """The stock hook ends in an AttributeError about None."""
    with pytest.raises(NoCredentialsError, match="connection 'empty': boto3's lookup chain found no credentials"):
        AwsHook(airflow_connection("empty")).get_credentials()


@pytest.mark.parametrize("region", ["ap-east-1", "us-gov-west-1"])
def test_sts_is_asked_in_the_region(region: str, airflow_connection: AirflowConnection) -> None:
    """STS answers in the region of the connection."""
    conn_id = airflow_connection("sts", login=KEY, password=SECRET, extra={"region_name": region})
    assert AwsHook(conn_id).get_client_type("sts").meta.endpoint_url == f"https://sts.{region}.amazonaws.com"


def test_a_raw_slash_in_a_uri_is_told_without_a_piece_of_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow says that a port could not be cast to an integer, and shows what stands before the slash."""
    monkeypatch.setenv("AIRFLOW_CONN_SLASH", f"aws://{KEY}:{SECRET}@/")
    with pytest.raises(InvalidConnectionError) as caught:
        AwsHook("slash").get_client_type("s3")
    assert str(caught.value) == (
        "connection 'slash': uri: has a part that is not URL-encoded; in each part write / as %2F, + as %2B, "
        "= as %3D, @ as %40, # as %23, ? as %3F and % as %25"
    )


def test_a_used_hook_travels(bench_connection: BenchConnection) -> None:
    """A used stock hook can be neither pickled nor copied."""
    hook = AwsHook(bench_connection(), client_type="s3")
    hook.get_conn().list_buckets()
    for travelled in (pickle.loads(pickle.dumps(hook)), copy.deepcopy(hook)):
        assert travelled.get_conn().list_buckets()["Buckets"] == []


@pytest.mark.parametrize(
    ("token_endpoints", "told"),
    [
        pytest.param(
            "",
            "connection 'bench': a token is not sent to {endpoint}, which is not AWS's STS; have {endpoint} added to "
            "[awsconn] token_endpoints in airflow.cfg",
            id="endpoint",
        ),
        pytest.param(
            "{endpoint}",
            "connection 'bench': extra.assume_role_with_web_identity_token_file: {path}: is no web identity token; "
            "give a JSON Web Token: three parts of base64url with dots in between, at most 20000 characters",
            id="no-token",
        ),
    ],
)
def test_a_file_named_as_token_file_is_sent_to_nobody(
    token_endpoints: str,
    told: str,
    bench: AwsBench,
    bench_connection: BenchConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The stock hook posts any text file to the connection's own STS endpoint."""
    path = tmp_path / "passwords"
    path.write_text("somebody:x:0:0")
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", token_endpoints.format(endpoint=bench.endpoint_url))
    conn_id = bench_connection(
        role_arn=bench.role_arn,
        assume_role_method="assume_role_with_web_identity",
        assume_role_with_web_identity_federation="file",
        assume_role_with_web_identity_token_file=str(path),
    )
    with pytest.raises(CredentialsError) as refused:
        AwsHook(conn_id).get_client_type("s3").list_buckets()
    assert str(refused.value) == told.format(endpoint=bench.endpoint_url, path=path)
    assert "somebody" not in str(refused.value)
    assert bench.requests() == []


def test_all_of_it_is_told_at_once(airflow_connection: AirflowConnection) -> None:
    """Whoever mends a connection mends it once."""
    extra = {"region_name": "default", "endpoint_url": "", "role_arn": "MyRole", "config_kwargs": {"retires": 1}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownKeyWarning)
        problems = refuse(AwsHook(airflow_connection("many", login=KEY, extra={**extra, "rolearn": "x"})))
    assert [problem.partition(":")[0] for problem in problems] == [
        "password",
        "extra.region_name",
        "extra.role_arn",
        "extra.config_kwargs.retires",
    ]
