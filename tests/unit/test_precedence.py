"""Which place of a setting counts: one table, proved by clients that the hook makes."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from botocore.config import Config
from botocore.exceptions import NoRegionError, SSLError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from airflow_provider_awsconn.errors import NoCredentialsError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.conftest import AirflowConnection

# Servers that only those trust who were given their certificate.


class EmptyQueues(BaseHTTPRequestHandler):
    """An SQS without queues."""

    def do_POST(self) -> None:
        """List no queues."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Keep quiet."""


@dataclass(frozen=True)
class TlsServer:
    """A running server with a certificate of its own.

    Attributes:
        url: its endpoint.
        ca_bundle: path of the certificate that must be trusted.
    """

    url: str
    ca_bundle: str


def write_certificate(folder: Path) -> tuple[str, str]:
    """Write a certificate for 127.0.0.1 that signs itself, and its key; give both paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
    now = datetime.now(timezone.utc)
    usage = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"], False
    )
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, decipher_only=False, **usage),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    certificate_path, key_path = folder / "certificate.pem", folder / "key.pem"
    certificate_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(certificate_path), str(key_path)


# The table: each setting, and the places it may be made in, the strongest first. `call` and `hook` are arguments,
# `$` is the environment, `profile` the profile in use, `services` its section for single services.

PRECEDENCE: dict[str, list[tuple[str, Any]]] = {
    "region_name": [
        ("call.region_name", "eu-west-1"),
        ("hook.region_name", "eu-west-2"),
        ("extra.service_config.sqs.region_name", "eu-west-3"),
        ("extra.region_name", "eu-central-1"),
        ("extra.session_kwargs.region_name", "eu-north-1"),
        ("$AWS_DEFAULT_REGION", "ap-south-1"),
        ("profile.region", "ap-east-1"),
        ("default", None),
    ],
    "endpoint_url": [
        ("extra.service_config.sqs.endpoint_url", "http://service:1"),
        ("extra.endpoint_url", "http://top:1"),
        ("extra.host", "http://host:1"),
        ("$AWS_ENDPOINT_URL_SQS", "http://environment-of-sqs:1"),
        ("$AWS_ENDPOINT_URL", "http://environment:1"),
        ("services.sqs.endpoint_url", "http://profile-of-sqs:1"),
        ("profile.endpoint_url", "http://profile:1"),
        ("default", f"https://sqs.{REGION}.amazonaws.com"),
    ],
    # Each value is the name of a server; what is set is the path of its certificate.
    "verify": [
        ("hook.verify", "hook"),
        ("extra.service_config.sqs.verify", "service"),
        ("extra.verify", "top"),
        ("$AWS_CA_BUNDLE", "environment"),
        ("profile.ca_bundle", "profile"),
        ("default", None),
    ],
    # The number of attempts, which the environment and the profile know too.
    "config": [
        ("call.config", 2),
        ("hook.config", 3),
        ("extra.service_config.sqs.config_kwargs", 4),
        ("extra.config_kwargs", 5),
        ("$AWS_MAX_ATTEMPTS", 6),
        ("profile.max_attempts", 7),
        ("default", None),
    ],
    # Seen by the region that stands in the profile.
    "profile_name": [
        ("extra.profile_name", "eu-west-1"),
        ("extra.session_kwargs.profile_name", "eu-west-2"),
        ("$AWS_PROFILE", "eu-west-3"),
        ("default", "eu-central-1"),
    ],
    "access key": [
        ("login", "AKIALOGIN"),
        ("extra.aws_access_key_id", "AKIAEXTRA"),
        ("extra.session_kwargs.aws_access_key_id", "AKIASESSION"),
        ("$AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"),
        ("profile.aws_access_key_id", "AKIAPROFILE"),
        ("default", None),
    ],
}
SERVERS = [str(name) for _, name in PRECEDENCE["verify"] if name]
# The other half of a pair stands beside it, under the same name otherwise.
SECRETS = {
    "login": "password",
    "extra.aws_access_key_id": "extra.aws_secret_access_key",
    "extra.session_kwargs.aws_access_key_id": "extra.session_kwargs.aws_secret_access_key",
    "$AWS_ACCESS_KEY_ID": "$AWS_SECRET_ACCESS_KEY",
    "profile.aws_access_key_id": "profile.aws_secret_access_key",
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TlsServer]]:
    """A server with TLS for each place that may say whom to trust."""
    started: list[ThreadingHTTPServer] = []
    running: dict[str, TlsServer] = {}
    for name in SERVERS:
        certificate, key = write_certificate(tmp_path_factory.mktemp(name))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = ThreadingHTTPServer(("127.0.0.1", 0), EmptyQueues)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        running[name] = TlsServer(f"https://127.0.0.1:{server.server_port}", certificate)
    yield running
    for server in started:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Said:
    """A hook of a connection, and the arguments of its calls."""

    hook: AwsHook
    call: Mapping[str, Any]

    def build_client(self, service_name: str = "sqs") -> Any:
        """Build a client, as a task does."""
        return self.hook.get_client_type(service_name, **self.call)


class Say(Protocol):
    """Makes settings in the places they are made in."""

    def __call__(self, places: Mapping[str, Any]) -> Said:
        """Make them, and give the hook."""


@pytest.fixture
def say(airflow_connection: AirflowConnection, aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Settings in connection, hook, call, environment and profile."""

    def make(places: Mapping[str, Any]) -> Said:
        fields: dict[str, Any] = {"extra": {}}
        arguments: dict[str, dict[str, Any]] = {"hook": {}, "call": {}}
        lines: dict[str, list[str]] = {"profile": [], "services": []}
        for place, value in places.items():
            first, *path = place.split(".")
            if first.startswith("$"):
                monkeypatch.setenv(first[1:], str(value))
            elif first in arguments:
                arguments[first][path[0]] = value
            elif first == "profile":
                lines["profile"].append(f"{path[0]} = {value}")
            elif first == "services":
                lines["profile"].append("services = own")
                lines["services"] += [f"{path[0]} =", f"  {path[1]} = {value}"]
            else:
                *outer, last = [first, *path]
                inner = fields
                for name in outer:
                    inner = inner.setdefault(name, {})
                inner[last] = value
        profiles = [f"[profile {region}]\nregion = {region}\n" for region in ("eu-west-1", "eu-west-2", "eu-west-3")]
        sections = ["[default]", *lines["profile"], *profiles, "[services own]", *lines["services"]]
        aws_files("\n".join(sections) + "\n")
        return Said(AwsHook(airflow_connection("c", **fields), **arguments["hook"]), arguments["call"])

    return make


def list_trusted(said: Said, servers: Mapping[str, TlsServer], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The servers whose certificate a client takes."""
    trusted = []
    for name, server in servers.items():
        monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", server.url)
        try:
            said.build_client().list_queues()
        except SSLError:
            continue
        trusted.append(name)
    return trusted


def translate(setting: str, places: Mapping[str, Any], servers: Mapping[str, TlsServer]) -> dict[str, Any]:
    """What is written in the places of a setting, and what has to stand beside it."""
    if setting == "verify":
        keys = {"login": "AKIA", "password": "secret", "extra.region_name": REGION, "$AWS_MAX_ATTEMPTS": 1}
        return keys | {place: servers[name].ca_bundle for place, name in places.items()}
    if setting == "config":
        return {"extra.region_name": REGION} | {
            place: value if place[0] in "$p" else {"retries": {"total_max_attempts": value}}
            for place, value in places.items()
        }
    if setting == "endpoint_url":
        return {"extra.region_name": REGION, **places}
    if setting == "profile_name":
        return {"profile.region": "eu-central-1", **places}
    if setting == "access key":
        return {**places, **{SECRETS[place]: "secret" for place in places}}
    return dict(places)


def observe(setting: str, said: Said, servers: Mapping[str, TlsServer], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a client made by the hook does about a setting."""
    if setting == "verify":
        trusted = list_trusted(said, servers, monkeypatch)
        assert len(trusted) <= 1
        return trusted[0] if trusted else None
    if setting == "config":
        return said.build_client().meta.config.retries.get("total_max_attempts")
    if setting == "access key":
        try:
            return said.hook.get_credentials().access_key
        except NoCredentialsError:
            return None
    try:
        return getattr(said.build_client().meta, "region_name" if setting == "profile_name" else setting)
    except NoRegionError:
        return None


def list_rows() -> list[Any]:
    """A row per place of each setting: it and all weaker ones are set, and it counts."""
    return [
        pytest.param(setting, dict(places[index:-1]), expected, id=f"{setting}-{place}")
        for setting, places in PRECEDENCE.items()
        for index, (place, expected) in enumerate(places)
    ]


# What stands below the strongest key is remarked, and host is an older name.
@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
@pytest.mark.parametrize(("setting", "places", "expected"), list_rows())
def test_the_strongest_place_counts(
    setting: str,
    places: dict[str, Any],
    expected: Any,
    say: Say,
    servers: dict[str, TlsServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Call, hook, service_config, top of Extra, session_kwargs, environment, profile and SDK default, in this order."""
    said = say(translate(setting, places, servers))
    assert observe(setting, said, servers, monkeypatch) == expected


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
@pytest.mark.parametrize(
    ("place", "weaker"),
    [
        pytest.param("hook.verify", "extra.service_config.sqs.verify", id="hook"),
        pytest.param("extra.service_config.sqs.verify", "extra.verify", id="service"),
        pytest.param("extra.verify", "$AWS_CA_BUNDLE", id="top"),
    ],
)
@pytest.mark.parametrize(("value", "trusted"), [(True, []), (False, SERVERS)], ids=["true", "false"])
def test_true_and_false_beat_a_ca_bundle(
    place: str,
    weaker: str,
    value: bool,
    trusted: list[str],
    say: Say,
    servers: dict[str, TlsServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """False trusts everybody and true nobody unknown, whatever bundle a weaker place names."""
    said = say(translate("verify", {weaker: "top"}, servers) | {place: value})
    assert list_trusted(said, servers, monkeypatch) == trusted


def test_the_settings_of_another_service_do_not_count(say: Say, servers: dict[str, TlsServer]) -> None:
    """What service_config says of SNS is nothing to a client of SQS."""
    own = {
        "region_name": "eu-west-3",
        "endpoint_url": "http://sns:1",
        "verify": servers["service"].ca_bundle,
        "config_kwargs": {"retries": {"total_max_attempts": 4}},
    }
    meta = say({"extra.service_config.sns": own, "extra.region_name": REGION}).build_client().meta
    assert (meta.region_name, meta.endpoint_url) == (REGION, f"https://sqs.{REGION}.amazonaws.com")
    assert meta.config.retries.get("total_max_attempts") is None


@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
def test_configurations_are_merged_in_that_order(make: Callable[..., Any], say: Say) -> None:
    """Each layer keeps what no stronger one says, members of retries and s3 too."""
    top = {
        "read_timeout": 1,
        "connect_timeout": 1,
        "max_pool_connections": 1,
        "user_agent_extra": "top/1",
        "retries": {"mode": "adaptive", "max_attempts": 8},
        "s3": {"addressing_style": "path", "use_dualstack_endpoint": True},
    }
    service = {
        "read_timeout": 2,
        "connect_timeout": 2,
        "max_pool_connections": 2,
        "s3": {"payload_signing_enabled": True},
    }
    hook = make(read_timeout=3, connect_timeout=3, s3={"use_dualstack_endpoint": False})
    call = make(read_timeout=4, retries={"max_attempts": 2})
    said = say(
        {
            "call.config": call,
            "hook.config": hook,
            "extra.service_config.s3.config_kwargs": service,
            "extra.config_kwargs": top,
            "extra.region_name": REGION,
        }
    )
    config = said.build_client("s3").meta.config
    assert (config.read_timeout, config.connect_timeout, config.max_pool_connections) == (4, 3, 2)
    assert config.user_agent_extra.startswith("top/1")
    assert config.retries == {"mode": "adaptive", "total_max_attempts": 3}
    expected = {"addressing_style": "path", "use_dualstack_endpoint": False, "payload_signing_enabled": True}
    assert {name: config.s3[name] for name in expected} == expected
