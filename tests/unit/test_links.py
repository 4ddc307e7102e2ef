"""Every link of a page leads somewhere, and every address of pages and docstrings is one of documentation."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.pages import ROOT, drop_code, list_anchors, list_links, list_pages

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PACKAGE = ROOT / "airflow_provider_awsconn"
# Who we send people to.
HOSTS = {
    "aiobotocore.readthedocs.io",
    "airflow.apache.org",
    "boto3.amazonaws.com",
    "botocore.amazonaws.com",
    "cloud.google.com",
    "developers.cloudflare.com",
    "docs.aws.amazon.com",
    "docs.github.com",
    "docs.openssl.org",
    "docs.python.org",
    "github.com",
    "keepachangelog.com",
    "learn.microsoft.com",
    "pubs.opengroup.org",
    "pypi.org",
    "semver.org",
    "tenacity.readthedocs.io",
    "urllib3.readthedocs.io",
    "www.backblaze.com",
    "www.rfc-editor.org",
}
# Hosts of examples: those of RFC 2606, this machine, a metadata service.
EXAMPLE = re.compile(r"[\w.-]*\.example|localhost|127\.0\.0\.1|169\.254\.169\.254")
URL = re.compile(r"https?://[^\s<>\"'`\]]+")
# What a sentence puts behind an address; a bracket is its own where it has opened it.
OF_THE_SENTENCE = ".,:;!?"


def read_url(text: str) -> str:
    """Give an address without the punctuation of the sentence it stands in."""
    url = text.rstrip(OF_THE_SENTENCE)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(OF_THE_SENTENCE)
    return url


def find_fault(url: str) -> str | None:
    """Tell what is wrong with an address that people are sent to."""
    parts = urlsplit(url)
    if EXAMPLE.fullmatch(parts.hostname or ""):
        return None
    if parts.scheme != "https":
        return "is not https"
    if parts.hostname not in HOSTS:
        return "is of a host that is not in HOSTS"
    if not re.fullmatch(r"[\w\-./~%:@!$&'()*+,;=?#]+", url) or url.count("#") > 1 or "//" in parts.path:
        return "is malformed"
    last = parts.fragment or parts.query or parts.path
    return "ends in punctuation" if last.endswith((".", ",", ";", ":", ")")) else None


def list_docstrings(path: Path) -> str:
    """Give the docstrings and comments of a module: what is written for people."""
    source = path.read_text(encoding="utf-8")
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    comments = re.findall(r"^\s*#(.*)$|  #(.*)$", source, re.MULTILINE)
    return "\n".join([*docstrings, *("".join(comment) for comment in comments)])


# In ``code`` stand examples.
WRITTEN = {
    **{page: drop_code(text) for page, text in list_pages().items()},
    **{
        path.relative_to(ROOT).as_posix(): re.sub(r"``.+?``", "", list_docstrings(path))
        for path in sorted(PACKAGE.rglob("*.py"))
    },
}
ADDRESSES = sorted({(where, read_url(found)) for where, text in WRITTEN.items() for found in URL.findall(text)})


def find_target(page: str, link: str) -> str | None:
    """Tell what is wrong with a link from one page to another, or to a file of the repository."""
    target, _, anchor = link.partition("#")
    path = (ROOT / page).parent / target if target else ROOT / page
    if not path.exists():
        return f"there is no {target}"
    if not anchor:
        return None
    if path.suffix != ".md":
        return "has an anchor, and is no page"
    return None if anchor in list_anchors(path.read_text(encoding="utf-8")) else f"there is no heading #{anchor}"


LINKS = sorted({(page, link) for page, text in list_pages().items() for link in list_links(text) if "://" not in link})


def test_there_are_links_and_addresses() -> None:
    """An expression that finds nothing would let every other test of this file pass."""
    assert len(LINKS) > 50
    assert len([where for where, _ in ADDRESSES if where.endswith(".md")]) > 4
    assert len([where for where, _ in ADDRESSES if where.endswith(".py")]) > 30


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_leads_somewhere(page: str, link: str) -> None:
    """The file is there, and the heading in it."""
    assert find_target(page, link) is None


@pytest.mark.parametrize(("where", "url"), ADDRESSES)
def test_an_address_is_one_of_documentation(where: str, url: str) -> None:  # noqa: ARG001 - in the test's name
    """It is https, well-formed, and of a host that we know."""
    assert find_fault(url) is None


def test_no_host_is_left_that_nobody_is_sent_to() -> None:
    """Each host of the list has an address."""
    assert {urlsplit(url).hostname for _, url in ADDRESSES} >= HOSTS


@pytest.mark.parametrize(
    "url",
    [
        "http://docs.python.org/3/",
        "https://docs.python.example.org/3/",
        "https://docs.python.org/3/library/os.html.",
        "https://docs.python.org/3//library/",
        "https://docs.python.org/3/{name",
    ],
)
def test_a_bad_address_is_found(url: str) -> None:
    """What this file must not let pass."""
    assert find_fault(url)


@pytest.mark.parametrize("link", ["nowhere.md", "keys.md#nothing", "#nothing", "images/architecture.svg#x"])
def test_a_bad_link_is_found(link: str) -> None:
    """What this file must not let pass."""
    assert find_target("docs/index.md", link)


def test_anchors_are_those_of_github() -> None:
    """Punctuation goes, blanks become hyphens, a second heading of the same words gets a number."""
    text = "# On Airflow 2.11\n\n```bash\n# not one\n```\n\n## `make` it, [now](x.md)\n\n## Keys\n\n### Keys\n"
    assert list_anchors(text) == ["on-airflow-211", "make-it-now", "keys", "keys-1"]
