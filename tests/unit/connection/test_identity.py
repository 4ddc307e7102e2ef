"""From login, password and the keys about credentials to one key pair, or none."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK
from tests.unit.connection.checks import MASKED, list_problems, list_remarks, read_keys

CANARY = "C4N4RY/that+must=never-show"
LONG_TERM = "AKIAIOSFODNN7EXAMPLE"
TEMPORARY = "ASIAIOSFODNN7EXAMPLE"
SECRET = "s" * 40
SESSION_ARGUMENTS = (
    "these are: aws_access_key_id, aws_secret_access_key, aws_session_token, aws_account_id, region_name, profile_name"
)
BOTH = "give both or neither"


def test_login_and_password_are_the_key_pair() -> None:
    """Login is the access key id and Password the secret, blanks around them left out."""
    connection = parse_connection(conn_id="c", login=" AKIA ", password=" se/cr+et= ")
    assert (connection.conn_id, *read_keys(connection)) == ("c", "AKIA", "se/cr+et=", None)
    assert connection.remarks == ()


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"aws_session_token": " token "}, id="top"),
        pytest.param({"session_kwargs": {"aws_session_token": "token"}}, id="session-kwargs"),
        pytest.param({"aws_session_token": "token", "session_kwargs": {"aws_session_token": "inner"}}, id="top-wins"),
    ],
)
def test_a_temporary_pair_has_its_token(extra: dict[str, Any]) -> None:
    """The token goes with Login and Password, from the top of Extra or else from session_kwargs."""
    connection = parse_connection(login=TEMPORARY, password=SECRET, extra=extra)
    assert read_keys(connection) == (TEMPORARY, SECRET, "token")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        pytest.param({"login": "AKIA"}, f"password: empty while login is set; {BOTH}", id="login-without-password"),
        pytest.param({"password": CANARY}, f"login: empty while password is set; {BOTH}", id="password-without-login"),
        pytest.param(
            {"login": "AKIA", "password": "  "}, f"password: empty while login is set; {BOTH}", id="blank-password"
        ),
        pytest.param(
            {"extra": {"aws_access_key_id": "AKIA"}},
            f"extra.aws_secret_access_key: empty while extra.aws_access_key_id is set; {BOTH}",
            id="key-without-secret-in-extra",
        ),
        pytest.param(
            {"extra": {"aws_secret_access_key": CANARY}},
            f"extra.aws_access_key_id: empty while extra.aws_secret_access_key is set; {BOTH}",
            id="secret-without-key-in-extra",
        ),
        pytest.param(
            {"extra": {"session_kwargs": {"aws_access_key_id": "AKIA"}}},
            "extra.session_kwargs.aws_secret_access_key: empty while extra.session_kwargs.aws_access_key_id is set; "
            + BOTH,
            id="key-without-secret-in-session-kwargs",
        ),
        pytest.param(
            {"extra": {"session_kwargs": {"aws_secret_access_key": CANARY}}},
            "extra.session_kwargs.aws_access_key_id: empty while extra.session_kwargs.aws_secret_access_key is set; "
            + BOTH,
            id="secret-without-key-in-session-kwargs",
        ),
        pytest.param(
            {"login": "AKIA", "extra": {"aws_access_key_id": "AKIA", "aws_secret_access_key": CANARY}},
            f"password: empty while login is set; {BOTH}",
            id="half-pair-beside-a-whole-one",
        ),
        pytest.param(
            {"password": CANARY, "extra": {"aws_session_token": CANARY}},
            f"login: empty while password is set; {BOTH}",
            id="half-pair-with-a-token",
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
            {"session_kwargs": {"aws_session_token": CANARY}}, "extra.session_kwargs.aws_session_token", id="session"
        ),
    ],
)
def test_a_token_without_a_key_is_refused(extra: dict[str, Any], where: str) -> None:
    """A session token alone authenticates nobody; the message names the place it stands in."""
    assert list_problems(extra=extra) == [
        f"{where}: is set without an access key; give login and password that were issued with it, or remove the token"
    ]


@pytest.mark.parametrize(
    ("fields", "key_field", "token_field"),
    [
        pytest.param({"login": TEMPORARY, "password": SECRET}, "login", "extra.aws_session_token", id="login"),
        pytest.param(
            {"extra": {"aws_access_key_id": TEMPORARY, "aws_secret_access_key": SECRET}},
            "extra.aws_access_key_id",
            "extra.aws_session_token",
            id="extra",
        ),
        pytest.param(
            {"extra": {"session_kwargs": {"aws_access_key_id": TEMPORARY, "aws_secret_access_key": SECRET}}},
            "extra.session_kwargs.aws_access_key_id",
            "extra.session_kwargs.aws_session_token",
            id="session-kwargs",
        ),
    ],
)
def test_a_temporary_key_without_a_token_is_refused(fields: dict[str, Any], key_field: str, token_field: str) -> None:
    """ASIA... is good only with its token, and AWS would say no more than that the token is invalid."""
    assert list_problems(**fields) == [
        (
            f"{token_field}: empty while {key_field} is a temporary key (ASIA...), which is good only with its token; "
            "give the session token that was issued with it"
        )
    ]


def test_a_long_term_key_with_a_token_is_refused() -> None:
    """AKIA... has no token: the token is of another pair."""
    extra = {"aws_session_token": CANARY}
    assert list_problems(login=LONG_TERM, password=SECRET, extra=extra) == [
        (
            "extra.aws_session_token: is set while login is a long-term key (AKIA...), which has no token; "
            "remove the token, or give the temporary key it was issued with"
        )
    ]


@pytest.mark.parametrize("token", [None, "t"], ids=["no-token", "token"])
@pytest.mark.parametrize("key", ["minioadmin", "AKIA", "ASIA", "GK31c2f218a2e44f485b94239e", "asiaiosfodnn7example"])
def test_keys_of_other_stores_are_neither(key: str, token: str | None) -> None:
    """What does not look like a key of AWS may have a token or none, and a secret of any length."""
    connection = parse_connection(login=key, password="s", extra={"aws_session_token": token})
    assert (read_keys(connection), connection.remarks) == ((key, "s", token), ())


ENCODED = (
    "password: looks URL-encoded: it has %2F, %2B or %3D in it; "
    "give the secret as AWS shows it; only in a URI it is URL-encoded, once"
)
BLANK = "has a blank in it, as when a + was not URL-encoded; in a URI write + as %2B"


def describe_length(length: int) -> str:
    """What is said of a secret of another length than AWS's own."""
    return (
        f"password: has {length} characters, and the secrets of AWS have 40; "
        "look whether a part was lost; in a URI write + as %2B and / as %2F"
    )


@pytest.mark.parametrize(
    ("login", "password", "remarks"),
    [
        pytest.param(LONG_TERM, SECRET, [], id="good"),
        pytest.param(LONG_TERM, "s" * 20 + "/" + "+" * 19, [], id="good-with-signs"),
        pytest.param(LONG_TERM, "s" * 37 + "%2F", [ENCODED], id="encoded-slash"),
        pytest.param(LONG_TERM, "s" * 37 + "%2b", [ENCODED], id="encoded-plus"),
        pytest.param(LONG_TERM, "s" * 39 + "%2F", [ENCODED, describe_length(42)], id="encoded-and-longer"),
        pytest.param("minio", "%3D", [ENCODED], id="encoded-for-another-store"),
        pytest.param(LONG_TERM, "s" * 20 + " " + "s" * 19, [f"password: {BLANK}"], id="plus-became-a-blank"),
        pytest.param(LONG_TERM, "s" * 17, [describe_length(17)], id="cut-off"),
        pytest.param("minio", "s" * 17, [], id="any-length-for-another-store"),
        pytest.param("minio", "100%", [], id="plain-percent"),
    ],
)
def test_a_secret_that_lost_its_url_encoding_is_remarked(login: str, password: str, remarks: list[str]) -> None:
    """What a wrong URI leaves behind is told by its look; the secret may be right all the same."""
    assert list_remarks(login=login, password=password) == remarks


def test_a_token_with_a_blank_is_remarked() -> None:
    """A token is base64 and has plus signs."""
    extra = {"aws_session_token": "a b"}
    assert list_remarks(login=TEMPORARY, password=SECRET, extra=extra) == [f"extra.aws_session_token: {BLANK}"]


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
    ("place", "secret_field", "keys"),
    [
        pytest.param("login", "password", ("KEY-login", "s1", None), id="login"),
        pytest.param("extra.aws_access_key_id", "extra.aws_secret_access_key", ("KEY-extra", "s2", None), id="extra"),
        pytest.param(
            "extra.session_kwargs.aws_access_key_id",
            "extra.session_kwargs.aws_secret_access_key",
            ("KEY-session", "s3", None),
            id="session-kwargs",
        ),
    ],
)
def test_keys_are_read_in_three_places(place: str, secret_field: str, keys: tuple[str, str, None]) -> None:
    """Each place alone gives the pair, without a remark, and is told as its origin."""
    connection = parse_connection(**merge_places(place))
    assert (read_keys(connection), connection.remarks) == (keys, ())
    assert connection.origins["access_key_id"] == place
    assert connection.origins["secret_access_key"] == secret_field


@pytest.mark.parametrize(
    ("winner", "losers"),
    [
        pytest.param("login", ["extra.aws_access_key_id"], id="login-beats-extra"),
        pytest.param("login", ["extra.session_kwargs.aws_access_key_id"], id="login-beats-session-kwargs"),
        pytest.param(
            "extra.aws_access_key_id", ["extra.session_kwargs.aws_access_key_id"], id="extra-beats-session-kwargs"
        ),
        pytest.param(
            "login", ["extra.aws_access_key_id", "extra.session_kwargs.aws_access_key_id"], id="login-beats-both"
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
    pair = {"aws_access_key_id": TEMPORARY, "aws_secret_access_key": "s2", "aws_session_token": "t2"}
    connection = parse_connection(login=LONG_TERM, password=SECRET, extra={"session_kwargs": pair})
    assert read_keys(connection) == (LONG_TERM, SECRET, None)


@pytest.mark.parametrize(
    ("extra", "origin"),
    [
        pytest.param({"aws_session_token": "t"}, "extra.aws_session_token", id="top"),
        pytest.param(
            {"session_kwargs": {"aws_session_token": "t"}}, "extra.session_kwargs.aws_session_token", id="session"
        ),
    ],
)
def test_the_origin_of_a_token_is_known(extra: dict[str, Any], origin: str) -> None:
    """The field of the token is kept, as that of every setting."""
    assert parse_connection(login=TEMPORARY, password=SECRET, extra=extra).origins["session_token"] == origin


def test_top_level_keys_beat_session_kwargs() -> None:
    """Region and profile at the top of Extra beat those of session_kwargs, key by key, and the origin tells."""
    session_kwargs = {"region_name": "us-east-1", "profile_name": "inner", "aws_account_id": 123456789012}
    inner = parse_connection(extra={"session_kwargs": session_kwargs})
    assert (inner.region_name, inner.profile_name, inner.account_id) == ("us-east-1", "inner", "123456789012")
    assert inner.origins == {
        "region_name": "extra.session_kwargs.region_name",
        "profile_name": "extra.session_kwargs.profile_name",
        "account_id": "extra.session_kwargs.aws_account_id",
    }
    outer = parse_connection(extra={"session_kwargs": session_kwargs, "region_name": "eu-west-1"})
    assert (outer.region_name, outer.profile_name) == ("eu-west-1", "inner")
    assert outer.origins["region_name"] == "extra.region_name"
    outer = parse_connection(extra={"session_kwargs": session_kwargs, "profile_name": "outer"})
    assert (outer.region_name, outer.profile_name) == ("us-east-1", "outer")


def test_empty_values_in_session_kwargs_are_unset() -> None:
    """Null, "" and {} mean the same in session_kwargs as at the top of Extra."""
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region_name", "profile_name", "other")
    nothings: tuple[object, ...] = ("", " ", None, {})
    for nothing in nothings:
        assert parse_connection(extra={"session_kwargs": dict.fromkeys(names, nothing)}) == AwsConnection()


@pytest.mark.parametrize(
    ("session_kwargs", "problem"),
    [
        pytest.param(
            {"region": CANARY},
            f"region: is not an argument of a boto3 session that a connection can give; {SESSION_ARGUMENTS}",
            id="unknown",
        ),
        pytest.param(
            {"botocore_session": CANARY},
            f"botocore_session: is not an argument of a boto3 session that a connection can give; {SESSION_ARGUMENTS}",
            id="no-json",
        ),
        pytest.param(
            {"aws_account_id": 12345678901},
            "aws_account_id: has 11 digits instead of 12; leading zeros get lost where it is written as a number; "
            'write it as text, "012345678901" if zeros are what is missing',
            id="lost-zero",
        ),
        pytest.param(
            {"profile_name": [CANARY]},
            "profile_name: is of type list; "
            "give the name of a profile in the worker's ~/.aws/config or ~/.aws/credentials",
            id="type",
        ),
        pytest.param(
            {"region_name": "default"},
            "region_name: 'default' is not the name of an AWS region; give a region such as \"eu-west-1\"",
            id="region",
        ),
    ],
)
def test_a_wrong_session_argument_is_refused(session_kwargs: dict[str, Any], problem: str) -> None:
    """session_kwargs takes what boto3.session.Session takes from JSON, and each by its own rules."""
    assert list_problems(extra={"session_kwargs": session_kwargs}) == [f"extra.session_kwargs.{problem}"]


@pytest.mark.parametrize("mask", ["***", AIRFLOW_2_MASK])
@pytest.mark.parametrize(
    ("fields", "where"),
    [
        pytest.param({"login": "AKIA", "password": "{mask}"}, "password", id="password"),
        pytest.param({"login": "{mask}", "password": SECRET}, "login", id="login"),
        pytest.param(
            {"login": TEMPORARY, "password": SECRET, "extra": {"aws_session_token": "{mask}"}},
            "extra.aws_session_token",
            id="token",
        ),
        pytest.param(
            {"extra": {"aws_access_key_id": "AKIA", "aws_secret_access_key": "{mask}"}},
            "extra.aws_secret_access_key",
            id="extra",
        ),
        pytest.param(
            {"extra": '{"session_kwargs": "{\\"aws_access_key_id\\": 7, \\"aws_secret_access_key\\": \\"{mask}\\"}"}'},
            "extra.session_kwargs.aws_secret_access_key",
            id="session-kwargs-as-text",
        ),
    ],
)
def test_a_mask_in_place_of_a_credential_is_told_and_nothing_else(
    fields: dict[str, Any], where: str, mask: str
) -> None:
    """The mask is the one mistake there is: that the other half stands alone is no second one."""

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: fill(member) for name, member in value.items()}
        return value.replace("{mask}", mask)

    assert list_problems(**fill(fields)) == [f"{where}: {MASKED}"]


def test_a_key_id_in_place_of_the_secret_is_refused() -> None:
    """The two fields were swapped, and the secret would be shown as the key id."""
    assert list_problems(login="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", password="AKIAIOSFODNN7EXAMPLE") == [
        "password: is an access key id; give the key id as login, and the secret here"
    ]
