"""Connections that have a difference from the stock hook each, and connections that come close and have none.

BENCH, KEY, SECRET and ROLE stand for an AWS-like server, a key pair that is good there and a role of it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

ROLE = {"role_arn": "ROLE", "region_name": "eu-west-1"}
NAMED = ROLE | {"role_session_name": "x"}
STORE = {"endpoint_url": "BENCH", "region_name": "eu-west-1"}
OWN_S3 = {"s3": {"endpoint_url": "BENCH"}}
OWN_STS = {"sts": {"endpoint_url": "BENCH"}}
PRESET = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
WEB = {
    **ROLE,
    "assume_role_method": "assume_role_with_web_identity",
    "assume_role_with_web_identity_federation": "file",
    "assume_role_with_web_identity_token_file": "/token",
}
SAML = {
    **ROLE,
    "assume_role_method": "assume_role_with_saml",
    "assume_role_with_saml": {
        "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
        "idp_url": "https://idp.example/sso",
        "idp_auth_method": "http_spegno_auth",
        "saml_response_xpath": "//x",
    },
}


class Sample(NamedTuple):
    """A connection, and where it has a difference.

    Attributes:
        difference: the name of the difference.
        connection: the connection.
        keys: where it has it; empty for one that comes close and does not.
    """

    difference: str
    connection: Any
    keys: tuple[str, ...]

    def __str__(self) -> str:
        said = self.connection if isinstance(self.connection, str) else json.dumps(self.connection)
        return f"{self.difference}-{'has' if self.keys else 'not'}-{said[:70]}"

    def fill(self, **values: str) -> Any:
        """Give the connection with values for what stands for some."""
        text = json.dumps(self.connection)
        for name, value in values.items():
            text = text.replace(f'"{name}', f'"{value}')
        return json.loads(text)


def connect(login: str | None = "KEY", password: str | None = "SECRET", **extra: Any) -> dict[str, Any]:
    """Give a connection with these keys in Extra."""
    return {"conn_type": "aws", "login": login, "password": password, "extra": extra}


def chain(**extra: Any) -> dict[str, Any]:
    """Give a connection without a key pair."""
    return connect(None, None, **extra)


# What is refused now, and works with the stock hook.
REFUSED = (
    Sample("half-credentials", connect(password=None), ("password",)),
    Sample("half-credentials", connect(login=None), ("login",)),
    Sample(
        "half-credentials",
        chain(session_kwargs={"aws_access_key_id": "KEY"}),
        ("extra.session_kwargs.aws_secret_access_key",),
    ),
    Sample("refused", connect(aws_access_key_id="KEY"), ("extra.aws_secret_access_key",)),
    Sample("refused", {"conn_type": "aws", "extra": "{broken"}, ("extra",)),
    Sample("refused", {"conn_type": "aws", "host": "somebody"}, ("host",)),
    Sample("refused", connect(session_kwargs={"botocore_session": "x"}), ("extra.session_kwargs.botocore_session",)),
    Sample("refused", connect(session_kwargs={"region_name": "mars"}), ("extra.session_kwargs.region_name",)),
    Sample(
        "refused",
        connect(service_config={"s3": {"config_kwargs": {"retires": 1}}}),
        ("extra.service_config.s3.config_kwargs.retires",),
    ),
    Sample("refused", connect(**STORE, verify="/nowhere/ca.pem"), ("extra.verify",)),
    Sample("refused", connect(role_chain=["x"]), ("extra.role_chain.0.role_arn",)),
    Sample("refused", connect(assume_role_method="by_hand"), ("extra.assume_role_method",)),
    Sample("refused", connect(region_name="mars", service_config=OWN_S3), ("extra.region_name",)),
    Sample("refused", connect(duration_seconds=5), ("extra.duration_seconds",)),
    Sample("refused", connect(store="minio"), ("extra.store",)),
    Sample("refused", "aws://KEY:a/b@", ("uri",)),
)
# What is refused now, and fails with the stock hook as well.
REFUSED_SOONER = (
    Sample("refused-sooner", chain(aws_access_key_id="KEY"), ("extra.aws_secret_access_key",)),
    Sample("refused-sooner", chain(aws_secret_access_key="SECRET"), ("extra.aws_access_key_id",)),
    Sample("refused-sooner", chain(aws_session_token="token"), ("extra.aws_session_token",)),
    Sample("refused-sooner", connect(role_arn="MyRole"), ("extra.role_arn",)),
    Sample("refused-sooner", connect(**ROLE, assume_role_method="by_hand"), ("extra.assume_role_method",)),
    Sample("refused-sooner", connect(config_kwargs={"retires": 1}), ("extra.config_kwargs.retires",)),
    Sample(
        "refused-sooner",
        connect(**ROLE, assume_role_kwargs={"ExternalID": "x"}),
        ("extra.assume_role_kwargs.ExternalID",),
    ),
    Sample("refused-sooner", connect(endpoint_url="localhost:9000"), ("extra.endpoint_url",)),
    Sample("refused-sooner", connect(password="***"), ("password",)),
    Sample("refused-sooner", connect("ASIAIOSFODNN7EXAMPLE"), ("extra.aws_session_token",)),
    Sample("refused-sooner", {"conn_type": "aws", "extra": ["x"]}, ("extra",)),
)
# The same, but that only AWS itself or a server by TLS can tell.
REFUSED_ELSEWHERE = (
    Sample("refused-sooner", connect(region_name="mars"), ("extra.region_name",)),
    Sample("refused-sooner", connect(verify="/nowhere/ca.pem"), ("extra.verify",)),
)
OTHERS = (
    Sample("session-profile", connect(session_kwargs={"profile_name": "p"}), ("extra.session_kwargs.profile_name",)),
    Sample("session-profile", connect(profile_name="p", session_kwargs={"profile_name": "q"}), ()),
    Sample(
        "session-region", connect(session_kwargs={"region_name": "eu-west-2"}), ("extra.session_kwargs.region_name",)
    ),
    Sample("session-region", connect(region_name="eu-west-1", session_kwargs={"region_name": "eu-west-2"}), ()),
    Sample("identity-key", connect(aws_iam_role="etl", aws_account_id="123456789012"), ("extra.aws_iam_role",)),
    Sample("identity-key", connect(role_chain=["ROLE"]), ("extra.role_chain",)),
    Sample("identity-key", connect(host="BENCH"), ("extra.host",)),
    Sample("identity-key", connect(**ROLE, external_id="x7"), ()),
    Sample("prefixed-key", connect(extra__aws__region_name="eu-west-1"), ("extra.extra__aws__region_name",)),
    Sample("prefixed-key", connect(extra__aws__region_name="eu-west-1", region_name="eu-west-2"), ()),
    Sample("prefixed-key", connect(extra__aws__region_name=None, extra__aws__other="x"), ()),
    Sample("store-sts", connect(**STORE, role_arn="ROLE"), ("extra.endpoint_url",)),
    Sample("store-sts", connect(**STORE, role_arn="ROLE", service_config=OWN_STS), ()),
    Sample("store-sts", connect(**ROLE, endpoint_url="https://s3.eu-west-1.amazonaws.com"), ()),
    Sample("store-sts", connect(**STORE), ()),
    Sample("token-not-sent", chain(**WEB, service_config=OWN_STS), ("extra.assume_role_method",)),
    Sample("token-not-sent", chain(**WEB, verify=False), ("extra.assume_role_method",)),
    Sample("token-not-sent", chain(**WEB), ()),
    Sample("token-not-sent", connect(**ROLE, service_config=OWN_STS), ()),
    Sample(
        "token-not-sent",
        chain(**SAML, verify=False),
        ("extra.assume_role_method", "extra.assume_role_with_saml.idp_url"),
    ),
    Sample("token-not-sent", chain(**SAML), ()),
    Sample("verify-text", connect(verify="False"), ("extra.verify",)),
    Sample("verify-text", "aws://KEY:SECRET@/?verify=false", ("extra.verify",)),
    Sample("verify-text", connect(verify=False), ()),
    Sample("verify-for-sts", connect(**ROLE, verify=False), ("extra.verify",)),
    Sample("verify-for-sts", connect(**ROLE, verify=True), ()),
    Sample("verify-for-sts", connect(region_name="eu-west-1", verify=False), ()),
    Sample("verify-for-sts", connect(**ROLE, verify=False, service_config={"sts": {"verify": True}}), ()),
    Sample("verify-for-sts", chain(**WEB, verify=False), ()),
    Sample("sts-region", connect(role_arn="ROLE"), ("extra.region_name",)),
    Sample("sts-region", connect(**ROLE), ()),
    Sample("sts-region", connect(role_arn="ROLE", service_config={"sts": {"region_name": "eu-west-1"}}), ()),
    Sample("sts-region", connect(role_arn="ROLE", endpoint_url="BENCH"), ()),
    Sample("sts-region", connect(), ()),
    Sample("session-name", connect(**ROLE), ("extra.role_arn",)),
    Sample("session-name", chain(**WEB), ("extra.role_arn",)),
    Sample("session-name", connect(**NAMED), ()),
    Sample("session-name", connect(**ROLE, assume_role_kwargs={"RoleSessionName": "x7"}), ()),
    Sample("session-name", chain(**SAML), ()),
    Sample("store-preset", connect(**STORE), ("extra.endpoint_url",)),
    Sample(
        "store-preset",
        connect(service_config=OWN_S3),
        ("extra.service_config.s3.endpoint_url",),
    ),
    Sample("store-preset", connect(**STORE, store="aws"), ()),
    Sample("store-preset", connect(**STORE, config_kwargs=PRESET), ()),
    Sample("store-preset", connect(endpoint_url="BENCH", config_kwargs=PRESET), ("extra.endpoint_url",)),
    Sample("store-preset", connect(service_config=OWN_STS), ()),
    Sample("store-preset", connect(endpoint_url="https://s3.eu-west-1.amazonaws.com"), ()),
    Sample(
        "service-settings",
        connect(
            service_config={"s3": {"region_name": "eu-west-1", "verify": False, "config_kwargs": {"read_timeout": 5}}}
        ),
        tuple(f"extra.service_config.s3.{name}" for name in ("region_name", "verify", "config_kwargs")),
    ),
    Sample("service-settings", connect(service_config={"s3": {"endpoint_url": "BENCH", "bucket_name": "b"}}), ()),
    Sample(
        "new-key",
        connect(**ROLE, external_id="x7", duration_seconds=900),
        ("extra.external_id", "extra.duration_seconds"),
    ),
    Sample("new-key", connect(allowed_account_ids=["123456789012"]), ("extra.allowed_account_ids",)),
    Sample("new-key", connect(external_id="x7"), ()),
    Sample("new-key", connect(**ROLE), ()),
    Sample("text-value", connect(config_kwargs='{"read_timeout": 5}'), ("extra.config_kwargs",)),
    Sample("text-value", connect(config_kwargs={"read_timeout": 5}), ()),
    Sample("text-value", connect(config_kwargs="{broken"), ()),
    Sample("told", connect(regionname="x"), ("extra.regionname",)),
    Sample("told", connect(external_id="x7"), ("extra.external_id",)),
    Sample("told", connect(region_name="eu-west-1", bucket_name="b"), ()),
    Sample("store-test", connect(**STORE), ("extra.endpoint_url",)),
    Sample("store-test", connect(**STORE, service_config=OWN_STS), ()),
)
SAMPLES = (*REFUSED, *REFUSED_SOONER, *REFUSED_ELSEWHERE, *OTHERS)
