"""What stands in the logs of boto3 at DEBUG level: every request, and none of its secrets."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import boto3.session
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.utils import ContainerMetadataFetcher

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.log_guard import GUARDED_LOGGERS, LogGuard, guard_logs, redact
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_bench import AwsBench

# Long, without repeats, and with the characters of tokens that a query or JSON may escape.
CANARY = "cAnAry0123+ghijk/LMNOP=qrstu~VWXYZ98765-_abcde.FGHIJ=="
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOiJxd2VydHoifQ.c2lnbmF0dXJlLWNhbmFyeS1mb3ItdGVzdHM"
BUCKET = "guarded-bucket"
SHORTEST_LEAK = 12


class Capture(logging.Handler):
    """Keeps the records, formatted at once."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)
        self.lines.append(record.getMessage())

    @property
    def text(self) -> str:
        """Everything so far."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Traffic:
    """What a scenario sent: secrets that get logged, others that may not be either, and what has to stay."""

    logged: tuple[str, ...]
    harmless: tuple[str, ...]
    unlogged: tuple[str, ...] = ()


class Answering(BaseHTTPRequestHandler):
    """Answers by method and path, from the server's table."""

    def answer(self) -> None:
        """Send what the table has."""
        server: Any = self.server
        body = server.answers[f"{self.command} {self.path}"].encode()
        server.headers.append(self.headers)
        self.send_response(server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = answer  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextlib.contextmanager
def serve(answers: dict[str, str], status: int = 200) -> Iterator[Any]:
    """Run a server on loopback that gives these answers."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.answers, server.status, server.headers = answers, status, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def list_forms(secret: str) -> set[str]:
    """Every way in which a log may write a secret."""
    texts = {secret, quote(secret), quote(secret, safe=""), escape(secret), json.dumps(secret).replace("/", r"\/")}
    return texts | {repr(text) for text in texts} | {repr(text.encode()) for text in texts}


def is_shown(secret: str, text: str) -> bool:
    """Tell whether a part of the secret worth having stands in the text."""
    return any(
        form[start : start + SHORTEST_LEAK] in text
        for form in (form.strip("b'\"") for form in list_forms(secret))
        for start in range(len(form) - SHORTEST_LEAK + 1)
    )


@pytest.fixture
def log() -> Iterator[Capture]:
    """Everything that boto3 and urllib3 log at DEBUG, and no guard before or after."""
    capture = Capture()
    tops = [logging.getLogger(name) for name in ("boto3", "botocore", "urllib3")]
    levels = [top.level for top in tops]
    for top in tops:
        top.setLevel(logging.DEBUG)
        top.addHandler(capture)
    remove_guards()
    yield capture
    remove_guards()
    for top, level in zip(tops, levels, strict=True):
        top.removeHandler(capture)
        top.setLevel(level)


def list_guards() -> list[tuple[str, logging.Filter]]:
    """Give the guards that are in place."""
    return [
        (name, guard)
        for name in GUARDED_LOGGERS
        for guard in logging.getLogger(name).filters
        if isinstance(guard, LogGuard)
    ]


def remove_guards() -> None:
    """Leave the loggers as they are without us."""
    for name, guard in list_guards():
        logging.getLogger(name).removeFilter(guard)


def build_client(service: str, endpoint_url: str, *credentials: str, **config: Any) -> Any:
    """Give a client of boto3's own, with given credentials."""
    session = boto3.session.Session(*credentials, region_name=REGION)
    return session.client(
        service, endpoint_url=endpoint_url, config=Config(retries={"total_max_attempts": 1}, **config)
    )


def send_with_a_minted_token(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """AssumeRole by hand, and S3 with what it gave."""
    keys = (bench.worker.access_key, bench.worker.secret_key)
    sts = build_client("sts", bench.endpoint_url, *keys)
    minted = sts.assume_role(RoleArn=bench.role_arn, RoleSessionName="by-hand")["Credentials"]
    triple = (minted["AccessKeyId"], minted["SecretAccessKey"], minted["SessionToken"])
    with contextlib.suppress(ClientError):
        build_client("s3", bench.endpoint_url, *triple).list_objects_v2(Bucket=BUCKET)
    return Traffic(
        triple[1:],
        ("AssumeRole", "Action", "by-hand", triple[0], "ListObjectsV2", BUCKET, "AWS4-HMAC-SHA256"),
        (keys[1],),
    )


def send_with_an_odd_token(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """S3 with a token that has every odd character; it is refused."""
    client = build_client("s3", bench.endpoint_url, bench.worker.access_key, bench.worker.secret_key, CANARY)
    with contextlib.suppress(ClientError):
        client.list_objects_v2(Bucket=BUCKET)
    return Traffic((CANARY,), ("ListObjectsV2", "list-type", BUCKET), (bench.worker.secret_key,))


def send_with_the_old_signature(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """S3 with a token and the signature before version 4."""
    keys = (bench.worker.access_key, bench.worker.secret_key)
    client = build_client("s3", bench.endpoint_url, *keys, CANARY, signature_version="s3")
    with contextlib.suppress(ClientError):
        client.list_objects_v2(Bucket=BUCKET)
    return Traffic((CANARY,), ("StringToSign", "ListObjectsV2", BUCKET), (keys[1],))


def send_by_a_role_connection(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """S3 by a connection that names a role."""
    told: list[str] = []
    connection = parse_connection(
        conn_id="c",
        login=bench.worker.access_key,
        password=bench.worker.secret_key,
        extra={"endpoint_url": bench.endpoint_url, "region_name": REGION, "role_arn": bench.role_arn},
    )
    SessionFactory(connection, surroundings=Surroundings(on_secret=lambda secret, _: told.append(secret))).build_client(
        "s3"
    ).list_buckets()
    assert len(told) == 2
    return Traffic(tuple(told), ("AssumeRole", "Action", bench.role_arn, "ListBuckets"), (bench.worker.secret_key,))


def send_a_web_identity(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """AssumeRoleWithWebIdentity, unsigned."""
    client = build_client("sts", bench.endpoint_url, signature_version="unsigned")
    with contextlib.suppress(ClientError):
        client.assume_role_with_web_identity(RoleArn=bench.role_arn, RoleSessionName="web", WebIdentityToken=JWT)
    return Traffic((JWT,), ("AssumeRoleWithWebIdentity", "Action", "RoleSessionName", "web", bench.role_arn))


def send_an_assertion(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """AssumeRoleWithSAML, unsigned."""
    client = build_client("sts", bench.endpoint_url, signature_version="unsigned")
    with contextlib.suppress(ClientError):
        client.assume_role_with_saml(
            RoleArn=bench.role_arn, PrincipalArn="arn:aws:iam::123456789012:saml-provider/idp", SAMLAssertion=CANARY
        )
    return Traffic((CANARY,), ("AssumeRoleWithSAML", "Action", "saml-provider/idp", bench.role_arn))


def fetch_a_presigned_url(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """A URL signed with a token, and asked for by urllib3."""
    keys = (bench.worker.access_key, bench.worker.secret_key)
    client = build_client("s3", bench.endpoint_url, *keys, CANARY, signature_version="s3v4")
    url = client.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "the/key"})
    assert quote(CANARY, safe="") in url
    with urllib3.PoolManager() as pool:
        pool.request("GET", url)
    return Traffic((CANARY,), (f"{BUCKET}/the/key", "X-Amz-SignedHeaders=host", "X-Amz-Expires=3600"), (keys[1],))


def ask_a_container_endpoint(_: AwsBench, monkeypatch: pytest.MonkeyPatch) -> Traffic:
    """A container credential endpoint whose JSON is cut off."""
    answer = json.dumps({"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": CANARY, "Token": JWT})[:-1]
    return ask_the_container(answer, 200, monkeypatch)


def ask_a_failing_container_endpoint(_: AwsBench, monkeypatch: pytest.MonkeyPatch) -> Traffic:
    """A container credential endpoint that sends credentials with an error."""
    answer = json.dumps({"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": CANARY, "Token": JWT}, indent=2)
    return ask_the_container(answer, 500, monkeypatch)


def ask_the_container(answer: str, status: int, monkeypatch: pytest.MonkeyPatch) -> Traffic:
    """Let boto3 find its credentials at a container credential endpoint."""
    authorization = f"Bearer {CANARY[::-1]}"
    monkeypatch.setattr(ContainerMetadataFetcher, "SLEEP_TIME", 0)
    with serve({"GET /credentials": answer}, status) as server:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{server.server_port}/credentials")
        monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", authorization)
        with pytest.raises(BotoCoreError):
            boto3.session.Session().get_credentials()
    assert server.headers[0]["Authorization"] == authorization
    return Traffic((CANARY, JWT), ("container metadata", "ASIACONTAINER", "GET /credentials"), (authorization,))


def ask_instance_metadata(_: AwsBench, monkeypatch: pytest.MonkeyPatch) -> Traffic:
    """An instance metadata service whose answer has credentials, and not all that it should."""
    path = "/latest/meta-data/iam/security-credentials/"
    answer = {"Code": "Success", "Message": "half an answer", "SecretAccessKey": CANARY, "Token": JWT}
    metadata_token = CANARY[::-1]
    answers = {
        "PUT /latest/api/token": metadata_token,
        f"GET {path}": "the-role",
        f"GET {path}the-role": json.dumps(answer),
    }
    with serve(answers) as server:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        assert boto3.session.Session().get_credentials() is None
    assert server.headers[-1]["x-aws-ec2-metadata-token"] == metadata_token
    return Traffic((CANARY, JWT), ("half an answer", f"GET {path}the-role"), (metadata_token,))


def send_to_a_url_with_a_password(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """An endpoint URL with a user and a password."""
    password = "letmein-0123456789-letmein"
    endpoint_url = bench.endpoint_url.replace("://", f"://someone:{password}@")
    client = build_client("s3", endpoint_url, bench.worker.access_key, bench.worker.secret_key)
    with contextlib.suppress(ClientError, BotoCoreError):
        client.list_buckets()
    return Traffic((password,), ("ListBuckets", "//someone:", bench.endpoint_url.partition("//")[2]))


def send_through_a_proxy_with_a_password(bench: AwsBench, _: pytest.MonkeyPatch) -> Traffic:
    """A connection whose proxy has a password; nobody is there."""
    password = "letmein-0123456789-letmein"
    connection = parse_connection(
        login=bench.worker.access_key,
        password=bench.worker.secret_key,
        extra={
            "endpoint_url": bench.endpoint_url,
            "region_name": REGION,
            "config_kwargs": {"proxies": {"http": f"http://someone:{password}@127.0.0.1:1"}},
        },
    )
    once = HookArguments(config={"retries": {"total_max_attempts": 1}})
    with pytest.raises(BotoCoreError, match="proxy"):
        SessionFactory(connection, once).build_client("s3").list_buckets()
    return Traffic((), ("ListBuckets", "127.0.0.1:1"), (password, bench.worker.secret_key))


SCENARIOS = [
    pytest.param(send_with_a_minted_token, id="minted_token"),
    pytest.param(send_with_an_odd_token, id="odd_token"),
    pytest.param(send_with_the_old_signature, id="old_signature"),
    pytest.param(send_by_a_role_connection, id="role_connection"),
    pytest.param(send_a_web_identity, id="web_identity"),
    pytest.param(send_an_assertion, id="saml"),
    pytest.param(fetch_a_presigned_url, id="presigned_url"),
    pytest.param(ask_a_container_endpoint, id="container"),
    pytest.param(ask_a_failing_container_endpoint, id="failing_container"),
    pytest.param(ask_instance_metadata, id="instance_metadata"),
    pytest.param(send_to_a_url_with_a_password, id="url_password"),
    pytest.param(send_through_a_proxy_with_a_password, id="proxy_password"),
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_secret_of_real_traffic_is_logged(
    scenario: Callable[[AwsBench, pytest.MonkeyPatch], Traffic],
    bench: AwsBench,
    log: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the guard no part of a secret stands in the log, in whatever form, and the rest does."""
    guard_logs()
    traffic = scenario(bench, monkeypatch)
    assert [secret for secret in traffic.logged + traffic.unlogged if is_shown(secret, log.text)] == []
    assert [harmless for harmless in traffic.harmless if harmless not in log.text] == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_traffic_tells_secrets_without_the_guard(
    scenario: Callable[[AwsBench, pytest.MonkeyPatch], Traffic],
    bench: AwsBench,
    log: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the guard the same look at the same log finds the secrets that botocore writes."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.factory.guard_logs", lambda: None)
    traffic = scenario(bench, monkeypatch)
    assert [secret for secret in traffic.logged if not is_shown(secret, log.text)] == []
    assert [secret for secret in traffic.unlogged if is_shown(secret, log.text)] == []


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        pytest.param("{'X-Amz-Security-Token': b'a/b+c=='}", "{'X-Amz-Security-Token': b'***'}", id="bytes_header"),
        pytest.param("{'x-amz-s3session-token': 'a'}", "{'x-amz-s3session-token': '***'}", id="s3_express_header"),
        pytest.param("{'x-amz-sso_bearer_token': 'a'}", "{'x-amz-sso_bearer_token': '***'}", id="sso_header"),
        pytest.param("{'x-aws-ec2-metadata-token': 'a'}", "{'x-aws-ec2-metadata-token': '***'}", id="imds_header"),
        pytest.param("{'Authorization': 'Basic a b'}", "{'Authorization': '***'}", id="authorization"),
        pytest.param("{'Proxy-Authorization': 'Basic a'}", "{'Proxy-Authorization': '***'}", id="proxy_authorization"),
        pytest.param(
            "host:h\nx-amz-security-token:a/b=\n\nhost;x-amz-security-token\nhash",
            "host:h\nx-amz-security-token:***\n\nhost;x-amz-security-token\nhash",
            id="canonical_header",
        ),
        pytest.param(
            r"b'<CanonicalRequest>host:h\nx-amz-security-token:a\n\nhost</CanonicalRequest>'",
            r"b'<CanonicalRequest>host:h\nx-amz-security-token:***\n\nhost</CanonicalRequest>'",
            id="canonical_header_in_a_repr",
        ),
        pytest.param(
            "GET /k?X-Amz-Security-Token=a%2Fb&X-Amz-Expires=9 HTTP/1.1",
            "GET /k?X-Amz-Security-Token=***&X-Amz-Expires=9 HTTP/1.1",
            id="query",
        ),
        pytest.param(
            "u=http%3A%2F%2Fh%3FX-Amz-Security-Token%3Da%252Fb&v=1",
            "u=http%3A%2F%2Fh%3FX-Amz-Security-Token%3D***&v=1",
            id="query_in_a_query",
        ),
        pytest.param(
            "b'Action=A&WebIdentityToken=e.y.J&Version=2'", "b'Action=A&WebIdentityToken=***&Version=2'", id="form"
        ),
        pytest.param("SAMLAssertion=a%3D", "SAMLAssertion=***", id="end_of_a_form"),
        pytest.param("SecurityToken=a&SignatureMethod=b", "SecurityToken=***&SignatureMethod=b", id="signature_2"),
        pytest.param("{'WebIdentityToken': 'e.y.J'}", "{'WebIdentityToken': '***'}", id="parameter"),
        pytest.param(
            r"b'<SecretAccessKey>a/b</SecretAccessKey>\n<SessionToken>\n c=</SessionToken>'",
            "b'<SecretAccessKey>***</SecretAccessKey>\\n<SessionToken>***</SessionToken>'",
            id="xml",
        ),
        pytest.param(
            """b'{"secretAccessKey":"a","sessionToken" : "b","expiration":1}'""",
            """b'{"secretAccessKey":"***","sessionToken" : "***","expiration":1}'""",
            id="json",
        ),
        pytest.param(r'{"Token": "a\/b\u003d\"c", "x": 1}', '{"Token": "***", "x": 1}', id="escapes_in_json"),
        pytest.param(r'"{\"Token\": \"a\\\/b\", \"x\": 1}"', r'"{\"Token\": \"***\", \"x\": 1}"', id="json_in_json"),
        pytest.param("""{'Token': "it's", 'x': 1}""", """{'Token': "***", 'x': 1}""", id="quote_in_a_value"),
        pytest.param(r"""{'Token': 'it\'s"', 'x': 1}""", """{'Token': '***', 'x': 1}""", id="both_quotes_in_a_value"),
        pytest.param('{"Token": "cut of', '{"Token": "***', id="cut_off"),
        pytest.param("{'refreshToken': 'a', 'idToken': 'b'}", "{'refreshToken': '***', 'idToken': '***'}", id="sso"),
        pytest.param("'http': 'http://u:p@h:1/'", "'http': 'http://u:***@h:1/'", id="url_password"),
        pytest.param("http://u:p@q:r@h:1/ http://h:2/", "http://u:***@h:1/ http://h:2/", id="odd_url_password"),
        pytest.param("http://:p@h", "http://:***@h", id="url_without_user"),
    ],
)
def test_a_credential_is_masked_where_it_stands(text: str, redacted: str) -> None:
    """The value goes, all around it stays, and doing it again changes nothing."""
    assert redact(text) == redacted
    assert redact(redacted) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "{'NextToken': 'a', 'ContinuationToken': 'b', 'ClientRequestToken': 'c'}",
        "<NextContinuationToken>a</NextContinuationToken>",
        "GET /?NextToken=a&continuation-token=b HTTP/1.1",
        "X-Amz-SignedHeaders=host%3Bx-amz-security-token&X-Amz-Signature=ab",
        "{'Authorization': b'AWS4-HMAC-SHA256 Credential=AKIA/20240101/r/s3/aws4_request, Signature=ab'}",
        "{'Token': {'S': 'a'}, 'SessionToken': None, 'Token': ''}",
        "{'a': 'http://h:80/b@c', 'd': 'e@f'}",
        '{"a":"http://h:80","b":"c@d"}',
        "Found endpoint for s3 via: environment_global.",
        "",
    ],
)
def test_what_is_no_credential_stays(text: str) -> None:
    """Tokens of pages, signatures and ports are not touched."""
    assert redact(text) == text


def pass_guard(msg: object, *args: object) -> logging.LogRecord:
    """Give a record after the guard let it pass."""
    record = logging.LogRecord("botocore.endpoint", logging.INFO, __file__, 1, msg, args, None)
    assert LogGuard().filter(record) is True
    return record


def test_a_record_is_its_text_and_stays_itself() -> None:
    """Arguments are formatted and gone; name and level are what they were; a percent sign is one."""
    record = pass_guard("%s%% of %r", 100, {"SessionToken": "a"})
    assert (record.getMessage(), record.args) == ("100% of {'SessionToken': '***'}", ())
    assert (record.name, record.levelno, record.levelname) == ("botocore.endpoint", logging.INFO, "INFO")


def test_what_an_argument_becomes_later_is_not_logged() -> None:
    """A record kept for later says what it said when it was made."""
    headers = {"Host": "h"}
    record = pass_guard("headers: %s", headers)
    headers["X-Odd"] = "later"
    assert record.getMessage() == "headers: {'Host': 'h'}"


class Broken:
    """Has no text."""

    def __str__(self) -> str:
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("msg", "args", "text"),
    [
        pytest.param("%s and %s", ("SessionToken=a",), "%s and %s", id="too_few"),
        pytest.param("none SessionToken=a", ("SessionToken=b",), "none SessionToken=***", id="too_many"),
        pytest.param("%d", ("SessionToken=a",), "%d", id="wrong_type"),
        pytest.param("%s", (Broken(),), "%s", id="broken_argument"),
        pytest.param(Broken(), (), "Broken", id="broken_message"),
    ],
)
def test_a_message_that_cannot_be_formatted_passes(msg: object, args: tuple[object, ...], text: str) -> None:
    """Nothing is raised, and the arguments, which logging would print with its own error, are left out."""
    assert pass_guard(msg, *args).getMessage() == text


def test_a_message_that_is_no_text_is_redacted() -> None:
    """An object logged as the message is what it prints as."""
    assert pass_guard({"SessionToken": "a"}).getMessage() == "{'SessionToken': '***'}"


def test_a_formatted_traceback_is_redacted_and_an_exception_stays() -> None:
    """exc_text loses its secrets; exc_info is left to who formats it."""
    try:
        int("SessionToken=a")
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("n", logging.INFO, __file__, 1, "m", (), error)
    record.exc_text = "ValueError: SessionToken=a"
    assert LogGuard().filter(record) is True
    assert (record.exc_text, record.exc_info) == ("ValueError: SessionToken=***", error)


def test_guarding_twice_adds_one_filter(log: Capture) -> None:
    """Each logger has the one shared filter once, however often it is asked for; levels are not touched."""
    levels = [logging.getLogger(name).level for name in GUARDED_LOGGERS]
    assert list_guards() == []
    guard_logs()
    guard_logs()
    assert [name for name, _ in list_guards()] == list(GUARDED_LOGGERS)
    assert len({id(guard) for _, guard in list_guards()}) == 1
    assert [logging.getLogger(name).level for name in GUARDED_LOGGERS] == levels
    assert log.records == []


@pytest.mark.parametrize("name", GUARDED_LOGGERS)
def test_a_guarded_logger_is_that_of_a_module(name: str) -> None:
    """Every name is a module that has a logger of that name; a misspelt one would guard nothing."""
    pytest.importorskip(name.partition(".")[0])
    module = importlib.import_module(name)
    assert name in {logger.name for logger in vars(module).values() if isinstance(logger, logging.Logger)}


def test_no_record_is_lost(bench: AwsBench, log: Capture) -> None:
    """As many records with the guard as without, by name and level."""
    client = build_client("s3", bench.endpoint_url, bench.worker.access_key, bench.worker.secret_key)
    client.list_buckets()
    log.records.clear()
    client.list_buckets()
    before = [(record.name, record.levelno) for record in log.records]
    log.records.clear()
    guard_logs()
    client.list_buckets()
    assert [(record.name, record.levelno) for record in log.records] == before != []
