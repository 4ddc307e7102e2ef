"""What changes for one connection. Works on what was read of it; asks nobody.

What the stock hook makes of a setting stands here as this module's own knowledge of it; tests hold it to the running
hook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.adopt.differences import BY_NAME
from airflow_provider_awsconn.adopt.finding import Finding
from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME, KEYS
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.notes import MASKED
from airflow_provider_awsconn.connection.precedence import HookArguments, settle_endpoint, settle_verify
from airflow_provider_awsconn.connection.readers import is_unset, read_verify
from airflow_provider_awsconn.connection.store import find_preset
from airflow_provider_awsconn.credentials.token_endpoints import check_token_endpoint
from airflow_provider_awsconn.credentials.transport import Transport
from airflow_provider_awsconn.errors import CredentialsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from airflow_provider_awsconn.connection.model import AwsConnection
    from airflow_provider_awsconn.errors import Problem

# The keys of Extra that the stock hook reads.
STOCK_KEYS = frozenset(
    {
        "assume_role_kwargs",
        "assume_role_method",
        "assume_role_with_saml",
        "assume_role_with_web_identity_federation",
        "assume_role_with_web_identity_federation_audience",
        "assume_role_with_web_identity_token_file",
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "config_kwargs",
        "endpoint_url",
        "profile_name",
        "region_name",
        "role_arn",
        "service_config",
        "session_kwargs",
        "verify",
    }
)
_IDENTITY_KEYS = frozenset({"aws_iam_role", "role_chain", "host"})
# It goes along with aws_iam_role.
_SILENT_KEYS = frozenset({"aws_account_id"})
_SERVICE_SETTINGS = ("region_name", "verify", "config_kwargs")
_PREFIX = "extra__aws__"
_AMAZON_STS = "https://sts.amazonaws.com"
_LONGEST_SESSION_NAME = 64
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]+")
_HALF = re.compile(r"empty while (?P<full>[\w.]+) is set")


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of one connection.

    Attributes:
        name: the connection id, or where it was found.
        raw: Extra as it is stored.
        connection: what was read.
        problems: what keeps it from being used.
        remarks: what works and is odd.
        token_endpoints: URLs that the deployment lets tokens go to.
    """

    name: str
    raw: Mapping[str, Any] = field(repr=False)
    connection: AwsConnection
    problems: Sequence[Problem]
    remarks: Sequence[Problem]
    token_endpoints: Sequence[str] = ()

    @property
    def has_role(self) -> bool:
        """Whether both hooks see a role."""
        return bool(self.connection.roles) and not is_unset(self.raw.get("role_arn"))

    def get_own_sts(self) -> str | None:
        """Give the endpoint of STS that both hooks know of."""
        url: str | None = self.connection.get_service_config("sts").get("endpoint_url")
        return url

    def list_endpoints(self) -> list[str]:
        """List the endpoints that the connection names."""
        own = [self.connection.get_service_config(name).get("endpoint_url") for name in self.connection.service_config]
        return [str(url) for url in (self.connection.endpoint_url, *own) if url]

    def has_store(self) -> bool:
        """Tell whether requests go to somebody else than AWS, as far as the connection says."""
        return not all(map(is_aws_endpoint, self.list_endpoints()))

    def goes_without_tls(self) -> bool:
        """Tell whether some requests need no certificate."""
        return any(url.lower().startswith("http:") for url in self.list_endpoints())


class _Place(NamedTuple):
    """What a search gives: the field, what is there, and what to do where it is not the usual thing."""

    key: str
    what: str = ""
    advice: str = ""


def find_in_connection(given: Given) -> list[Finding]:
    """List what changes for a connection."""
    found = [_judge_problem(given, problem) for problem in given.problems]
    for name, search in _SEARCHES.items():
        found.extend(Finding(BY_NAME[name], place.what, place.advice, given.name, place.key) for place in search(given))
    return list(dict.fromkeys(found))


def _judge_problem(given: Given, problem: Problem) -> Finding:
    """Tell whether the stock hook worked with what is refused now."""
    half = _HALF.fullmatch(problem.reason)
    if half and not _is_top_of_extra(problem.where) and given.connection.access_key_id is None:
        name = "half-credentials"
    else:
        name = "refused-sooner" if _never_worked(given, problem) else "refused"
    return Finding(BY_NAME[name], problem.reason, problem.hint, given.name, problem.where)


def _is_top_of_extra(where: str) -> bool:
    return where in {"extra.aws_access_key_id", "extra.aws_secret_access_key"}


def _never_worked(given: Given, problem: Problem) -> bool:
    """Tell whether the stock hook fails too. What is not known for sure has worked."""
    where, reason = problem.where, problem.reason
    connection, raw = given.connection, given.raw
    is_alone = connection.access_key_id is None
    rules: tuple[tuple[bool, bool], ...] = (
        (where == "extra", reason.startswith("is not a JSON object but")),
        (_is_top_of_extra(where) and _HALF.fullmatch(reason) is not None, is_alone),
        (reason == "is set without an access key", True),
        (where == "extra.role_arn", reason.startswith("does not have the shape")),
        (where == "extra.assume_role_method", reason == "is none of the choices" and "role_arn" in raw),
        (re.fullmatch(r"extra\.config_kwargs\.\w+", where) is not None, "is not an argument of" in reason),
        (where.startswith("extra.assume_role_kwargs."), "is not an argument of" in reason and "role_arn" in raw),
        (where == "extra.verify" and not given.goes_without_tls(), "does not exist on this machine" in reason),
        (where == "extra.endpoint_url", reason.startswith("is not a URL") and not connection.service_config),
        # Whether a store cares about the next ones nobody knows.
        (
            where == "extra.region_name" and not given.has_store(),
            "is not the name of an AWS region" in reason and not connection.service_config,
        ),
        (where in _SECRET_FIELDS and not given.has_store(), reason in {MASKED, "is an access key id"}),
        (
            where.endswith("aws_session_token") and not given.has_store(),
            "temporary key (ASIA...)" in reason or "long-term key (AKIA...)" in reason,
        ),
    )
    return any(applies and failed for applies, failed in rules)


_SECRET_FIELDS = frozenset({"password", "extra.aws_secret_access_key", "extra.aws_session_token"})


def _find_session_profile(given: Given) -> Iterator[_Place]:
    where = "extra.session_kwargs.profile_name"
    if given.connection.origins.get("profile_name") == where:
        has_keys = given.connection.access_key_id is not None
        yield _Place(where, "the connection has keys: the profile gives the settings alone" if has_keys else "")


def _find_session_region(given: Given) -> Iterator[_Place]:
    where = "extra.session_kwargs.region_name"
    if given.connection.origins.get("region_name") == where:
        yield _Place(where)


def _find_identity_keys(given: Given) -> Iterator[_Place]:
    yield from _find_unknown_to_stock(given, lambda name: name in _IDENTITY_KEYS)


def _find_new_keys(given: Given) -> Iterator[_Place]:
    yield from _find_unknown_to_stock(given, lambda name: name not in _IDENTITY_KEYS | _SILENT_KEYS)
    if given.connection.account_id is not None:
        yield _Place("extra.session_kwargs.aws_account_id")


def _find_unknown_to_stock(given: Given, is_wanted: Callable[[str], bool]) -> Iterator[_Place]:
    idle = {remark.where for remark in given.remarks if "has no effect" in remark.reason}
    for key in KEYS:
        where = f"extra.{key.name}"
        if key.name in STOCK_KEYS or is_unset(given.raw.get(key.name)) or where in idle or not is_wanted(key.name):
            continue
        advice = BY_NAME["identity-key" if key.name in _IDENTITY_KEYS else "new-key"].advice
        yield _Place(where, "", f"{advice}; write it as extra.{key.replaced_by}" if key.replaced_by else "")


def _find_prefixed_keys(given: Given) -> Iterator[_Place]:
    for name, value in given.raw.items():
        plain = name.strip().removeprefix(_PREFIX)
        is_read = name.strip().startswith(_PREFIX) and plain in KEY_BY_NAME and plain not in given.raw
        if is_read and not is_unset(value):
            yield _Place(f"extra.{name.strip()}")


def _find_service_settings(given: Given) -> Iterator[_Place]:
    for service in given.connection.service_config:
        own = given.connection.get_service_config(service)
        for name in _SERVICE_SETTINGS:
            if not is_unset(own.get(name)):
                yield _Place(f"extra.service_config.{service}.{name}")


def _find_store_sts(given: Given) -> Iterator[_Place]:
    url = given.connection.endpoint_url
    needs_other = any("needs STS" in problem.reason for problem in given.problems)
    if given.has_role and not given.get_own_sts() and url and not is_aws_endpoint(url) and not needs_other:
        yield _Place(_find_endpoint_key(given))


def _find_tokens_not_sent(given: Given) -> Iterator[_Place]:
    connection = given.connection
    if not given.has_role or connection.federation is None:
        return
    hook = HookArguments()
    endpoint, verify = settle_endpoint(connection, "sts"), settle_verify(connection, hook, "sts")
    config = connection.config_kwargs.to_dict()
    transport = Transport(verify=verify and verify.value, proxies=config.get("proxies"))
    url = str(endpoint.value) if endpoint else _AMAZON_STS
    try:
        check_token_endpoint(url, "", transport, config.get("proxies_config"), given.token_endpoints)
    except CredentialsError as error:
        yield _Place("extra.assume_role_method", error.reason, error.hint)
    if isinstance(connection.federation, Saml):
        yield from _find_tickets_not_sent(connection.federation, connection)


def _find_tickets_not_sent(federation: Saml, connection: AwsConnection) -> Iterator[_Place]:
    settings = federation.settings.to_dict()
    told = settings.get("idp_request_kwargs", {}).get("verify")
    if str(settings.get("idp_url", "")).lower().startswith("https:") and (
        told is False or (told is None and connection.verify is False)
    ):
        where = "extra.assume_role_with_saml.idp_url"
        yield _Place(where, "a ticket is not sent while TLS is not verified", "name a CA bundle")


def _find_verify_text(given: Given) -> Iterator[_Place]:
    verify = given.raw.get("verify")
    if isinstance(verify, str) and not is_unset(verify) and isinstance(read_verify(verify), bool):
        yield _Place("extra.verify", f"means {str(read_verify(verify)).lower()}")


def _find_verify_for_sts(given: Given) -> Iterator[_Place]:
    settled = settle_verify(given.connection, HookArguments(), "sts")
    # Of a token and no verification another row tells.
    is_told = given.connection.federation is not None and settled is not None and settled.value is False
    if given.has_role and settled and settled.origin == "extra.verify" and settled.value is not True and not is_told:
        yield _Place("extra.verify")


def _find_sts_region(given: Given) -> Iterator[_Place]:
    connection = given.connection
    named = connection.region_name or connection.get_service_config("sts").get("region_name")
    if given.has_role and not named and settle_endpoint(connection, "sts") is None:
        yield _Place("extra.region_name", "is not set")


def _find_session_name(given: Given) -> Iterator[_Place]:
    federation = given.connection.federation
    if not given.has_role or isinstance(federation, Saml) or given.connection.roles[0].session_name is not None:
        return
    name = "" if isinstance(federation, WebIdentity) else _guess_stock_session_name(given.connection.conn_id or "")
    what = f"the session is {name} today" if name else ""
    advice = f'to keep the name of today: "role_session_name": "{name}"' if name else ""
    yield _Place("extra.role_arn", what, advice)


def _guess_stock_session_name(conn_id: str) -> str:
    """Give what the stock hook calls the session of a plain connection id; "" where that is not known for sure."""
    name = f"airflow_{conn_id.lower()}".strip("-")
    is_known = _PLAIN_ID.fullmatch(conn_id) and "--" not in name and len(name) <= _LONGEST_SESSION_NAME
    return name if is_known else ""


def _find_store_preset(given: Given) -> Iterator[_Place]:
    connection = given.connection
    if connection.endpoint_url and find_preset(connection, "s3") and not _says_all_of_preset(given, "s3"):
        yield _Place(_find_endpoint_key(given))
    for service in connection.service_config:
        own = connection.get_service_config(service).get("endpoint_url")
        if own and service != "sts" and find_preset(connection, service) and not _says_all_of_preset(given, service):
            yield _Place(f"extra.service_config.{service}.endpoint_url")


def _says_all_of_preset(given: Given, service: str) -> bool:
    """Tell whether the connection says all that a store's preset would."""
    preset = find_preset(given.connection, service)
    config = given.connection.config_kwargs.to_dict()
    s3 = config.get("s3")
    said = config | {"s3": s3} if isinstance(s3, dict) else config
    has_config = preset is not None and all(
        set(value) <= set(said.get(name) or ()) if isinstance(value, dict) else name in said
        for name, value in preset.config.to_dict().items()
    )
    return has_config and bool(given.connection.region_name)


def _find_text_values(given: Given) -> Iterator[_Place]:
    refused = {problem.where for problem in given.problems}
    for name in sorted(STOCK_KEYS):
        value, where = given.raw.get(name), f"extra.{name}"
        is_text = isinstance(value, str) and not is_unset(value)
        if KEY_BY_NAME[name].kind == "object" and is_text and where not in refused:
            yield _Place(where)


def _find_told(given: Given) -> Iterator[_Place]:
    for remark in given.remarks:
        yield _Place(remark.where, remark.reason, remark.hint)


def _find_store_test(given: Given) -> Iterator[_Place]:
    url = given.connection.endpoint_url
    if url and not is_aws_endpoint(url) and not given.get_own_sts() and not given.connection.test_endpoint_url:
        yield _Place(_find_endpoint_key(given))


def _find_endpoint_key(given: Given) -> str:
    return str(given.connection.origins.get("endpoint_url", "extra.endpoint_url"))


_SEARCHES: dict[str, Callable[[Given], Iterator[_Place]]] = {
    "session-profile": _find_session_profile,
    "identity-key": _find_identity_keys,
    "prefixed-key": _find_prefixed_keys,
    "store-sts": _find_store_sts,
    "token-not-sent": _find_tokens_not_sent,
    "verify-text": _find_verify_text,
    "verify-for-sts": _find_verify_for_sts,
    "sts-region": _find_sts_region,
    "session-name": _find_session_name,
    "store-preset": _find_store_preset,
    "session-region": _find_session_region,
    "service-settings": _find_service_settings,
    "new-key": _find_new_keys,
    "text-value": _find_text_values,
    "told": _find_told,
    "store-test": _find_store_test,
}
