"""What each step of a connection test looks at, and what it says of it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.precedence import Setting, settle_default_region, settle_region
from airflow_provider_awsconn.connection.region import default_region_of_partition
from airflow_provider_awsconn.credentials.errors import describe_moment
from airflow_provider_awsconn.credentials.explain import describe_role
from airflow_provider_awsconn.diagnosis.circumstances import describe_role_shape
from airflow_provider_awsconn.doctor.failures import describe_failure
from airflow_provider_awsconn.doctor.report import CREDENTIALS, IDENTITY, PROBE, REGION, ROLE, SETTINGS, Step
from airflow_provider_awsconn.doctor.requests import (
    LIST_BUCKETS,
    Finding,
    ask_identity,
    ask_probe,
    choose_probe,
    describe_place,
)
from airflow_provider_awsconn.doctor.sources import describe_base, describe_federation
from airflow_provider_awsconn.doctor.subject import is_unsigned
from airflow_provider_awsconn.errors import InvalidConnectionError
from airflow_provider_awsconn.sessions.checks import check_services
from airflow_provider_awsconn.sessions.circumstances import describe_circumstances
from airflow_provider_awsconn.sessions.operation_names import check_probe
from airflow_provider_awsconn.sessions.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.credentials.chain import Hop
    from airflow_provider_awsconn.diagnosis.circumstances import Circumstances
    from airflow_provider_awsconn.doctor.subject import Subject
    from airflow_provider_awsconn.sessions.factory import SessionFactory


class Examiner:
    """Takes the steps of a test one after the other, up to the first that fails.

    Args:
        subject: what is examined.
        timeout_seconds: how long the steps have.
        begin: is told each step before it is taken: name, title, and what it is about to do.
        on_secret: gets each secret value before anybody can use it.
    """

    def __init__(
        self,
        subject: Subject,
        timeout_seconds: float,
        begin: Callable[[str, str, str], None],
        on_secret: Callable[[str, float | None], None],
    ) -> None:
        self._subject = subject
        self._connection = subject.connection
        self._timeout_seconds = timeout_seconds
        self._begin = begin
        self._on_secret = on_secret
        self._worker: Worker | None = None
        self._factory: SessionFactory | None = None
        self._method: str | None = None

    def take_steps(self) -> Iterator[Step]:
        """Take the steps."""
        for step in self._list_steps():
            yield step
            if step.outcome == "failed":
                return

    def _list_steps(self) -> Iterator[Step]:
        yield self._take(SETTINGS, SETTINGS, "read the settings", self._look_at_settings)
        yield self._take(REGION, REGION, "settle the region", self._look_at_region)
        if is_unsigned(self._get_factory(), self._asked_service):
            text = "requests are unsigned, as the connection asks"
            yield Step(CREDENTIALS, CREDENTIALS, "skipped", text)
        else:
            yield from self._take_hops()
            yield self._take_identity()
        yield self._take_probe()

    def _take(
        self, name: str, title: str, doing: str, look: Callable[[], Finding], role: int | None = None, service: str = ""
    ) -> Step:
        self._begin(name, title, doing)
        started = time.monotonic()
        try:
            text, outcome, advice, proof, cause = look()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the step came to
            seconds = time.monotonic() - started
            return describe_failure(error, name, title, seconds, self._describe_circumstances(service, role))
        return Step(name, title, outcome, text, time.monotonic() - started, advice, cause, proof)

    def _describe_circumstances(self, service: str, role: int | None) -> Circumstances | None:
        """Describe what is known of a request that failed; of the role that was asked for, or of what signed."""
        if self._factory is None:
            return None
        connection = self._connection
        service, url = service or self._asked_service, None
        if service == "sts" and role is None:
            url = self._subject.sts_url
        try:
            known = describe_circumstances(self._factory.arguments, service, self._method, endpoint_url=url)
        except Exception:  # noqa: BLE001 - what failed is told all the same
            return None
        if role is None:
            return known
        return replace(known, role=describe_role(connection, role), role_shape=describe_role_shape(connection, role))

    # The settings.

    def _look_at_settings(self) -> Finding:
        connection = self._connection
        problems = check_probe(connection.test_probe)
        if problems:
            raise InvalidConnectionError(connection.conn_id, problems)
        self._factory = self._subject.build_factory(self._timeout_seconds, self._on_secret)
        self._subject = replace(self._subject, found_s3_url=self._find_s3_url())
        remarks = list(dict.fromkeys([*connection.remarks, *check_services(connection)]))
        if remarks:
            return Finding("usable, with something odd", "warning", " - ".join(map(str, remarks)))
        return Finding("nothing wrong with them" if connection.conn_id else "no connection: boto3's own lookup chain")

    def _find_s3_url(self) -> str | None:
        """Find the endpoint of S3 that environment or profile say."""
        name, worker = "ignore_configured_endpoint_urls", self._get_worker()
        config: Any = self._get_factory().arguments.build_service_config("s3")
        ignored = worker.look_up(name)
        found = None if getattr(config, name) or (ignored and ignored.value) else worker.look_up_endpoint("s3")
        return found and str(found.value)

    def _get_factory(self) -> SessionFactory:
        if self._factory is None:
            raise RuntimeError("the settings come first")
        return self._factory

    def _get_worker(self) -> Worker:
        if self._worker is None:
            origin = str(self._connection.origins.get("profile_name", "extra.profile_name"))
            self._worker = Worker(self._connection.profile_name, origin)
        return self._worker

    # The region.

    @property
    def _asked_service(self) -> str:
        """The service of the last request: the probe's, or STS."""
        probe = choose_probe(self._subject)
        return probe.service if probe else "sts"

    def _look_at_region(self) -> Finding:
        service, connection = self._asked_service, self._connection
        config: Any = self._get_factory().arguments.build_service_config(service)
        of_config = Setting(config.region_name, "config_kwargs") if config.region_name else None
        region = settle_region(connection, self._subject.hook, service) or of_config
        region = region or self._get_worker().look_up("region") or settle_default_region(connection, service)
        if region is not None and region.value:
            return Finding(f"{region.value} ({region.origin})")
        partition = self._get_factory().arguments.partition
        if partition and service == "sts":
            return Finding(f"{default_region_of_partition(partition)} (of the role's partition; nobody says a region)")
        advice = "nobody says a region, and services that need one will refuse; give region_name"
        return Finding("not set", "warning", advice, cause="no-region")

    # The credentials, hop by hop.

    def _take_hops(self) -> Iterator[Step]:
        hops: list[Hop] = []

        def look_at_base() -> Finding:
            if self._subject.create_session is not None:
                return self._look_at_session()
            hops.extend(self._get_factory().build_hops())
            base = next((hop for hop in hops if hop.role is None), None)
            if base is None:
                federation = self._connection.federation
                source = describe_federation(federation) if federation else "none"
                return Finding(f"{source}, for the first role", "skipped")
            return self._look_at_hop(base)

        yield self._take(CREDENTIALS, CREDENTIALS, "find the credentials", look_at_base, service="sts")
        for hop in hops:
            if hop.role is not None:
                title = describe_role(self._connection, hop.role)

                def look_at_role(hop: Hop = hop) -> Finding:
                    return self._look_at_hop(hop)

                yield self._take(ROLE, title, "assume the role", look_at_role, hop.role, "sts")

    def _look_at_hop(self, hop: Hop) -> Finding:
        hop.get()
        end = hop.get_end()
        until = f", good until {describe_moment(end)}" if end else ""
        if hop.role is None:
            self._method = hop.describe_method()
            source = describe_base(self._connection, self._get_worker(), self._method)
            return Finding(f"{source}{until}")
        return Finding(f"assumed{until}", proof="the role can be assumed" if len(self._connection.roles) == 1 else None)

    def _look_at_session(self) -> Finding:
        session = self._get_factory().build_session()
        if session.get_credentials() is None:
            return Finding(
                "the session of (aws) session_factory has no credentials",
                "failed",
                "have the factory give some, or use the connection without it",
            )
        return Finding("session of (aws) session_factory")

    # Who we are.

    def _take_identity(self) -> Step:
        subject = self._subject
        if not subject.asks_sts:
            return Step(IDENTITY, IDENTITY, "skipped", "not asked: the connection names no STS beside the store")

        def look() -> Finding:
            return ask_identity(self._get_factory(), subject)

        return self._take(IDENTITY, IDENTITY, f"ask STS who we are{describe_place(subject.sts_url)}", look, None, "sts")

    # The probe.

    def _take_probe(self) -> Step:
        probe = choose_probe(self._subject)
        if probe is None:
            text = "no test_probe, and nothing else to ask for"
            return Step(PROBE, PROBE, "skipped", text)
        if probe is LIST_BUCKETS and is_unsigned(self._get_factory(), "s3"):
            # Nobody lets everybody list all buckets.
            return Step(
                PROBE, PROBE, "skipped", "requests are unsigned; give test_probe s3://BUCKET to have it asked for"
            )

        def look() -> Finding:
            return ask_probe(self._get_factory(), self._subject, probe)

        url = self._connection.get_service_endpoint_url(probe.service)
        doing = f"ask {probe.service} for {probe.operation}{describe_place(url)}"
        return self._take(PROBE, PROBE, doing, look, None, probe.service)
