"""Whatever a run is called, its role session has a name of its own; whatever an address looks like, it is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from airflow_provider_awsconn.connection.addresses import is_metadata_host, is_metadata_url
from airflow_provider_awsconn.connection.session_name import build_session_name
from airflow_provider_awsconn.connection.templates import FIELDS, render_source_identity, render_tags
from tests.fuzz.counter import counted

pytestmark = pytest.mark.once

TEMPLATES = st.text("a{}é \0", max_size=300) | st.sampled_from([f"{{{name}}}" for name in FIELDS])
IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=250) | st.text("ab.-_", min_size=1)
RUNS = st.fixed_dictionaries(
    {"dag_id": IDS, "task_id": IDS, "run_id": IDS},
    optional={"map_index": st.integers(-1, 5000).map(str), "try_number": st.just("1")},
)


@given(one=RUNS, other=RUNS)
@counted
def test_two_runs_never_share_a_name(one: dict[str, str], other: dict[str, str]) -> None:
    """Legal, at most 64 characters, the start of each id in it, always the same, and no other run's."""
    name = build_session_name("c", None, one)
    assert re.fullmatch(r"[A-Za-z0-9_+=,.@-]{2,64}", name, re.ASCII)
    starts = [re.sub(r"[^A-Za-z0-9_+=,.@-]+", "-", one[field])[:10] for field in ("dag_id", "task_id", "run_id")]
    assert name.startswith(starts[0])
    assert all(f".{start}" in name for start in starts[1:])
    assert build_session_name("other", None, dict(one)) == name
    ids = [[run["dag_id"], run["task_id"], run["run_id"], run.get("map_index", "-1")] for run in (one, other)]
    assume(ids[0] != ids[1])
    assert build_session_name("c", None, other) != name


@given(template=TEMPLATES, conn_id=st.text(max_size=80))
@counted
def test_whatever_is_filled_in_is_what_sts_takes(template: str, conn_id: str) -> None:
    """The alphabets and lengths are those of botocore's own model."""
    identity = render_source_identity(template, conn_id, {"dag_id": conn_id})
    assert identity is None or re.fullmatch(r"[A-Za-z0-9_+=,.@-]{2,64}", identity)
    for value in render_tags({"a": template}, conn_id, {"dag_id": conn_id}).values():
        assert len(value) <= 256
        assert all(c.isalnum() or c.isspace() or c in "_.:/=+-@" or ord(c) > 127 for c in value)


@given(text=st.text(max_size=60) | st.text("0123456789abcdefx.:[]%@/\\", max_size=40))
@counted
def test_any_text_is_a_host_or_a_url(text: str) -> None:
    """Nothing raises."""
    assert is_metadata_host(text) in {True, False}
    assert is_metadata_url(text) in {True, False}


@given(address=st.ip_addresses(v=4, network="169.254.0.0/16"))
@counted
def test_every_spelling_of_a_link_local_address_is_known(address: object) -> None:
    """Decimal, hexadecimal, octal, short and inside IPv6."""
    a, b, c, d = map(int, str(address).split("."))
    whole = (a << 24) + (b << 16) + (c << 8) + d
    for host in (
        *(str(whole), hex(whole), f"0{whole:o}", f"{a}.{b}.{(c << 8) + d}", f"{a}.{whole & 0xFFFFFF}"),
        *(
            f"0{a:o}.{hex(b)}.{c}.{d}",
            f"::ffff:{address}",
            f"64:ff9b::{address}",
            f"2002:{whole >> 16:x}:{whole & 0xFFFF:x}::",
        ),
    ):
        assert is_metadata_host(host)
