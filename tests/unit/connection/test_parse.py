"""Every rule of what a connection means, by its fields and by the exact text of what is said about them."""

from __future__ import annotations

import dataclasses
import json
import pickle
from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, RoleStep, parse_connection
from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.connection.parse import ExtraFields
from airflow_provider_awsconn.errors import InvalidConnectionError

CANARY = "C4N4RY/that+must=never-show"
ARN = "arn:aws:iam::123456789012:role/etl"
URL = "https://minio.example:9000"
SESSION_ARGUMENTS = (
    "these are: aws_access_key_id, aws_secret_access_key, aws_session_token, aws_account_id, region_name, profile_name"
)
OBJECT = 'give a JSON object such as {"region_name": "eu-west-1"}'
MISSING_AT = (
    "host: is set while login is empty, as when a URI lacks its '@' and the access key id is taken for a host; "
    "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as extra.endpoint_url"
)


def list_problems(**fields: Any) -> list[str]:
    """What is wrong with a connection of these fields, as its error says it."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(conn_id="bad", **fields)
    assert str(refused.value) == "connection 'bad': " + " - ".join(map(str, refused.value.problems))
    return [str(problem) for problem in refused.value.problems]


def list_remarks(**fields: Any) -> list[str]:
    """What should be written otherwise in a connection of these fields."""
    return [str(remark) for remark in parse_connection(**fields).remarks]


def read_keys(connection: AwsConnection) -> tuple[str | None, str | None, str | None]:
    """Key id, secret and token in clear."""
    held = connection.secret_access_key, connection.session_token
    secret, token = (None if value is None else value.reveal() for value in held)
    return connection.access_key_id, secret, token


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"login": None, "password": None, "host": None, "extra": None}, id="null"),
        pytest.param({"login": "", "password": "", "host": "", "extra": ""}, id="empty-text"),
        pytest.param({"login": " ", "password": " ", "extra": " \n"}, id="blank"),
        pytest.param({"extra": {}}, id="empty-object"),
        pytest.param({"extra": "{}"}, id="empty-object-text"),
        pytest.param({"extra": "null"}, id="json-null"),
        pytest.param({"extra": dict.fromkeys((key.name for key in KEYS), None)}, id="every-key-null"),
        pytest.param({"extra": dict.fromkeys((key.name for key in KEYS), "")}, id="every-key-empty"),
        pytest.param({"extra": {key.name: {} for key in KEYS}}, id="every-key-empty-object"),
        pytest.param({"extra": {"someone_elses_key": 7}}, id="only-keys-of-others"),
    ],
)
def test_an_empty_connection_asks_for_boto3s_own_chain(fields: dict[str, Any]) -> None:
    """Nothing said, in any of the ways forms and URIs say nothing, is a connection without settings or remarks."""
    assert parse_connection(**fields) == AwsConnection()


def test_login_and_password_are_the_key_pair() -> None:
    """Login is the access key id and Password the secret, blanks around them left out."""
    connection = parse_connection(conn_id="c", login=" AKIA ", password=" se/cr+et= ")
    assert (connection.conn_id, *read_keys(connection)) == ("c", "AKIA", "se/cr+et=", None)


def test_a_temporary_pair_has_its_token() -> None:
    """aws_session_token goes with Login and Password."""
    connection = parse_connection(login="ASIA", password="secret", extra={"aws_session_token": "token"})
    assert read_keys(connection) == ("ASIA", "secret", "token")


def test_the_session_token_may_stand_in_session_kwargs() -> None:
    """A token in session_kwargs goes with Login and Password when it is the only one."""
    extra = {"session_kwargs": {"aws_session_token": "token"}}
    assert read_keys(parse_connection(login="ASIA", password="secret", extra=extra)) == ("ASIA", "secret", "token")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        pytest.param(
            {"login": "AKIA"}, "password: empty while login is set; give both or neither", id="login-without-password"
        ),
        pytest.param(
            {"password": CANARY},
            "login: empty while password is set; give both or neither",
            id="password-without-login",
        ),
        pytest.param(
            {"login": "AKIA", "password": "  "},
            "password: empty while login is set; give both or neither",
            id="blank-password",
        ),
        pytest.param(
            {"extra": {"aws_access_key_id": "AKIA"}},
            "extra.aws_secret_access_key: empty while extra.aws_access_key_id is set; give both or neither",
            id="key-without-secret-in-extra",
        ),
        pytest.param(
            {"extra": {"aws_secret_access_key": CANARY}},
            "extra.aws_access_key_id: empty while extra.aws_secret_access_key is set; give both or neither",
            id="secret-without-key-in-extra",
        ),
        pytest.param(
            {"extra": {"session_kwargs": {"aws_access_key_id": "AKIA"}}},
            "extra.session_kwargs.aws_secret_access_key: empty while extra.session_kwargs.aws_access_key_id is set; "
            "give both or neither",
            id="key-without-secret-in-session-kwargs",
        ),
        pytest.param(
            {"extra": {"session_kwargs": {"aws_secret_access_key": CANARY}}},
            "extra.session_kwargs.aws_access_key_id: empty while extra.session_kwargs.aws_secret_access_key is set; "
            "give both or neither",
            id="secret-without-key-in-session-kwargs",
        ),
        pytest.param(
            {"login": "AKIA", "extra": {"aws_access_key_id": "AKIA", "aws_secret_access_key": CANARY}},
            "password: empty while login is set; give both or neither",
            id="half-pair-beside-a-whole-one",
        ),
    ],
)
def test_half_a_key_pair_is_refused(fields: dict[str, Any], problem: str) -> None:
    """Half a pair is an error that names the missing half; it never falls back to the worker's own keys."""
    assert list_problems(**fields) == [problem]


@pytest.mark.parametrize(
    ("extra", "where"),
    [
        pytest.param({"aws_session_token": CANARY}, "extra.aws_session_token", id="extra"),
        pytest.param(
            {"session_kwargs": {"aws_session_token": CANARY}},
            "extra.session_kwargs.aws_session_token",
            id="session-kwargs",
        ),
    ],
)
def test_a_token_without_a_key_is_refused(extra: dict[str, Any], where: str) -> None:
    """A session token alone authenticates nobody; the message names the place it stands in."""
    assert list_problems(extra=extra) == [
        f"{where}: is set without an access key; give login and password that were issued with it, or remove the token"
    ]


KEY_PLACES: dict[str, dict[str, Any]] = {
    "login": {"login": "KEY-login", "password": "s1"},
    "extra.aws_access_key_id": {"extra": {"aws_access_key_id": "KEY-extra", "aws_secret_access_key": "s2"}},
    "extra.session_kwargs.aws_access_key_id": {
        "extra": {"session_kwargs": {"aws_access_key_id": "KEY-session", "aws_secret_access_key": "s3"}}
    },
}


def merge_places(*names: str) -> dict[str, Any]:
    """Fields with a key pair at each of the places."""
    fields: dict[str, Any] = {"extra": {}}
    for name in names:
        extra = fields["extra"] | KEY_PLACES[name].get("extra", {})
        fields |= KEY_PLACES[name] | {"extra": extra}
    return fields


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        pytest.param("login", ("KEY-login", "s1", None), id="login"),
        pytest.param("extra.aws_access_key_id", ("KEY-extra", "s2", None), id="extra"),
        pytest.param("extra.session_kwargs.aws_access_key_id", ("KEY-session", "s3", None), id="session-kwargs"),
    ],
)
def test_keys_are_read_in_three_places(place: str, keys: tuple[str, str, None]) -> None:
    """Each place alone gives the pair, without a remark."""
    connection = parse_connection(**merge_places(place))
    assert (read_keys(connection), connection.remarks) == (keys, ())


@pytest.mark.parametrize(
    ("winner", "losers"),
    [
        pytest.param("login", ["extra.aws_access_key_id"], id="login-beats-extra"),
        pytest.param("login", ["extra.session_kwargs.aws_access_key_id"], id="login-beats-session-kwargs"),
        pytest.param(
            "extra.aws_access_key_id", ["extra.session_kwargs.aws_access_key_id"], id="extra-beats-session-kwargs"
        ),
        pytest.param(
            "login",
            ["extra.aws_access_key_id", "extra.session_kwargs.aws_access_key_id"],
            id="login-beats-both",
        ),
    ],
)
def test_the_first_place_wins_with_a_remark(winner: str, losers: list[str]) -> None:
    """Login beats Extra beats session_kwargs, and every pair that is not used is remarked."""
    connection = parse_connection(**merge_places(winner, *losers))
    assert read_keys(connection) == read_keys(parse_connection(**KEY_PLACES[winner]))
    assert [str(remark) for remark in connection.remarks] == [
        f"{loser}: is ignored because {winner} is set; keep one of the two" for loser in losers
    ]


def test_the_same_pair_twice_is_no_remark() -> None:
    """The same key id in two places is no ambiguity."""
    extra = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret"}
    assert list_remarks(login="AKIA", password="secret", extra=extra) == []


def test_a_token_is_never_paired_with_the_keys_of_another_place() -> None:
    """The token of a pair that is ignored is ignored with it."""
    pair = {"aws_access_key_id": "ASIA", "aws_secret_access_key": "s2", "aws_session_token": "t2"}
    connection = parse_connection(login="AKIA", password="s1", extra={"session_kwargs": pair})
    assert read_keys(connection) == ("AKIA", "s1", None)


def test_top_level_keys_beat_session_kwargs() -> None:
    """Region, profile and token at the top of Extra beat those of session_kwargs, key by key."""
    session_kwargs = {"region_name": "us-east-1", "profile_name": "inner", "aws_account_id": "123456789012"}
    inner = parse_connection(extra={"session_kwargs": session_kwargs})
    assert (inner.region_name, inner.profile_name, inner.account_id) == ("us-east-1", "inner", "123456789012")
    outer = parse_connection(extra={"session_kwargs": session_kwargs, "region_name": "eu-west-1"})
    assert (outer.region_name, outer.profile_name) == ("eu-west-1", "inner")
    outer = parse_connection(extra={"session_kwargs": session_kwargs, "profile_name": "outer"})
    assert (outer.region_name, outer.profile_name) == ("us-east-1", "outer")
    extra = {"session_kwargs": {"aws_session_token": "inner"}, "aws_session_token": "outer"}
    assert read_keys(parse_connection(login="ASIA", password="s", extra=extra)) == ("ASIA", "s", "outer")


def test_empty_values_in_session_kwargs_are_unset() -> None:
    """Null and "" mean the same in session_kwargs as at the top of Extra."""
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region_name", "profile_name")
    for nothing in ("", " ", None):
        assert parse_connection(extra={"session_kwargs": dict.fromkeys(names, nothing)}) == AwsConnection()


def test_an_unknown_session_argument_is_refused() -> None:
    """session_kwargs takes what boto3.session.Session takes from JSON, and says what that is."""
    assert list_problems(extra={"session_kwargs": {"region": CANARY}}) == [
        "extra.session_kwargs.region: is not an argument of a boto3 session that a connection can give; "
        + SESSION_ARGUMENTS
    ]


@pytest.mark.parametrize(
    ("extra", "endpoint_url", "remarks"),
    [
        pytest.param({"endpoint_url": URL}, URL, [], id="endpoint_url"),
        pytest.param({"host": URL}, URL, ["extra.host: is an older name; use extra.endpoint_url"], id="host"),
        pytest.param(
            {"endpoint_url": URL, "host": "http://other:1"},
            URL,
            ["extra.host: is an older name; use extra.endpoint_url"],
            id="endpoint_url-beats-host",
        ),
    ],
)
def test_the_endpoint_has_an_older_name(extra: dict[str, str], endpoint_url: str, remarks: list[str]) -> None:
    """endpoint_url counts, then its older name host, which works with a remark."""
    assert parse_connection(extra=extra).endpoint_url == endpoint_url
    assert list_remarks(extra=extra) == remarks


def test_service_config_has_endpoints_of_its_own() -> None:
    """service_config is kept by service, and its endpoint_url beats the connection's."""
    connection = parse_connection(
        extra={"endpoint_url": URL, "service_config": {"sts": {"endpoint_url": "http://sts:1"}, "s3": {"bucket": "b"}}}
    )
    assert connection.get_service_endpoint_url("sts") == "http://sts:1"
    assert connection.get_service_endpoint_url("s3") == URL
    assert connection.get_service_config("s3") == {"bucket": "b"}
    assert connection.get_service_config("iam") == {}


BAD_URL = 'is not a URL with http or https and a host; give a URL with its scheme, such as "https://minio.example:9000"'


@pytest.mark.parametrize("url", ["localhost:9000", "minio.example", "s3://bucket", "https://", "http://[::1", "/x"])
def test_an_endpoint_without_scheme_or_host_is_refused(url: str) -> None:
    """Each of the three places an endpoint may stand in is checked and named."""
    extra = {"endpoint_url": url, "host": url, "service_config": {"s3": {"endpoint_url": url}}}
    assert list_problems(extra=extra) == [
        f"extra.endpoint_url: {BAD_URL}",
        f"extra.host: {BAD_URL}",
        f"extra.service_config.s3.endpoint_url: {BAD_URL}",
    ]


def test_an_endpoint_of_a_service_that_is_no_text_is_refused() -> None:
    """A number is no endpoint either."""
    extra = {"service_config": {"s3": {"endpoint_url": 9000}}}
    assert list_problems(extra=extra) == [f"extra.service_config.s3.endpoint_url: {BAD_URL}"]


@pytest.mark.parametrize(
    ("extra", "role"),
    [
        pytest.param({"role_arn": ARN}, RoleStep(arn=ARN), id="arn"),
        pytest.param({"role_arn": f" {ARN}\n"}, RoleStep(arn=ARN), id="arn-with-blanks"),
        pytest.param(
            {"aws_account_id": "012345678901", "aws_iam_role": "etl"},
            RoleStep(account_id="012345678901", name="etl"),
            id="account-and-name",
        ),
        pytest.param(
            {"aws_account_id": 123456789012, "aws_iam_role": "etl"},
            RoleStep(account_id="123456789012", name="etl"),
            id="account-as-a-number",
        ),
        pytest.param({"aws_iam_role": "team/etl"}, RoleStep(name="team/etl"), id="name-alone-with-path"),
        pytest.param({"role_arn": ARN, "assume_role_method": "assume_role"}, RoleStep(arn=ARN), id="method-by-name"),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": {"DurationSeconds": 900}},
            RoleStep(arn=ARN, assume_role_kwargs={"DurationSeconds": 900}),
            id="kwargs",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": '{"DurationSeconds": 900}'},
            RoleStep(arn=ARN, assume_role_kwargs={"DurationSeconds": 900}),
            id="kwargs-as-text",
        ),
    ],
)
def test_a_role_is_named_in_three_ways(extra: dict[str, Any], role: RoleStep) -> None:
    """By ARN, by account and name, by name alone; none of these is a remark."""
    connection = parse_connection(extra=extra)
    assert (connection.role, connection.remarks, connection.role_arn) == (role, (), role.arn)


BAD_ARN = (
    'extra.role_arn: does not have the shape of a role ARN; give an ARN such as "arn:aws:iam::123456789012:role/etl"'
)
BAD_ACCOUNT = 'extra.aws_account_id: is not 12 digits; give the 12 digits as text, such as "123456789012"'


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param({"role_arn": "MyRole"}, BAD_ARN, id="name-for-arn"),
        pytest.param({"role_arn": "arn:aws:iam::123:role/etl"}, BAD_ARN, id="short-account-in-arn"),
        pytest.param({"role_arn": "arn:aws:iam::123456789012:user/etl"}, BAD_ARN, id="arn-of-a-user"),
        pytest.param({"aws_account_id": "123", "aws_iam_role": "etl"}, BAD_ACCOUNT, id="short-account"),
        pytest.param({"aws_account_id": 12345678901, "aws_iam_role": "etl"}, BAD_ACCOUNT, id="lost-leading-zero"),
        pytest.param(
            {"role_arn": ARN, "aws_iam_role": "etl"},
            "extra.aws_iam_role: is given beside role_arn; keep one of the two",
            id="arn-and-name",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_method": "assume_role_with_magic"},
            'extra.assume_role_method: names a method this version does not have; this version supports "assume_role"',
            id="unknown-method",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": {"RoleArn": ARN}},
            "extra.assume_role_kwargs.RoleArn: is not read here; use extra.role_arn",
            id="arn-in-kwargs",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": "DurationSeconds=900"},
            "extra.assume_role_kwargs: is text, but not the text of a JSON object; "
            'give a JSON object such as {"ExternalId": "partner-7"}',
            id="kwargs-no-json",
        ),
    ],
)
def test_an_impossible_role_is_refused(extra: dict[str, Any], problem: str) -> None:
    """What STS would refuse, or two roles at once, is said before any request."""
    assert list_problems(extra=extra) == [problem]


def test_external_id_is_an_older_name() -> None:
    """external_id works with a remark and becomes ExternalId; the one in assume_role_kwargs wins."""
    older = {"role_arn": ARN, "external_id": "old"}
    connection = parse_connection(extra=older)
    assert connection.role == RoleStep(arn=ARN, assume_role_kwargs={"ExternalId": "old"})
    assert list_remarks(extra=older) == [
        "extra.external_id: is an older name; use extra.assume_role_kwargs.ExternalId",
    ]
    both = parse_connection(extra=older | {"assume_role_kwargs": {"ExternalId": "new"}})
    assert both.role == RoleStep(arn=ARN, assume_role_kwargs={"ExternalId": "new"})


def test_arguments_without_a_role_are_remarked() -> None:
    """Arguments of AssumeRole do nothing without a role, and that is said."""
    extra = {"assume_role_kwargs": {"DurationSeconds": 900}}
    assert parse_connection(extra=extra).role is None
    assert list_remarks(extra=extra) == [
        "extra.assume_role_kwargs: have no effect without a role; give extra.role_arn, or remove them"
    ]


@pytest.mark.parametrize("extra", [{}, {"role_arn": ARN}], ids=["no-role", "role-by-arn"])
def test_an_account_without_a_role_name_is_remarked(extra: dict[str, Any]) -> None:
    """aws_account_id says where aws_iam_role is; without a role's name it does nothing, and that is said."""
    extra = extra | {"aws_account_id": "210987654321"}
    assert parse_connection(extra=extra).role == (RoleStep(arn=ARN) if "role_arn" in extra else None)
    assert list_remarks(extra=extra) == [
        "extra.aws_account_id: has no effect without aws_iam_role; give the role's name, or remove it"
    ]


@pytest.mark.parametrize(
    ("given", "verify"),
    [
        pytest.param(True, True, id="true"),
        pytest.param(False, False, id="false"),
        pytest.param(1, True, id="1"),
        pytest.param(0, False, id="0"),
        pytest.param("true", True, id="true-as-text"),
        pytest.param("False", False, id="false-as-text"),
        pytest.param("yes", True, id="yes"),
        pytest.param("off", False, id="off"),
        pytest.param("0", False, id="0-as-text"),
        pytest.param(" /etc/ssl/ca.pem ", "/etc/ssl/ca.pem", id="path"),
        pytest.param(None, None, id="null"),
        pytest.param("", None, id="empty"),
    ],
)
def test_verify_is_a_boolean_or_a_path(given: object, verify: bool | str | None) -> None:
    """Booleans in all their spellings, any other text is a path, and unset leaves it to botocore."""
    read = parse_connection(extra={"verify": given}).verify
    assert (read, type(read)) == (verify, type(verify))


@pytest.mark.parametrize(
    ("given", "kind"), [(2, "int"), (0.0, "float"), ([True], "list"), ({"ca": "x"}, "dict")], ids=str
)
def test_verify_of_another_type_is_refused(given: object, kind: str) -> None:
    """What is neither a boolean nor text is no TLS setting."""
    assert list_problems(extra={"verify": given}) == [
        f"extra.verify: is of type {kind}; give true, false or the path of a CA bundle"
    ]


@pytest.mark.parametrize("key", ["config_kwargs", "session_kwargs", "service_config", "assume_role_kwargs"])
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param("{not json", "is text, but not the text of a JSON object", id="broken-text"),
        pytest.param("[1]", "is of type list", id="list-as-text"),
        pytest.param([1], "is of type list", id="list"),
        pytest.param(7, "is of type int", id="number"),
    ],
)
def test_an_object_may_be_text_and_nothing_else(key: str, given: object, reason: str) -> None:
    """Keys that hold an object take it as JSON text too, and refuse everything else."""
    expects = next(table_key.expects for table_key in KEYS if table_key.name == key)
    assert list_problems(extra={key: given}) == [f"extra.{key}: {reason}; {expects}"]


@pytest.mark.parametrize("dump", [dict, json.dumps], ids=["object", "text"])
def test_objects_are_read_as_objects_and_as_text(dump: Any) -> None:
    """A form that stores an object as text says the same as JSON with an object."""
    connection = parse_connection(
        extra=json.dumps(
            {
                "config_kwargs": dump({"retries": {"max_attempts": 3}}),
                "session_kwargs": dump({"profile_name": "my_profile"}),
                "service_config": dump({"s3": dump({"endpoint_url": URL})}),
            }
        )
    )
    assert connection.config_kwargs == {"retries": {"max_attempts": 3}}
    assert connection.profile_name == "my_profile"
    assert connection.service_config == {"s3": {"endpoint_url": URL}}


def test_arguments_of_botocore_are_kept_as_they_are() -> None:
    """An empty value means something to botocore: no proxies is not the proxies of the environment."""
    arguments = {"proxies": {}, "user_agent_extra": ""}
    connection = parse_connection(extra={"config_kwargs": arguments, "role_arn": ARN, "assume_role_kwargs": arguments})
    assert connection.config_kwargs == arguments
    assert connection.role == RoleStep(arn=ARN, assume_role_kwargs=arguments)


@pytest.mark.parametrize("settings", [[1], "[1]", 7, "{"])
def test_settings_of_a_service_are_an_object(settings: object) -> None:
    """What stands under a service's name is an object too, or a problem that names the service."""
    (problem,) = list_problems(extra={"service_config": {"s3": settings}})
    assert problem.startswith("extra.service_config.s3: is ")
    assert problem.endswith('; give a JSON object such as {"s3": {"endpoint_url": "https://s3.example"}}')


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param("{", f"extra: is not JSON; {OBJECT}", id="broken"),
        pytest.param(f'{{"a": "{CANARY}"', f"extra: is not JSON; {OBJECT}", id="broken-with-a-secret"),
        pytest.param("[1]", f"extra: is not a JSON object but of type list; {OBJECT}", id="list"),
        pytest.param('"eu-west-1"', f"extra: is not a JSON object but of type str; {OBJECT}", id="text"),
        pytest.param("7", f"extra: is not a JSON object but of type int; {OBJECT}", id="number"),
    ],
)
def test_an_extra_that_is_no_object_is_refused(extra: str, problem: str) -> None:
    """Extra is an object or an error; it is never read as empty, which would be another identity."""
    assert list_problems(extra=extra) == [problem]


@pytest.mark.parametrize("mask", ["***", "RATHER_LONG_SENSITIVE_FIELD_PLACEHOLDER"])
@pytest.mark.parametrize(
    ("place", "where"),
    [
        pytest.param("password", "password", id="password"),
        pytest.param("token", "extra.aws_session_token", id="token"),
        pytest.param("extra", "extra.aws_secret_access_key", id="extra"),
        pytest.param("session", "extra.session_kwargs.aws_secret_access_key", id="session-kwargs"),
    ],
)
def test_a_mask_of_the_ui_is_refused(place: str, where: str, mask: str) -> None:
    """The text Airflow's screens show in place of a secret is not a secret."""
    pair = {"aws_access_key_id": "AKIA", "aws_secret_access_key": mask}
    fields: dict[str, dict[str, Any]] = {
        "password": {"login": "AKIA", "password": mask},
        "token": {"login": "AKIA", "password": "secret", "extra": {"aws_session_token": mask}},
        "extra": {"extra": pair},
        "session": {"extra": {"session_kwargs": pair}},
    }
    assert list_problems(**fields[place]) == [f"{where}: is the mask the UI shows for a secret; type the secret again"]


def test_a_host_without_a_login_is_a_uri_without_its_at_sign() -> None:
    """aws://KEY:SECRET without "@" puts the key into host: an error that says so, without the key."""
    assert list_problems(host=CANARY) == [MISSING_AT]


def test_a_host_beside_a_login_is_ignored_with_a_remark() -> None:
    """The connection's own host means nothing, and that is said."""
    assert list_remarks(login="AKIA", password="secret", host="minio.example") == [
        "host: is ignored; an endpoint belongs into extra.endpoint_url"
    ]


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.kind == "text"])
def test_text_keys_refuse_other_types(key: str) -> None:
    """A list where text belongs is said with what is right instead, and never echoed."""
    expects = next(table_key.expects for table_key in KEYS if table_key.name == key)
    assert list_problems(extra={key: [CANARY]}) == [f"extra.{key}: is of type list; {expects}"]


def test_all_problems_come_out_at_once() -> None:
    """One error lists everything, in the order of the fields, so that a connection is mended in one go."""
    problems = list_problems(
        host="h",
        password=CANARY,
        extra={
            "verify": [],
            "aws_access_key_id": "AKIA",
            "session_kwargs": {"region": 1},
            "endpoint_url": "minio:9000",
            "role_arn": "etl",
            "aws_account_id": "1",
        },
    )
    assert [problem.split(":")[0] for problem in problems] == [
        "extra.verify",
        "extra.session_kwargs.region",
        "host",
        "login",
        "extra.aws_secret_access_key",
        "extra.endpoint_url",
        "extra.role_arn",
        "extra.aws_account_id",
    ]


def put_canary_everywhere() -> list[Any]:
    """Wrong connections, each with the canary where a secret may stand by right or by mistake."""
    cases: list[Any] = [
        pytest.param({"password": CANARY}, id="password"),
        pytest.param({"host": CANARY}, id="host"),
        pytest.param({"extra": f'{{"aws_secret_access_key": "{CANARY}"'}, id="broken-json"),
        pytest.param({"extra": json.dumps(CANARY)}, id="extra-text"),
        pytest.param({"extra": json.dumps([CANARY])}, id="extra-list"),
    ]
    for key in KEYS:
        shapes: dict[str, Any] = {"text": CANARY, "list": [CANARY], "object": {"aws_secret_access_key": CANARY}}
        for shape, value in shapes.items():
            extra: dict[str, Any] = {"verify": [], key.name: value}
            cases.append(pytest.param({"extra": extra, "password": CANARY}, id=f"{key.name}-{shape}"))
    return cases


@pytest.mark.parametrize("fields", put_canary_everywhere())
def test_no_problem_holds_a_secret(fields: dict[str, Any]) -> None:
    """A secret in the wrong place is in no text, no field and no chained exception of the error."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(**fields)
    error = refused.value
    assert CANARY not in repr(error) + str(error) + repr(vars(error)) + repr((error.__cause__, error.__context__))
    assert CANARY.encode() not in pickle.dumps(error)


def test_the_table_of_keys_and_the_parser_name_the_same_keys() -> None:
    """Every key of the table is parsed and every parsed key is in the table, and none has a default."""
    assert [(field.name, field.default) for field in dataclasses.fields(ExtraFields)] == [
        (key.name, None) for key in KEYS
    ]


@pytest.mark.parametrize("key", [key for key in KEYS if not key.replaced_by], ids=lambda key: key.name)
def test_every_example_of_the_table_is_right(key: Any) -> None:
    """What form and docs show as an example parses without a problem or a remark."""
    example = json.loads(key.example) if key.kind == "object" else key.example
    companions: dict[str, dict[str, Any]] = {
        "aws_access_key_id": {"aws_secret_access_key": "secret"},
        "aws_secret_access_key": {"aws_access_key_id": "AKIA"},
        "aws_session_token": {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret"},
        "assume_role_kwargs": {"role_arn": ARN},
        "assume_role_method": {"role_arn": ARN},
        "aws_account_id": {"aws_iam_role": "etl"},
    }
    connection = parse_connection(extra={key.name: example} | companions.get(key.name, {}))
    assert connection.remarks == ()
    assert connection != AwsConnection()


@pytest.mark.parametrize("key", [key for key in KEYS if key.kind == "object"], ids=lambda key: key.name)
def test_every_hint_for_an_object_holds_a_right_one(key: Any) -> None:
    """The object that an error suggests is one that parses."""
    suggested = json.loads(key.expects[key.expects.index("{") :])
    parse_connection(extra={"role_arn": ARN, key.name: suggested})
