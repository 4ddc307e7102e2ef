"""What is typed into every field of the form, and connections such as people make them without the form."""

from __future__ import annotations

from typing import Any

# What must be seen nowhere but where it is stored. A quote, a bracket and what URLs encode are part of them.
PASSWORD_CANARY = "canary-pass/+%2F=\"'<b>"
TOKEN_CANARY = "canary-token/+==" + "x" * 300
OTHER_TOKEN_CANARY = "canary-other-token/+"
CANARIES = ("canary-pass", "canary-token", "canary-other-token")

LOGIN = "AKIAIOSFODNN7EXAMPLE"
DESCRIPTION = 'of the browser tests: "quoted", <b>, é'

# The value of each field of the form, as it is to be stored.
VALUES: dict[str, Any] = {
    "region_name": "mx-central-1",
    "role_arn": "arn:aws:iam::123456789012:role/team/etl",
    "external_id": "0042+=,.@:/-_",
    "aws_session_token": TOKEN_CANARY,
    "profile_name": "my profile é",
    "endpoint_url": "https://minio.example:9000/a?b=%2F",
    "store": "minio",
    "assume_role_method": "assume_role_with_web_identity",
    "verify": "/etc/ssl/private ca.pem",
    "duration_seconds": 5400,
    "allowed_account_ids": ["123456789012", "000000000042"],
    "config_kwargs": {
        "retries": {"mode": "standard", "max_attempts": 10},
        "tcp_keepalive": True,
        "parameter_validation": False,
        "user_agent_extra": "a \"quoted\" 'text', <b>&amp; é",
        "read_timeout": 2.5,
    },
    "service_config": {"s3": {"bucket_name": "b", "config_kwargs": {"s3": {"addressing_style": "path"}}}, "sts": {}},
    "assume_role_kwargs": {"DurationSeconds": 3600, "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]},
    "session_tags": {"team": "etl", "cost": "0042"},
    "role_chain": [
        "arn:aws:iam::123456789012:role/hub",
        {"role_arn": "arn:aws:iam::210987654321:role/etl", "duration_seconds": 900},
    ],
    "test_probe": "s3://my-bucket/a prefix",
}

# What no form would write, but REST, the CLI and files do.
HAND_MADE: dict[str, Any] = {
    "region_name": "eu-west-1",
    "verify": False,
    "duration_seconds": "3600",
    "aws_session_token": TOKEN_CANARY,
    "external_id": 42,
    "config_kwargs": {"retries": {"max_attempts": 3}, "tcp_keepalive": False, "read_timeout": 2.5},
    "session_tags": {},
    "allowed_account_ids": ["000000000042"],
    "role_chain": [{"role_arn": "arn:aws:iam::210987654321:role/etl"}],
    "test_probe": {"service": "s3", "operation": "list_buckets", "parameters": {"MaxBuckets": 1}},
    "not_ours": {"list": [1, 2.5, True, None, "text"], "empty": {}, "flag": False},
    "flag": True,
    "nothing": None,
    "number": 7,
}
