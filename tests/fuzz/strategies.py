"""Connections for Hypothesis: arbitrary ones, right ones, and right ones that something happened to.

A right one holds a canary wherever something secret may stand; what happens to it moves no secret to a place that is
shown on purpose.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
import string
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote

from hypothesis import strategies as st

from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEYS
from tests.fuzz import canaries

if TYPE_CHECKING:
    from collections.abc import Callable

Draw = st.DrawFn
Fields = dict[str, Any]

ARNS = (
    "arn:aws:iam::123456789012:role/etl",
    "arn:aws:iam::000000000001:role/team/hub",
    "arn:aws:iam::210987654321:role/a.b@c+d,e=f-g_h",
)
ACCOUNTS = ("123456789012", "000000000001", "210987654321")
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
URLS = ("https://minio.example:9000", "http://127.0.0.1:9000/base", "https://s3.eu-west-1.amazonaws.com")
SENSITIVE = frozenset(key.name for key in KEYS if key.is_sensitive) | {"password"}

# Anything at all.

EVERY_CHARACTER = st.text(st.characters(), max_size=30)
ODD_TEXTS = st.sampled_from(
    (
        *(
            "",
            " ",
            "\t\n",
            "\0",
            "\ud800",
            "\ufeff",
            "ß",
            "\N{KELVIN SIGN}",
            "℀",
            "//",
            "://",
            "aws://",
            "@",
            "[",
            "{",
            "{}",
        ),
        *("***", " **** ", AIRFLOW_2_MASK, "null", "true", "No", "1", "-0", "1e400", "NaN", "Infinity", "9" * 5000),
        *(
            "'",
            '"',
            "{'a': True}",
            "[None]",
            '{"a":',
            '"text"',
            "%",
            "%zz",
            "%ff",
            "%2F",
            "{conn_id}",
            "{nobody}",
            "$HOME",
        ),
        *(
            "s3://",
            "s3://b",
            "sqs:list_queues",
            "localhost:9000",
            "http://[",
            "https://u:p@h",
            "~",
            "~nobody/x",
            "default",
        ),
        *("__extra__", "extra__aws__", "12345678901", "[" * 40, "[" * 100000, '{"a":' * 2000, "x" * 5000),
    )
)
TEXTS = EVERY_CHARACTER | ODD_TEXTS
NUMBERS = (
    st.integers()
    | st.floats()
    | st.booleans()
    | st.sampled_from((0, 1, -1, 900, 3600, 43200, 43201, 123456789012, 2**255, 2**300, 10**4000, 1e308, -0.0))
)
_NAMES = st.sampled_from([key.name for key in KEYS])


def _nest(leaf: Any, depth: int, *, as_list: bool) -> Any:
    for _ in range(depth):
        leaf = [leaf] if as_list else {"a": leaf}
    return leaf


NESTED = st.builds(_nest, st.none() | ODD_TEXTS, st.sampled_from((1, 30, 31, 32, 33, 34, 200)), as_list=st.booleans())


def _extend(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(children, max_size=4) | st.dictionaries(TEXTS | _NAMES, children, max_size=5)


def _dump(value: Any) -> str:
    try:
        return json.dumps(value)
    except ValueError:
        return "9" * 5000


JSON = st.recursive(st.none() | NUMBERS | TEXTS, _extend, max_leaves=8) | NESTED
NOT_JSON = st.one_of(
    st.binary(max_size=20),
    st.complex_numbers(),
    st.builds(object),
    st.just(Ellipsis),
    st.sampled_from((decimal.Decimal("1.5"), decimal.Decimal("NaN"), dt.timedelta(1), dt.timezone.utc, int)),
    st.frozensets(st.integers(), max_size=3),
    st.lists(st.integers(), max_size=3).map(tuple),
    st.lists(st.integers(), max_size=3).map(iter),
    st.dictionaries(st.integers() | st.none() | st.binary(max_size=3), TEXTS, max_size=3),
    st.dictionaries(_NAMES, TEXTS, max_size=3).map(MappingProxyType),
)
OBJECTS = JSON | NOT_JSON | st.dictionaries(_NAMES, JSON | NOT_JSON, max_size=5)
FIELD_NAMES = st.sampled_from(("conn_type", "login", "password", "host", "extra", "schema", "port", "conn_id", "Login"))
MAPPINGS = st.dictionaries(FIELD_NAMES | TEXTS | st.integers() | st.none(), OBJECTS, max_size=6)
BYTES_AS_TEXT = st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
DOCUMENTS = st.one_of(
    TEXTS,
    BYTES_AS_TEXT,
    st.tuples(st.sampled_from(("aws://", "aws:", "AWS://", " aws://", "s3://", "://", "{")), TEXTS).map("".join),
    JSON.map(_dump),
    st.dictionaries(FIELD_NAMES | TEXTS, JSON, max_size=6).map(_dump),
)


# Right ones.


def _text(draw: Draw, *texts: str) -> str:
    return draw(st.sampled_from(texts))


def _with_canary(draw: Draw, canary: str) -> str:
    """The canary alone, or with what has to be URL-encoded around it."""
    return draw(st.sampled_from((canary, canary, f"{canary}/+=", f"a/b+{canary}", f"%2F@#?:&{canary} é=")))


def _proxies(draw: Draw, canary: str) -> dict[str, str]:
    return {"https": draw(st.sampled_from((f"http://user:{canary}@proxy.example:3128", f"http://{canary}@proxy:1")))}


def _pick(draw: Draw, choices: dict[str, Any], most: int = 4) -> dict[str, Any]:
    """Pick some of the choices; a value that is a strategy is drawn."""
    names = draw(st.lists(st.sampled_from(sorted(choices)), max_size=most, unique=True))
    return {name: draw(value) if isinstance(value := choices[name], st.SearchStrategy) else value for name in names}


def _identity(draw: Draw) -> Fields:
    kind = _text(draw, "login", "login", "top", "session", "none")
    if kind == "none":
        return {}
    is_temporary = draw(st.booleans())
    key = "ASIAIOSFODNN7EXAMPLE" if is_temporary else _text(draw, "AKIAIOSFODNN7EXAMPLE", "minio", "a/b+c@d:e é")
    token = {"aws_session_token": _with_canary(draw, canaries.TOKEN)} if is_temporary else {}
    if kind == "login":
        return {"login": key, "password": _with_canary(draw, canaries.PASSWORD), "extra": token}
    if kind == "top":
        secret = _with_canary(draw, canaries.SECRET_KEY)
        return {"extra": {"aws_access_key_id": key, "aws_secret_access_key": secret, **token}}
    session = {
        "aws_access_key_id": key,
        "aws_secret_access_key": _with_canary(draw, canaries.SESSION_SECRET_KEY),
        **({"aws_session_token": _with_canary(draw, canaries.SESSION_TOKEN)} if is_temporary else {}),
        **_pick(draw, {"aws_account_id": "000000000001", "region_name": "eu-west-1", "profile_name": "p"}),
    }
    return {"extra": {"session_kwargs": session}}


_TAGS = st.sampled_from(({"team": "etl"}, {"a": "", "b c": "é/+"}, {"number": 7}, {"dag": "{dag_id}/{map_index}"}))
_SOURCE_IDENTITIES = st.sampled_from(("nightly-etl", "{team}", "dag-{dag_id}"))
_SESSION_NAMES = st.sampled_from(("etl", "airflow_{dag_id}_{task_id}", "{team}{map_index}", "{conn_id} é", "x" * 200))
_OF_TOP: dict[str, Any] = {
    "external_id": canaries.EXTERNAL_ID,
    "duration_seconds": st.sampled_from((900, 3600, 43200)),
    "role_session_name": _SESSION_NAMES,
    "session_tags": _TAGS,
    "source_identity": _SOURCE_IDENTITIES,
    "session_policy": st.sampled_from((POLICY, json.dumps(POLICY))),
    "assume_role_kwargs": st.sampled_from(
        (
            {"ExternalId": canaries.EXTERNAL_ID},
            {"TokenCode": "123456", "SerialNumber": "arn:aws:iam::123456789012:mfa/me"},
            {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}], "TransitiveTagKeys": ["team"]},
            {"DurationSeconds": 1800, "Tags": [{"Key": "team", "Value": "etl"}], "RoleSessionName": "etl"},
        )
    ),
}
_OF_STEP: dict[str, Any] = {
    "external_id": canaries.EXTERNAL_ID,
    "duration_seconds": st.sampled_from((900, 3600)),
    "session_name": _SESSION_NAMES,
    "tags": _TAGS | st.just([{"Key": "team", "Value": "etl"}]),
    "transitive_tag_keys": ["team"],
    "source_identity": _SOURCE_IDENTITIES,
    "policy": POLICY,
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
}


def _step(draw: Draw) -> Any:
    step: Any = draw(
        st.sampled_from((*ARNS, {"aws_iam_role": "etl"}, {"aws_account_id": ACCOUNTS[0], "aws_iam_role": "e"}))
    )
    if isinstance(step, dict):
        return step | _pick(draw, _OF_STEP)
    return draw(st.sampled_from((step, {"role_arn": step} | _pick(draw, _OF_STEP))))


def _roles(draw: Draw) -> Fields:
    kind = _text(draw, "none", "arn", "name", "chain", "saml", "web")
    if kind == "none":
        return {}
    if kind == "chain":
        chain = [_step(draw) for _ in range(draw(st.integers(1, 3)))]
        return {"role_chain": chain} | _pick(draw, _OF_TOP | {"duration_seconds": 3600}, 2)
    if kind == "name":
        return (
            {"aws_iam_role": _text(draw, "etl", "team/etl")}
            | _pick(draw, {"aws_account_id": ACCOUNTS[1]})
            | _pick(draw, _OF_TOP)
        )
    role = {"role_arn": draw(st.sampled_from(ARNS))}
    if kind == "arn":
        return role | _pick(draw, _OF_TOP)
    role |= _pick(draw, {name: _OF_TOP[name] for name in ("duration_seconds", "role_session_name", "session_policy")})
    if kind == "web":
        return role | _web_identity(draw)
    saml: dict[str, Any] = {"principal_arn": "arn:aws:iam::123456789012:saml-provider/idp"}
    assertions = {
        "assertion_file": "/var/run/assertion",
        "assertion_variable": "SAML_ASSERTION",
        "assertion_source": "team.vault-1",
    }
    if draw(st.booleans()):
        assertion = draw(st.sampled_from(sorted(assertions)))
        saml[assertion] = assertions[assertion]
    else:
        saml |= {
            "idp_url": f"https://idp.example/sso?x=1&access_token={canaries.IDENTITY_PROVIDER}",
            "idp_auth_method": "http_spegno_auth",
            "saml_response_xpath": "//input[@name='SAMLResponse']/@value",
        }
    request: dict[str, Any] = {
        "headers": {"Cookie": canaries.IDENTITY_PROVIDER, "X-Realm": canaries.IDENTITY_PROVIDER},
        "cookies": {"session": canaries.IDENTITY_PROVIDER},
        "params": {"client": "airflow", "password": canaries.IDENTITY_PROVIDER},
        "timeout": st.sampled_from((5, 2.5, [3, 10])),
        "verify": st.sampled_from((True, "/etc/ssl/ca.pem")),
        "allow_redirects": False,
        "proxies": _proxies(draw, canaries.IDENTITY_PROVIDER),
    }
    more: dict[str, Any] = {
        "mutual_authentication": "REQUIRED",
        "idp_request_kwargs": _pick(draw, request),
        "idp_request_retry_kwargs": {"total": 3, "redirect": False, "backoff_factor": 0.5, "status_forcelist": [503]},
        "log_idp_response": st.booleans(),
    }
    return role | {"assume_role_method": "assume_role_with_saml", "assume_role_with_saml": saml | _pick(draw, more)}


def _web_identity(draw: Draw) -> Fields:
    name = "assume_role_with_web_identity"
    needed: dict[str, Fields] = {
        "file": {},
        "environment": {f"{name}_token_variable": "AWS_ID_TOKEN"},
        "url": {f"{name}_token_url": "https://tokens.example/aws?audience=sts"},
        "google": {f"{name}_federation_audience": "sts.amazonaws.com"},
        "azure": {f"{name}_federation_audience": "api://aws"},
        "registered": {f"{name}_token_source": "team.vault-1"},
    }
    headers = {"Authorization": f"Bearer {canaries.TOKEN_HEADER}", "X-Realm": canaries.TOKEN_HEADER}
    further: Fields = {f"{name}_token_file": "/var/run/token", f"{name}_token_headers": headers}
    source = draw(st.sampled_from(sorted(needed)))
    others = {key: value for fields in needed.values() for key, value in fields.items()}
    given = {"assume_role_method": name, f"{name}_federation": source}
    return given | _pick(draw, others | further) | needed[source]


def _target(draw: Draw) -> Fields:
    services = {
        "s3": {"endpoint_url": URLS[0], "region_name": "eu-north-1", "verify": False},
        "sts": {
            "config_kwargs": {
                "proxies": {"https": f"http://user:{canaries.SERVICE_PROXY}@proxy:1"},
                "connect_timeout": 2,
            }
        },
        "redshift": {"password": canaries.SERVICE_VALUE, "port": 5439},
        "nosuch": {"api_key": canaries.SERVICE_VALUE},
    }
    config = {
        "proxies": _proxies(draw, canaries.PROXY),
        "retries": {"mode": "standard", "max_attempts": 3},
        "read_timeout": 1.5,
        "signature_version": "unsigned",
        "s3": {"addressing_style": "path"},
    }
    extra = {
        "region_name": st.sampled_from(("eu-west-1", "us-east-1", "ap-southeast-2")),
        "endpoint_url": st.sampled_from(URLS),
        "host": URLS[0],
        "test_endpoint_url": URLS[1],
        "verify": st.sampled_from((True, False, "/etc/ssl/ca.pem", "no")),
        "store": st.sampled_from(("minio", "r2", "aws")),
        "profile_name": "my profile",
        "config_kwargs": st.just(_pick(draw, config)),
        "service_config": st.just(_pick(draw, services)),
        "allowed_account_ids": list(ACCOUNTS[:2]),
        "forbidden_account_ids": [ACCOUNTS[2]],
        "test_probe": st.sampled_from(
            ("s3://bucket", "s3://bucket/a/b", "sqs:list_queues", {"service": "s3", "operation": "x"})
        ),
        "bucket_name": "mine",
        "schema_name": st.sampled_from(("true", "7", "é=&", '{"a": 1}')),
        "LogUri": "s3://logs",
        "athena_x": st.sampled_from((1, 1.5, None, [1, {"a": None}], {"b": {}})),
    }
    return _pick(draw, extra, 6)


_ASKING_STS = {"role_arn", "role_chain", "aws_iam_role", "allowed_account_ids", "forbidden_account_ids"}


@st.composite
def right_fields(draw: Draw) -> Fields:
    """Draw the fields of a connection that has to be accepted; extra is an object."""
    identity = _identity(draw)
    extra = _roles(draw) | _target(draw) | identity.pop("extra", {})
    if extra.keys() & {"role_arn", "role_chain", "aws_account_id"}:
        # They may keep out the account of the role.
        extra.pop("allowed_account_ids", None)
        extra.pop("forbidden_account_ids", None)
    if extra.keys() & {"allowed_account_ids", "forbidden_account_ids"}:
        extra.get("config_kwargs", {}).pop("signature_version", None)
    if extra.get("store", "aws") != "aws":
        # A store is somewhere, and R2 has no STS for roles and guards.
        extra["endpoint_url"] = URLS[0]
        if extra.keys() & _ASKING_STS:
            extra["store"] = "minio"
    return {"conn_type": "aws"} | identity | {"extra": extra}


KEYS_IN_USE = frozenset(
    {
        *_OF_TOP,
        *("region_name", "role_arn", "aws_iam_role", "aws_account_id", "role_chain", "endpoint_url", "host", "store"),
        *("assume_role_method", "assume_role_with_saml", "assume_role_with_web_identity_federation", "verify"),
        *("assume_role_with_web_identity_token_file", "assume_role_with_web_identity_federation_audience"),
        *("assume_role_with_web_identity_token_variable", "assume_role_with_web_identity_token_url"),
        *("assume_role_with_web_identity_token_headers", "assume_role_with_web_identity_token_source"),
        *("test_endpoint_url", "profile_name", "aws_session_token", "aws_access_key_id", "aws_secret_access_key"),
        *(
            "config_kwargs",
            "session_kwargs",
            "service_config",
            "allowed_account_ids",
            "forbidden_account_ids",
            "test_probe",
        ),
    }
)

# What happens to them.


def _misspell(draw: Draw, name: str) -> str:
    at = draw(st.integers(0, max(len(name) - 1, 0)))
    return draw(
        st.sampled_from(
            (
                name[:at] + name[at + 1 :],
                name[:at] + name[at : at + 1] * 2 + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
                name.upper(),
                name.replace("_", "-"),
                name.replace("_", ""),
                f" {name}\t",
                f"extra__aws__{name}",
                f"extra__aws__ extra__aws__{name}",
                f"{name}\ud800",
            )
        )
    )


def _unwrap(value: Any) -> Any:
    first = value
    if isinstance(value, dict) and value:
        first = next(iter(value.values()))
    if isinstance(value, list) and value:
        first = value[0]
    # What was secret in an object may be shown in its place, as the ARN of a role is.
    return value if _holds_canary(first) else first


def _load(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


_STRANGERS = ("no_such_key", "__extra__", "rolearn", "", "secret", "pass.word")

# Each keeps a secret where it is, or loses it.
_CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "as JSON": lambda value, _: json.dumps(value),
    "as JSON in JSON": lambda value, _: json.dumps(json.dumps(value)),
    "as str() writes it": lambda value, _: str(value),
    "loaded": lambda value, _: _load(value),
    "in a list": lambda value, _: [value],
    "in an object": lambda value, odd: {str(odd)[:40]: value} if not _holds_canary(odd) else {"a": value},
    "first of it": lambda value, _: _unwrap(value),
    "with blanks": lambda value, _: f" {value}\n" if isinstance(value, str) else value,
    "cut": lambda value, _: value[: len(value) // 2] if isinstance(value, (str, list)) else value,
    "cut in front": lambda value, _: value[len(value) // 2 :] if isinstance(value, (str, list)) else value,
    "odd text before": lambda value, odd: f"{odd}{value}" if isinstance(value, str) and isinstance(odd, str) else value,
    "odd text behind": lambda value, odd: f"{value}{odd}" if isinstance(value, str) and isinstance(odd, str) else value,
    "quoted": lambda value, _: quote(value, safe="") if isinstance(value, str) and _is_writable(value) else value,
    "nothing": lambda _value, _: None,
    "empty": lambda _value, _: "",
    "an empty object": lambda _value, _: {},
    "a mask": lambda _value, _: "***",
    "Airflow 2's mask": lambda _value, _: AIRFLOW_2_MASK,
    "something else": lambda _value, odd: odd,
}


def _holds_canary(value: Any) -> bool:
    return bool(canaries.find_pieces(str(value)))


def _is_writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _change(draw: Draw, value: Any) -> Any:
    """Change a value, or one that lies in it."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        return _change_one(draw, value)
    if isinstance(value, list) and value and draw(st.booleans()):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], _change(draw, value[at]), *value[at + 1 :]]
    change = _CHANGES[draw(st.sampled_from(sorted(_CHANGES)))]
    odd = draw(NUMBERS | ODD_TEXTS | st.just(canaries.UNKNOWN_VALUE)) if change in _WITH_ODD else None
    # A canary of our own may only go where one has been.
    if _holds_canary(odd) and not _holds_canary(value):
        odd = 7
    try:
        return change(value, odd)
    except (RecursionError, TypeError, ValueError):
        return None


_WITH_ODD = tuple(_CHANGES[name] for name in ("in an object", "odd text before", "odd text behind", "something else"))


def _change_one(draw: Draw, given: dict[str, Any], *, is_extra: bool = False) -> dict[str, Any]:
    """Change one member of an object: its name, its value, both, or leave it out, or give it twice."""
    name = draw(st.sampled_from(sorted(given)))
    value = given[name]
    what = draw(st.sampled_from(("name", "value", "value", "both", "gone", "twice", "more")))
    others = {other: given[other] for other in given if other != name}
    if what == "name":
        return others | {_misspell(draw, name): value}
    if what == "value":
        return others | {name: _change(draw, value)}
    if what == "both":
        return others | {_misspell(draw, name): _change(draw, value)}
    if what == "twice":
        return given | {_misspell(draw, name): _change(draw, value)}
    if what == "more":
        # An unknown key of Extra is secret; among a policy's members it would be shown on purpose.
        value = canaries.UNKNOWN_VALUE if is_extra or _holds_canary(given) else 7
        return given | {draw(st.sampled_from(_STRANGERS)): value}
    return others


@st.composite
def near_misses(draw: Draw) -> Fields:
    """Draw the fields of a right connection after one to three mishaps; extra may be anything."""
    fields = draw(right_fields())
    for _ in range(draw(st.integers(1, 3))):
        extra = fields.get("extra")
        if isinstance(extra, dict) and extra and draw(st.integers(0, 3)):
            fields = fields | {"extra": _change_one(draw, extra, is_extra=True)}
        else:
            fields = _change_one(draw, fields)
        if not fields:
            break
    return fields


def _quote_nothing(text: str) -> str:
    return text


_QUOTINGS: dict[str, Callable[[str], str]] = {
    "right": lambda text: quote(text, safe=""),
    "twice": lambda text: quote(quote(text, safe=""), safe=""),
    "not": _quote_nothing,
    "slashes left": quote,
    "plus for blank": quote_plus,
    "unquoted": unquote,
    "half": lambda text: quote(text[: len(text) // 2], safe="") + text[len(text) // 2 :],
    "broken": lambda text: quote(text, safe="").replace("%2", "%"),
}


def _write_uri(draw: Draw, fields: Fields, quotings: list[str]) -> str:
    def write(text: object) -> str:
        return _QUOTINGS[draw(st.sampled_from(quotings))](str(text).encode("utf-8", "replace").decode())

    login, password, extra = fields.get("login"), fields.get("password"), fields.get("extra")
    user = write(login) if login is not None else ""
    user += f":{write(password)}" if password is not None else ""
    uri = f"{fields.get('conn_type', 'aws')}://{user}@"
    if not extra:
        return uri
    if not isinstance(extra, dict) or draw(st.booleans()):
        return f"{uri}/?__extra__={write(extra if isinstance(extra, str) else json.dumps(extra))}"
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in extra.items()}
    return f"{uri}/?" + "&".join(f"{write(name)}={write(value)}" for name, value in texts.items())


def _cut_front(draw: Draw, uri: str) -> str:
    return uri[draw(st.integers(0, 30)) :]


@st.composite
def near_uris(draw: Draw) -> str:
    """Draw the URI of a right connection that was written, cut or joined in a wrong way."""
    fields = draw(right_fields())
    password = fields.get("password")
    if password is not None:
        at = draw(st.integers(0, len(password)))
        raw = draw(
            st.sampled_from(("", "", "/", "+", "@", "#", "?", "%", ":", "&", "=", "://", "?a=", "/?", " ", "[", "\n"))
        )
        fields = fields | {"password": password[:at] + raw + password[at:]}
    uri = _write_uri(draw, fields, ["right", *draw(st.lists(st.sampled_from(sorted(_QUOTINGS)), max_size=2))])
    change = draw(
        st.sampled_from(
            ("none", "none", "no @", "no ://", "one slash", "cut", "cut in front", "host", "blanks", "port")
        )
    )
    changes: dict[str, Callable[[], str]] = {
        "none": lambda: uri,
        "no @": lambda: uri.replace("@", "", 1),
        "no ://": lambda: uri.replace("://", "", 1),
        "one slash": lambda: uri.replace("://", ":/", 1),
        "cut": lambda: uri[: draw(st.integers(0, len(uri)))],
        "cut in front": lambda: _cut_front(draw, uri),
        "host": lambda: uri.replace("@", "@host.example", 1),
        "blanks": lambda: f" {uri}\n",
        "port": lambda: uri.replace("@", "@host:99999", 1),
    }
    return changes[change]()


@st.composite
def near_documents(draw: Draw) -> str:
    """Draw the JSON text of a near miss, whole or cut, extra as an object or as text."""
    fields = draw(near_misses())
    if draw(st.booleans()):
        fields = {name: json.dumps(value) if name == "extra" else value for name, value in fields.items()}
    text = json.dumps(fields) if draw(st.integers(0, 5)) else str(fields)
    return text[: draw(st.integers(0, len(text)))] if not draw(st.integers(0, 5)) else text


CONN_IDS = (
    st.none() | st.sampled_from(("aws_default", "c", "with 'quotes' and é")) | st.text(string.printable, max_size=10)
)
