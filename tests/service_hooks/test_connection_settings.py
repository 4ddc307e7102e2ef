"""What the connection says, as hooks read it: ``conn_config`` and ``AwsConnectionWrapper``."""

# mypy: disable-error-code="attr-defined, union-attr"

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from airflow.providers.common.compat.sdk import Connection
from botocore.config import Config

from .base import AwsBaseHook, AwsConnectionWrapper
from .report_bucket import ReportBucketHook

if TYPE_CHECKING:
    from .conftest import Connect

EXTRA: dict[str, Any] = {
    "region_name": "eu-west-1",
    "verify": False,
    "endpoint_url": "https://aws.acme.test",
    "service_config": {
        "s3": {"bucket_name": "acme", "endpoint_url": "https://s3.acme.test"},
        "sts": {"endpoint_url": "https://sts.acme.test"},
        "sqs": {"queue": "orders"},
    },
    "config_kwargs": {"read_timeout": 11, "retries": {"mode": "standard"}},
    "role_arn": "arn:aws:iam::123456789012:role/loader",
    "assume_role_method": "assume_role",
    "assume_role_kwargs": {"RoleSessionName": "acme", "DurationSeconds": 900},
}


@pytest.fixture
def hook(connect: Connect) -> ReportBucketHook:
    """A hook with a connection that says much. Nobody asks AWS."""
    return ReportBucketHook(connect("rich", login="AKIAACME", password="acme-secret", schema="sales", extra=EXTRA))


def test_what_the_connection_is(hook: ReportBucketHook) -> None:
    """Its id, type, login and schema; it is true where there is one."""
    settings = hook.conn_config
    assert isinstance(settings, AwsConnectionWrapper)
    assert settings
    assert (settings.conn_id, settings.conn_type) == ("rich", "aws")
    assert (settings.login, settings.schema) == ("AKIAACME", "sales")
    assert settings.aws_access_key_id == "AKIAACME"
    assert "acme-secret" not in repr(hook.log)
    assert settings is hook.conn_config


def test_where_and_how(hook: ReportBucketHook) -> None:
    """Region, verification, endpoint and configuration, of the settings and of the hook."""
    settings = hook.conn_config
    assert (settings.region_name, hook.region_name) == ("eu-west-1", "eu-west-1")
    assert (settings.verify, hook.verify) == (False, False)
    assert settings.endpoint_url == "https://aws.acme.test"
    assert isinstance(settings.botocore_config, Config)
    assert settings.botocore_config.read_timeout == hook.config.read_timeout == 11
    assert settings.botocore_config.retries["mode"] == "standard"
    assert settings.profile_name is None


def test_roles(hook: ReportBucketHook) -> None:
    """The role, how it is assumed, and with what."""
    settings = hook.conn_config
    assert settings.role_arn == "arn:aws:iam::123456789012:role/loader"
    assert settings.assume_role_method == "assume_role"
    assert settings.assume_role_kwargs == {"RoleSessionName": "acme", "DurationSeconds": 900}


def test_services(hook: ReportBucketHook) -> None:
    """What is said of single services, a deployment's own keys with it."""
    settings = hook.conn_config
    assert settings.service_config == EXTRA["service_config"]
    assert settings.get_service_config("sqs") == {"queue": "orders"}
    assert settings.get_service_config(service_name="ec2") == {}
    assert hook.service_config["bucket_name"] == hook.default_bucket == "acme"


def test_endpoints(hook: ReportBucketHook) -> None:
    """A service's own endpoint beats that of all, which STS does not take to assume a role or to test."""
    get = hook.conn_config.get_service_endpoint_url
    assert get("s3") == "https://s3.acme.test"
    assert get(service_name="sqs") == "https://aws.acme.test"
    assert get("sts") == get("sts", sts_connection_assume=True) == "https://sts.acme.test"
    assert get("sts", sts_test_connection=True) == "https://sts.acme.test"
    extra = {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"}
    get = AwsConnectionWrapper(
        Connection(conn_id="x", conn_type="aws", extra=json.dumps(extra))
    ).get_service_endpoint_url
    assert get("s3") == "https://s3.eu-west-1.amazonaws.com"
    assert get("sts", sts_connection_assume=True) is None
    assert get("sts", sts_test_connection=True) is None
    assert AwsConnectionWrapper(None).get_service_endpoint_url("s3") is None


def test_extra(hook: ReportBucketHook) -> None:
    """The Extra as it stands in the connection, by both names; it may be written to."""
    assert hook.conn_config.extra_config == EXTRA
    assert hook.conn_config.extra_dejson == EXTRA
    assert hook.conn_config.extra_dejson.get("driver", "rest") == "rest"
    assert dict(hook.conn_config.extra_config, added=1)["added"] == 1


def test_session_arguments(hook: ReportBucketHook, connect: Connect) -> None:
    """What boto3's session is made of: only what somebody has said."""
    kwargs = hook.conn_config.session_kwargs
    assert set(kwargs) == {"aws_access_key_id", "aws_secret_access_key", "region_name"}
    assert (kwargs["aws_access_key_id"], kwargs["region_name"]) == ("AKIAACME", "eu-west-1")
    extra = {"profile_name": "acme"}
    kwargs = AwsBaseHook(connect("profile", login=None, password=None, extra=extra)).conn_config.session_kwargs
    assert kwargs == {"profile_name": "acme", "region_name": "eu-west-1"}


def test_the_hooks_own_settings_beat_the_connections(hook: ReportBucketHook) -> None:
    """Region and verification of the constructor are those of the settings."""
    own = AwsBaseHook(hook.aws_conn_id, region_name="eu-central-1", verify="/etc/acme.pem")
    assert (own.conn_config.region_name, own.conn_config.verify) == ("eu-central-1", "/etc/acme.pem")
    assert (own.region_name, own.verify) == ("eu-central-1", "/etc/acme.pem")
    assert own.conn_config.session_kwargs["region_name"] == "eu-central-1"


class TestWrapper:
    """``AwsConnectionWrapper`` as hooks make it themselves."""

    def test_of_a_connection(self) -> None:
        """What is given with the connection beats what it says."""
        conn = Connection(conn_id="x", conn_type="aws", login="AKIA", password="secret", extra=json.dumps(EXTRA))
        wrapper = AwsConnectionWrapper(conn)
        assert (wrapper.conn_id, wrapper.login, wrapper.region_name, wrapper.verify) == (
            "x",
            "AKIA",
            "eu-west-1",
            False,
        )
        config = Config(read_timeout=3)
        wrapper = AwsConnectionWrapper(conn=conn, region_name="eu-central-1", botocore_config=config, verify=True)
        assert (wrapper.region_name, wrapper.verify) == ("eu-central-1", True)
        assert wrapper.botocore_config.read_timeout == 3

    def test_of_another(self) -> None:
        """A wrapper of a wrapper says the same, but for what is given with it."""
        conn = Connection(conn_id="x", conn_type="aws", login="AKIA", password="secret", extra=json.dumps(EXTRA))
        first = AwsConnectionWrapper(conn, region_name="eu-central-1")
        second = AwsConnectionWrapper(first)
        assert (second.conn_id, second.region_name, second.role_arn) == ("x", "eu-central-1", first.role_arn)
        assert second.extra_config == EXTRA
        assert AwsConnectionWrapper(first, region_name="eu-west-3").region_name == "eu-west-3"

    def test_of_nothing(self) -> None:
        """Without a connection it is false, and says what is given."""
        wrapper = AwsConnectionWrapper(conn=None, region_name="eu-west-3")
        assert not wrapper
        assert (wrapper.region_name, wrapper.login, wrapper.role_arn) == ("eu-west-3", None, None)
        assert (wrapper.extra_config, wrapper.service_config, wrapper.assume_role_kwargs) == ({}, {}, {})
        assert wrapper.session_kwargs == {"region_name": "eu-west-3"}

    def test_of_metadata(self) -> None:
        """Id, keys and Extra make a connection of type aws."""
        wrapper = AwsConnectionWrapper.from_connection_metadata(
            conn_id="made", login="AKIA", password="secret", extra={"region_name": "eu-west-3", "acme": {"a": 1}}
        )
        assert wrapper
        assert (wrapper.conn_id, wrapper.conn_type, wrapper.login) == ("made", "aws", "AKIA")
        assert (wrapper.region_name, wrapper.extra_config["acme"]) == ("eu-west-3", {"a": 1})
