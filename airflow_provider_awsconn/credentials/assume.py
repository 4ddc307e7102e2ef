"""The calls of STS that give the credentials of a role.

https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
"""

from __future__ import annotations

import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.arn import account_of_arn, build_role_arn, partition_of_arn
from airflow_provider_awsconn.credentials.errors import UnusableAnswerError
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection import RoleStep

# A Date header counts whole seconds and is some time on its way.
_CLOCKS_AGREE_SECONDS = 5.0
_MEMBERS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


class RoleCall:
    """Asks STS for the credentials of one role.

    Args:
        create_sts: makes the STS client that asks; called once per process.
        operation: boto3's name of the call, such as ``assume_role``.
        role: which role.
        partition: where the role is, while only its name is known.
        build_arguments: gives the further arguments of the call, secrets in clear.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        create_sts: Callable[[], Any],
        operation: str,
        role: RoleStep,
        partition: str,
        build_arguments: Callable[[], Mapping[str, Any]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sts = ProcessLocal(create_sts)
        self._operation = operation
        self._role = role
        self._partition = partition
        self._build_arguments = build_arguments
        self._clock = clock
        self._arn = role.arn

    def __call__(self) -> MintedCredentials:
        """Ask, and give a new set."""
        sts = self._sts.get()
        arn = self._arn = self._arn or self._resolve_arn(sts)
        answer = getattr(sts, self._operation)(RoleArn=arn, **self._build_arguments())
        return read_answer(answer, account_of_arn(arn), self._clock())

    def _resolve_arn(self, sts: Any) -> str:
        name = str(self._role.name)
        if self._role.account_id is not None:
            return build_role_arn(self._partition, self._role.account_id, name)
        caller = sts.get_caller_identity()
        return build_role_arn(partition_of_arn(caller["Arn"]), caller["Account"], name)


def read_answer(answer: Mapping[str, Any], account_id: str, now: float) -> MintedCredentials:
    """Read what STS answered; the end is told by this machine's clock, which may not agree with STS's."""
    given = answer.get("Credentials") or {}
    missing = [name for name in _MEMBERS if not given.get(name)]
    if missing:
        raise UnusableAnswerError(
            f"STS answered without {' and '.join(missing)}", "look whether it is STS that answers at its endpoint"
        )
    ends: datetime = given["Expiration"]
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    ahead = now - _read_date(date, now)
    return MintedCredentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        token=given["SessionToken"],
        minted_at=now,
        expires_at=ends.timestamp() + (ahead if abs(ahead) > _CLOCKS_AGREE_SECONDS else 0.0),
        account_id=account_id,
    )


def _read_date(date: str | None, otherwise: float) -> float:
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return otherwise
    return moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp()
