"""``make``: a connection that reads back as it was meant, and secrets in no argument."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.cli.make import OFFERED, name_option
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.keys import KEYS
from tests.unit.cli.conftest import CANARY, KEY, ROLE, SECRET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.cli.conftest import Command

TEMPORARY_KEY = "ASIAIOSFODNN7EXAMPLE"
AWKWARD = "canary/+=@:#?%canarycanarycanarycanary12"


def test_a_uri_is_what_is_made(run: Command) -> None:
    """Every part of it encoded, the secret from a line of the standard input."""
    ended = run("make", "--login", KEY, "--region-name", "eu-west-1", stdin=f"{AWKWARD}\n")
    assert ended == (
        0,
        f"aws://{KEY}:canary%2F%2B%3D%40%3A%23%3F%25canarycanarycanarycanary12@/?region_name=eu-west-1\n",
        "",
    )
    connection = AwsConnection.from_uri(ended.out.strip())
    assert (connection.access_key_id, connection.secrets()) == (KEY, (AWKWARD,))


def test_json_and_a_shell_line_are_made_too(run: Command) -> None:
    """The line sets the variable that Airflow reads."""
    arguments = ("make", "--region-name", "eu-west-1", "--role-arn", ROLE)
    expected = {"conn_type": "aws", "extra": {"region_name": "eu-west-1", "role_arn": ROLE}}
    assert json.loads(run(*arguments, "--format", "json").out) == expected
    ended = run(*arguments, "--format", "env", "--conn-id", "my_aws")
    word, assignment = shlex.split(ended.out)
    name, _, value = assignment.partition("=")
    assert (word, name, json.loads(value)) == ("export", "AIRFLOW_CONN_MY_AWS", expected)


def test_a_name_that_no_shell_takes_is_wrong_use(run: Command) -> None:
    """For the one format that needs it."""
    ended = run("make", "--format", "env", "--conn-id", "my-aws")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn make: error: --conn-id: a shell takes letters, digits and _ alone in a "
        "variable's name\n"
    )
    assert run("make", "--conn-id", "my-aws").status == 0


def test_further_secrets_are_asked_for_in_order(run: Command) -> None:
    """Secret, token, external id, a line each."""
    ended = run(
        "make",
        "--login",
        TEMPORARY_KEY,
        "--session-token",
        "--external-id",
        "--role-arn",
        ROLE,
        "--format",
        "json",
        stdin=f"{SECRET}\ncanary-token\ncanary-7\n",
    )
    assert json.loads(ended.out) == {
        "conn_type": "aws",
        "login": TEMPORARY_KEY,
        "password": SECRET,
        "extra": {"aws_session_token": "canary-token", "role_arn": ROLE, "external_id": "canary-7"},
    }
    assert ended.err == ""


def test_a_secret_that_is_not_sent_is_wrong_use(run: Command) -> None:
    """Half a pair is not made."""
    ended = run("make", "--login", KEY)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn make: error: no secret access key was given; type it, or send it as a "
        "line of the standard input\n"
    )


def test_no_option_takes_a_secret(run: Command) -> None:
    """The options are those of the key table, less what is sensitive or has another name."""
    ended = run("make", "--help")
    options = set(re.findall(r"^  (--[a-z-]+)(?: [A-Z{]|$| {2,})", ended.out, re.MULTILINE))
    keys = {name_option(key.name) for key in KEYS if not key.is_sensitive and not key.replaced_by}
    assert options - {"--login", "--profile", "--session-token", "--external-id", "--format", "--conn-id"} == keys - {
        "--aws-access-key-id"
    }
    for flag in ("--session-token", "--external-id"):
        assert re.search(rf"^  {flag} +ask for one$", ended.out, re.MULTILINE)


@pytest.mark.parametrize("key", [key for key in OFFERED if key.kind in {"text", "integer"}], ids=lambda key: key.name)
def test_each_option_sets_its_key(key: Any, run: Command) -> None:
    """Its example is taken, with what belongs to it."""
    beside = {
        "aws_account_id": ("--aws-iam-role", "etl"),
        "assume_role_method": ("--role-arn", ROLE),
        "duration_seconds": ("--role-arn", ROLE),
        "role_session_name": ("--role-arn", ROLE),
        "source_identity": ("--role-arn", ROLE),
        "store": ("--endpoint-url", "https://minio.example:9000"),
    }
    ended = run("make", name_option(key.name), key.example, *beside.get(key.name, ()), "--format", "json")
    if key.name.startswith("assume_role"):
        return
    assert ended.status == 0
    assert str(json.loads(ended.out)["extra"][key.name]) == key.example


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--config-kwargs", '{"proxies": {"https": "http://me:canary@proxy"}}'),
        ("--session-kwargs", '{"aws_secret_access_key": "canary"}'),
        ("--assume-role-kwargs", '{"ExternalId": "canary"}'),
        ("--endpoint-url", "http://me:canary@host"),
    ],
)
def test_a_secret_in_an_argument_is_refused(option: str, value: str, run: Command) -> None:
    """Wherever in a value it stands; and it is not repeated."""
    ended = run("make", option, value)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        f"python -m airflow_provider_awsconn make: error: {option}: holds a secret, and everybody on this machine "
        "sees arguments; leave it out here and add it in Airflow's connection form\n"
    )


def test_an_invalid_connection_is_not_printed(run: Command) -> None:
    """Its problems are, one in a line."""
    ended = run("make", "--region-name", "eu-west1", "--role-arn", "etl", "--config-kwargs", '{"retry": 1}')
    assert (ended.status, ended.out) == (1, "")
    assert [line.split(": ")[:2] for line in ended.err.splitlines()] == [
        ["error", "extra.region_name"],
        ["error", "extra.role_arn"],
        ["error", "extra.config_kwargs.retry"],
    ]


def test_remarks_go_to_the_other_stream(run: Command) -> None:
    """What works and is odd."""
    ended = run("make", "--duration-seconds", "900")
    assert (ended.status, ended.out) == (0, "aws://@\n")
    assert ended.err == (
        "warning: extra.duration_seconds: has no effect without a role; give extra.role_arn, or remove it\n"
    )


# Profiles.

CONFIG = """
[profile base]
region = eu-central-1

[profile middle]
role_arn = arn:aws:iam::123456789012:role/middle
source_profile = base
external_id = canary-7

[profile top]
role_arn = arn:aws:iam::123456789012:role/top
source_profile = middle
duration_seconds = 1800
role_session_name = me
region = eu-west-1
services = mine
endpoint_url = https://all.example

[services mine]
s3 =
    endpoint_url = http://localhost:9000
elastic_beanstalk =
    endpoint_url = http://localhost:9001
nobody =
    endpoint_url = http://localhost:9002

[profile self]
role_arn = arn:aws:iam::123456789012:role/self
source_profile = self
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = canarysecretcanarysecretcanarysecret1234

[profile loop]
role_arn = arn:aws:iam::123456789012:role/loop
source_profile = pool
[profile pool]
role_arn = arn:aws:iam::123456789012:role/pool
source_profile = loop

[profile half]
role_arn = arn:aws:iam::123456789012:role/half
[profile lost]
role_arn = arn:aws:iam::123456789012:role/lost
source_profile = gone

[profile sso]
sso_account_id = 123456789012
[profile process]
credential_process = /bin/vend canary
[profile web]
role_arn = arn:aws:iam::123456789012:role/web
web_identity_token_file = /token
[profile source]
role_arn = arn:aws:iam::123456789012:role/source
credential_source = Environment
[profile mfa]
role_arn = arn:aws:iam::123456789012:role/mfa
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile region]
region = eu-west-2
retry_mode = adaptive
"""
CREDENTIALS = f"""
[base]
aws_access_key_id = {KEY}
aws_secret_access_key = {SECRET}

[temporary]
aws_access_key_id = {TEMPORARY_KEY}
aws_secret_access_key = {SECRET}
aws_session_token = canary-token
"""


@pytest.fixture
def make(run: Command, aws_files: Callable[[str, str], None], tmp_path: Path) -> Callable[..., Any]:
    """Make a connection of a profile of these files; give status, connection and what else was said."""
    aws_files(CONFIG, CREDENTIALS)

    def make_of(profile: str, *arguments: str) -> tuple[int, Any, list[str]]:
        ended = run("make", "--profile", profile, "--format", "json", *arguments)
        assert CANARY not in ended.err
        printed = json.loads(ended.out) if ended.out else None
        return ended.status, printed, ended.err.replace(f"{tmp_path}/", "").splitlines()

    return make_of


def test_keys_and_region_of_a_profile_are_taken_over(make: Callable[..., Any]) -> None:
    """Static and temporary ones; an option beats the profile."""
    keys = {"conn_type": "aws", "login": KEY, "password": SECRET}
    assert make("base") == (0, keys | {"extra": {"region_name": "eu-central-1"}}, [])
    assert make("base", "--region-name", "eu-west-3") == (0, keys | {"extra": {"region_name": "eu-west-3"}}, [])
    assert make("temporary") == (
        0,
        {
            "conn_type": "aws",
            "login": TEMPORARY_KEY,
            "password": SECRET,
            "extra": {"aws_session_token": "canary-token"},
        },
        [],
    )


def test_a_role_of_a_profile_comes_with_its_sources_keys(make: Callable[..., Any]) -> None:
    """Its external id too; a profile may be its own source."""
    arn = "arn:aws:iam::123456789012:role"
    _, middle, _ = make("middle")
    assert middle == {
        "conn_type": "aws",
        "login": KEY,
        "password": SECRET,
        "extra": {"role_arn": f"{arn}/middle", "external_id": "canary-7"},
    }
    _, own, _ = make("self")
    assert (own["login"], own["extra"]) == (KEY, {"role_arn": f"{arn}/self"})


def test_sources_of_sources_become_a_chain(make: Callable[..., Any]) -> None:
    """In the order the roles are assumed, with the endpoints of the profile that was named."""
    status, connection, said = make("top")
    assert (status, connection["login"]) == (0, KEY)
    assert connection["extra"] == {
        "region_name": "eu-west-1",
        "endpoint_url": "https://all.example",
        "service_config": {
            "s3": {"endpoint_url": "http://localhost:9000"},
            "elasticbeanstalk": {"endpoint_url": "http://localhost:9001"},
        },
        "role_chain": [
            {"role_arn": "arn:aws:iam::123456789012:role/middle", "external_id": "canary-7"},
            {
                "role_arn": "arn:aws:iam::123456789012:role/top",
                "duration_seconds": 1800,
                "session_name": "me",
            },
        ],
    }
    assert said == [
        (
            "warning: services section 'mine': has an endpoint of nobody, which is not taken over; "
            "give it as --service-config, by boto3's name of the service"
        )
    ]


def test_a_profile_without_keys_is_made_with_a_warning(make: Callable[..., Any]) -> None:
    """What is not taken over is told as well."""
    assert make("region") == (
        0,
        {"conn_type": "aws", "extra": {"region_name": "eu-west-2"}},
        [
            (
                "warning: profile 'region': has no keys; without keys the connection uses boto3's own lookup chain, "
                "wherever it runs"
            ),
            "warning: profile 'region': sets retry_mode, which is not taken over; see extra.config_kwargs",
        ],
    )


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        ("sso", "sso_account_id"),
        ("process", "credential_process"),
        ("web", "web_identity_token_file"),
        ("source", "credential_source"),
        ("mfa", "mfa_serial"),
    ],
)
def test_a_profile_of_this_machine_alone_is_refused(profile: str, key: str, make: Callable[..., Any]) -> None:
    """With the way to name it instead, which works."""
    assert make(profile) == (
        1,
        None,
        [
            (
                f"error: --profile: '{profile}' has {key}, which works on this machine only; name it instead, for "
                f"workers that have the profile: --profile-name {profile}"
            )
        ],
    )


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        ("half", "'half' has role_arn without source_profile; add it, or use --login and --role-arn"),
        ("loop", "'pool' has a source_profile that leads back to 'loop'; correct it"),
    ],
)
def test_a_role_without_an_end_is_refused(profile: str, problem: str, make: Callable[..., Any]) -> None:
    """As botocore would refuse it."""
    assert make(profile) == (1, None, [f"error: --profile: {problem}"])


@pytest.mark.parametrize(("asked", "missing"), [("nope", "nope"), ("lost", "gone")])
def test_a_missing_profile_is_told_with_those_there_are(asked: str, missing: str, make: Callable[..., Any]) -> None:
    """The one that was named, or a source."""
    status, printed, (said,) = make(asked)
    assert (status, printed) == (1, None)
    assert said.startswith(
        f"error: --profile: there is no profile '{missing}' in aws_config_file or aws_shared_credentials_file; "
        "there are: base, half, loop, lost, mfa, middle, "
    )


def test_a_broken_file_is_told_without_its_text(run: Command, aws_files: Callable[[str], None], tmp_path: Path) -> None:
    """The parser's own message quotes the line."""
    aws_files("[default]\ncanary\n")
    ended = run("make", "--profile", "default")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"error: {tmp_path / 'aws_config_file'}: is not a file of AWS profiles; correct it\n"


def test_keys_come_from_one_place(run: Command) -> None:
    """From the profile, or from the prompt."""
    assert run("make", "--profile", "x", "--login", KEY).status == 2
