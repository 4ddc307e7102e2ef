"""The server of ``tests/aws_bench`` for what is measured with requests, and a connection with a role there."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from bench.running import ROOT, BenchError
from bench.samples import CONN_ID, OURS, REGION
from tests.aws_bench import AwsBench

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import TracebackType

    from typing_extensions import Self

    from bench.measures import Sts

# Not resolved: a virtual environment's interpreter is known by the path of its link.
SERVER_PYTHON = ROOT / ".venvs" / "servers" / "bin" / "python"
# botocore renews so long before the end, and this hook, which renews in the last quarter, shortly before it.
BOTOCORE_WINDOW_SECONDS = 900


class RoleServer:
    """The server, and what a run asks of it. A context manager.

    Raises:
        BenchError: when it can't be started.
    """

    def __init__(self) -> None:
        if not SERVER_PYTHON.exists():
            raise BenchError("needs the environment .venvs/servers; `make bench` prepares it")
        try:
            self._server = AwsBench.start(str(SERVER_PYTHON))
        except RuntimeError as error:
            raise BenchError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    def prepare(self, sts: Sts, contender: str) -> dict[str, str]:
        """Forget the run before, and give the environment variables of the next one: the same connection for all.

        Args:
            sts: how AssumeRole is answered.
            contender: who asks.
        """
        self._server.reset()
        window = 0 if contender == OURS else BOTOCORE_WINDOW_SECONDS
        self._server.set_assume_role_lifetime(sts.lifetime_seconds + window)
        if sts.latency_seconds:
            self._server.set_fault("AssumeRole", latency_seconds=sts.latency_seconds)
        # The stock hook takes the STS endpoint for roles from service_config alone.
        extra = {
            "region_name": REGION,
            "role_arn": self._server.role_arn,
            "endpoint_url": self._server.endpoint_url,
            "service_config": {"sts": {"endpoint_url": self._server.endpoint_url}},
        }
        keys = {"login": self._server.worker.access_key, "password": self._server.worker.secret_key}
        return {f"AIRFLOW_CONN_{CONN_ID.upper()}": json.dumps({"conn_type": "aws", **keys, "extra": extra})}

    def count_calls(self, where: str, others: Collection[str] = ()) -> int:
        """Count the AssumeRole calls of a run, and refuse a run that was not what the tables say of it.

        Args:
            where: which run it was, for people.
            others: the operations that the run calls beside.

        Raises:
            BenchError: when a request was refused, or is of another kind.
        """
        wanted = ("AssumeRole", 200, self._server.role_arn, f"airflow_{CONN_ID}")
        for request in self._server.requests():
            if request.action in others and request.status == HTTPStatus.OK:
                continue
            # The stock hook writes session names in lower case.
            name = (request.role_session_name or "").lower()
            told = (request.action, request.status, request.role_arn, name)
            if told != wanted:
                raise BenchError(
                    f"{where}: the server got {told}; it is to get nothing but {', '.join([str(wanted), *others])}"
                )
        return self._server.count("AssumeRole")
