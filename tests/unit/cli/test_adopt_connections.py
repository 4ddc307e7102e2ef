"""``adopt`` and connections: each difference is found where it is, once, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.adopt.connections import STOCK_KEYS, Given
from airflow_provider_awsconn.adopt.differences import DIFFERENCES
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from tests.unit.cli.adopt_samples import ROLE, SAMPLES, Sample, connect
from tests.unit.cli.conftest import CANARY, KEY, SECRET
from tests.unit.cli.conftest import ROLE as ROLE_ARN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Command

VALUES = {"BENCH": "http://127.0.0.1:9000", "KEY": KEY, "SECRET": SECRET, "ROLE": ROLE_ARN}


@pytest.fixture
def find(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What ``adopt`` finds in one connection, by the name of the difference."""
    for option in ("DAGS_FOLDER", "PLUGINS_FOLDER"):
        (tmp_path / option).mkdir()
        monkeypatch.setenv(f"AIRFLOW__CORE__{option}", str(tmp_path / option))

    def find_in(connection: Any, conn_id: str = "Etl_1") -> list[dict[str, Any]]:
        given = json.dumps({conn_id: connection})
        ended = run("adopt", "--check", "--json", "--file", "-", stdin=given)
        assert CANARY not in ended.out + ended.err
        found: list[dict[str, Any]] = json.loads(ended.out)["findings"]
        assert {each["connection"] for each in found} <= {conn_id}
        assert ended.status == int(any(each["level"] == "error" for each in found))
        return found

    return find_in


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_difference_is_found_where_it_is(sample: Sample, find: Any) -> None:
    """At its keys, once each, and not in a connection that only comes close."""
    found = find(sample.fill(**VALUES))
    assert [each["key"] for each in found if each["difference"] == sample.difference] == list(sample.keys)


def test_every_difference_of_connections_has_samples() -> None:
    """One that has it at least, and one that has not, but of what is refused."""
    names = {each.name for each in DIFFERENCES if each.subject == "connection" and each.is_found}
    assert {sample.difference for sample in SAMPLES if sample.keys} == names
    refused = {"half-credentials", "refused", "refused-sooner"}
    assert {sample.difference for sample in SAMPLES if not sample.keys} == names - refused


@pytest.mark.parametrize(
    "connection",
    [
        connect(region_name="eu-west-1"),
        connect(None, None),
        connect(None, None, region_name="eu-west-1", config_kwargs={"read_timeout": 5}, profile_name="p"),
        connect(**ROLE, assume_role_kwargs={"RoleSessionName": "x7", "ExternalId": "x7"}),
        "aws://KEY:SECRET@/?region_name=eu-west-1",
    ],
    ids=str,
)
def test_nothing_is_found_where_both_hooks_do_the_same(connection: Any, find: Any) -> None:
    """An everyday connection."""
    assert find(Sample("", connection, ()).fill(**VALUES)) == []


def test_the_name_of_a_session_can_be_kept(find: Any) -> None:
    """The stock hook writes it in small letters; of an id that it would change no name is given."""
    connection = Sample("", connect(**ROLE), ()).fill(**VALUES)
    (found,) = find(connection)
    assert found["what"] == "the session is airflow_etl_1 today"
    assert found["advice"] == 'to keep the name of today: "role_session_name": "airflow_etl_1"'
    (found,) = find(connection, "etl 1")
    assert (found["what"], found["advice"][:20]) == ("", "if a policy has a co")


def test_a_half_pair_beside_a_whole_one_is_no_reason_for_the_workers_identity(find: Any) -> None:
    """The stock hook took the whole one."""
    connection = connect(password=None, aws_access_key_id="KEY", aws_secret_access_key="SECRET")
    found = find(Sample("", connection, ()).fill(**VALUES))
    assert [(each["difference"], each["key"]) for each in found if each["level"] == "error"] == [
        ("refused", "password")
    ]


def test_a_token_goes_where_the_deployment_lets_it(find: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint of [awsconn] token_endpoints."""
    (sample,) = [each for each in SAMPLES if each.difference == "token-not-sent" and "BENCH" in str(each.connection)][
        :1
    ]
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", "https://a.example, http://127.0.0.1:9000")
    found = find(sample.fill(**VALUES))
    assert "token-not-sent" not in [each["difference"] for each in found]


def test_the_same_place_may_have_several_differences(find: Any) -> None:
    """Each is told by itself."""
    found = find(Sample("", connect(endpoint_url="BENCH", role_arn="ROLE", host="BENCH"), ()).fill(**VALUES))
    assert [each["difference"] for each in found] == [
        "identity-key",
        "store-sts",
        "session-name",
        "store-preset",
        "told",
        "store-test",
    ]


def test_what_is_known_of_a_connection_shows_no_secret() -> None:
    """Extra as it is stored has them in clear."""
    given = Given("x", {"aws_session_token": CANARY}, AwsConnection(), (), ())
    assert CANARY not in repr(given)
    assert given.raw["aws_session_token"] == CANARY


def test_the_keys_of_the_stock_hook_are_keys_of_ours() -> None:
    """None is lost on the way."""
    assert KEY_BY_NAME.keys() >= STOCK_KEYS
