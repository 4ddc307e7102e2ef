"""Set moto up: users and roles to sign for, and a check that is right about requests that AWS takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import S3IAMRequest
from moto.iam.models import get_account_id_from, iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sts.models import sts_backends

from .descriptions import UNSIGNED_STS_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Moto = Callable[..., Iterable[bytes]]

OTHER_ACCOUNT_ID = "210987654321"
# Any principal: the roles are there to be assumed by each other, by tokens and by assertions.
TRUST_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
)


def build_policy(*actions: str) -> str:
    """A policy document that allows the actions on everything."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


CHAIN_POLICY = build_policy("s3:*", "sts:*")


def create_users_and_roles() -> dict[str, str]:
    """Create users and roles in moto; their keys and ARNs, as the ready line tells them."""
    iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    keys = {}
    for name, policy in {
        "worker": build_policy("*"),
        "limited": build_policy("sts:GetCallerIdentity", "sts:AssumeRole"),
    }.items():
        iam.create_user("us-east-1", name)
        iam.put_user_policy(name, name, policy)
        keys[name] = iam.create_access_key(name)
    return {
        "account_id": DEFAULT_ACCOUNT_ID,
        "access_key": keys["worker"].access_key_id,
        "secret_key": keys["worker"].secret_access_key,
        "limited_access_key": keys["limited"].access_key_id,
        "limited_secret_key": keys["limited"].secret_access_key,
        "role_arn": create_role(DEFAULT_ACCOUNT_ID, "etl", build_policy("s3:*")),
        "nobody_role_arn": create_role(DEFAULT_ACCOUNT_ID, "nobody", None),
        "hub_role_arn": create_role(DEFAULT_ACCOUNT_ID, "hub", CHAIN_POLICY),
        "spoke_role_arn": create_role(DEFAULT_ACCOUNT_ID, "spoke", CHAIN_POLICY),
        "third_role_arn": create_role(DEFAULT_ACCOUNT_ID, "third", CHAIN_POLICY),
        "other_account_id": OTHER_ACCOUNT_ID,
        "other_role_arn": create_role(OTHER_ACCOUNT_ID, "partner", CHAIN_POLICY),
        "saml_principal_arn": f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:saml-provider/idp",
    }


def create_role(account_id: str, name: str, policy: str | None) -> str:
    """Create a role that anybody may assume; its ARN."""
    iam = iam_backends[account_id]["aws"]
    role = iam.create_role(name, TRUST_POLICY, "/", None, "", [], "3600")
    if policy is not None:
        iam.put_role_policy(name, name, policy)
    return str(role.arn)


def is_role(role_arn: str) -> bool:
    """Tell whether there is such a role, in any account."""
    account_id = parse_account_id(role_arn)
    # Looking an account up would create it.
    if account_id not in iam_backends:
        return False
    return any(role.arn == role_arn for role in iam_backends[account_id]["aws"].roles.values())


def parse_account_id(arn: str) -> str:
    """The account in an ARN, or an empty text."""
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 else ""


def describe_caller(access_key: str | None) -> str:
    """The ARN of whom an access key belongs to."""
    if access_key is None:
        return "anonymous"
    backend = sts_backends[get_account_id_from(access_key)]["aws"]
    return str(backend.get_caller_identity(access_key, "us-east-1")[1])


def repair_moto_checks() -> None:
    """Replace moto's check where it is wrong about requests that AWS takes."""
    check = ActionAuthenticatorMixin._authenticate_and_authorize_action

    def check_signed(self: Any, iam_request_cls: type, resource: str = "*") -> None:
        def build_iam_request(**request: Any) -> object:
            # Moto signs this in place of an empty body. For a form it is the form, otherwise it is the URL's
            # parameters or even the headers: every right signature of a GET to Lambda or EKS is refused.
            content_type = request["headers"].get("Content-Type", "")
            if not content_type.startswith("application/x-www-form-urlencoded") and iam_request_cls is not S3IAMRequest:
                request["data"] = {}
            return iam_request_cls(**request)

        # Moto fails with 500 on any request without a signature.
        if "Authorization" in self.headers or self._get_action() not in UNSIGNED_STS_ACTIONS:
            check(self, build_iam_request, resource)

    ActionAuthenticatorMixin._authenticate_and_authorize_action = check_signed


def build_moto() -> Moto:
    """Moto as a WSGI app that checks every request."""
    repair_moto_checks()
    # Moto reads this at each request.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    moto = DomainDispatcherApplication(create_backend_app)
    for service in ("iam", "s3", "sts"):
        # Loaded now, or the first request of a test pays for it.
        moto.app_instances[service] = create_backend_app(service)
    return moto  # type: ignore[no-any-return]
