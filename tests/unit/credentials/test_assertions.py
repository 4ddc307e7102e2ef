"""Where SAML assertions come from, each time anew, and that nothing is read before."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.assertions import build_assertion_source
from airflow_provider_awsconn.credentials.saml import SamlAssertionError
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.transport import Transport
from tests.unit.credentials.test_saml import NO_ASSERTIONS, RESPONSE, encode
from tests.unit.credentials.web_servers import assert_untold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "CanaryQ7x"
WHERE = "connection 'etl': extra.assume_role_with_saml"


def build(registered: dict[str, str] | None = None, **settings: Any) -> Callable[[], str]:
    """Build the source of a connection."""
    principal = {"principal_arn": "arn:aws:iam::123456789012:saml-provider/idp"}
    return build_assertion_source(Saml(Settings(principal | settings)), Transport(), registered or {}, "etl")


def refuse(source: Callable[[], str], kind: type[SourceError] = SourceError) -> str:
    """Get no assertion, and give the error's text."""
    with pytest.raises(SourceError) as caught:
        source()
    assert type(caught.value) is kind
    assert_untold(caught.value, CANARY)
    return str(caught.value)


def test_a_file_is_read_at_each_call(tmp_path: Path) -> None:
    """A renewal gets what the file holds then, and nothing is read before."""
    path = tmp_path / "assertion"
    source = build(assertion_file=str(path))
    assert refuse(source).startswith(
        f"{WHERE}.assertion_file: the file {path} can't be read (No such file or directory); "
    )
    path.write_text(RESPONSE)
    assert source() == encode(RESPONSE)
    path.write_text(encode(RESPONSE.replace("_1", "_2")))
    assert source() == encode(RESPONSE.replace("_1", "_2"))


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NO_ASSERTIONS.items()])
def test_a_file_that_holds_no_assertion_is_not_told(tmp_path: Path, text: str) -> None:
    """A connection that names a secret file of the worker gets to know nothing of it."""
    (tmp_path / "assertion").write_text(text)
    kind = SourceError if len(text) > 200_000 else SamlAssertionError
    text = refuse(build(assertion_file=str(tmp_path / "assertion")), kind)
    assert text.startswith(f"{WHERE}.assertion_file: ")


def test_a_variable_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable gives its value at that time; one without an assertion is not told."""
    source = build(assertion_variable="SAML")
    monkeypatch.setenv("SAML", encode(RESPONSE))
    assert source() == encode(RESPONSE)
    monkeypatch.setenv("SAML", CANARY)
    text = refuse(source, SamlAssertionError)
    assert text.startswith(f"{WHERE}.assertion_variable: the environment variable SAML: is no SAML response; ")


def test_a_registered_callable_gives_the_assertion(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is called as one for tokens is, without an audience, and what it returns is checked."""
    module: Any = types.ModuleType("company_saml")
    module.fetch = lambda *, audience, conn_id: RESPONSE.replace("_1", f"_{audience}_{conn_id}")
    module.leak = lambda **_: CANARY
    monkeypatch.setitem(sys.modules, "company_saml", module)
    registered = {"adfs": "company_saml:fetch", "leak": "company_saml:leak"}
    assert build(registered, assertion_source="adfs")() == encode(RESPONSE.replace("_1", "_None_etl"))
    text = refuse(build(registered, assertion_source="leak"), SamlAssertionError)
    assert text.startswith(f"{WHERE}.assertion_source: what leak returned: is no SAML response; ")
    assert "is not registered" in refuse(build(assertion_source="adfs"))


def test_a_connection_that_says_no_source() -> None:
    """A value that was built by hand may say none."""
    named = "assertion_file, assertion_variable, assertion_source or idp_url"
    assert refuse(build()) == f"{WHERE}: says nothing of where the assertion comes from; give {named}"
