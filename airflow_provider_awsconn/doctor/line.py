"""A whole connection test in the one line that Airflow shows. Pure text.

Airflow masks nothing in a test message, shows no newline, and its CLI takes square brackets for markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.doctor.report import CREDENTIALS, IDENTITY, PROBE, REGION, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airflow_provider_awsconn.doctor.report import Report, Step

LONGEST_LINE = 300
_BETWEEN = " - "
# What is left of a part is worth its room, or the part is left out.
_SHORTEST_PART = 24


def describe_in_one_line(report: Report) -> str:
    """Describe a test in one line of at most 300 characters, the useful words first; longest things give way first."""
    failed = report.failed
    return _describe_failure(report, failed) if failed else _describe_success(report)


def flatten(text: str) -> str:
    """Give a text as one line without markup, and without what could turn a line around."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split()).translate(str.maketrans("[]", "()"))


def _describe_success(report: Report) -> str:
    connected = [step for name in (IDENTITY, PROBE) if (step := report.find(name)) and step.outcome != "skipped"]
    parts = [step.text for step in connected if step.outcome == "passed"]
    told = [step for step in connected if step.outcome == "warning"]
    skipped = [step.text for name in (IDENTITY, PROBE) if (step := report.find(name)) and step.outcome == "skipped"]
    lead = parts or [step.text for step in told] or skipped[-1:]
    rest = [*_describe_place(report)]
    rest += [step.advice for step in report.steps if step.outcome == "warning" and step.advice and step.name != REGION]
    if report.proved:
        rest.append("proved: " + ", ".join(report.proved))
    if report.not_proved:
        rest.append("not proved: " + ", ".join(report.not_proved))
    return _join([*lead, *rest])


def _describe_failure(report: Report, failed: Step) -> str:
    title = failed.title[:1].upper() + failed.title[1:]
    if not failed.advice:
        return _join([f"{title}: {failed.text}", *_describe_place(report)])
    if failed.name == SETTINGS:
        # What is wrong and what would be right are of one piece.
        return _join([failed.text, *_describe_place(report)])
    if failed.cause is None:
        advice = flatten(f"; {failed.advice}")
        lead = _cut(flatten(f"{title}: {failed.text}"), max(LONGEST_LINE - len(advice), _SHORTEST_PART))
        return _join([f"{lead}{advice}", *_describe_remarks(report), *_describe_place(report)])
    lead = flatten(f"{title}: {failed.advice}")
    if len(lead) > LONGEST_LINE:
        # What to do is worth more than why; and a role is known by its place, or is the only one.
        title = title.partition(" (")[0] if "(" in title else failed.name.capitalize()
        lead = flatten(f"{title}: {failed.advice}")
    if len(lead) > LONGEST_LINE:
        lead = flatten(f"{title}: {failed.advice.partition('; ')[2]}")
    return _join([lead, failed.text, *_describe_remarks(report), *_describe_place(report)])


def _describe_remarks(report: Report) -> list[str]:
    """Give what is odd about the settings: it may be why a later step failed."""
    settings = report.find(SETTINGS)
    return [settings.advice] if settings and settings.outcome == "warning" and settings.advice else []


def _describe_place(report: Report) -> list[str]:
    texts = [(name, step.text) for name in (REGION, CREDENTIALS) if (step := report.find(name)) is not None]
    failed = report.failed
    between = {REGION: " ", CREDENTIALS: ": "}
    return [f"{name}{between[name]}{text}" for name, text in texts if not (failed and failed.name == name)]


def _join(parts: Sequence[str]) -> str:
    """Join parts as long as there is room: the first counts most, and a part that does not fit is cut or left out."""
    line = ""
    for part in map(flatten, parts):
        if not part or part in line:
            continue
        room = LONGEST_LINE - len(line) - (len(_BETWEEN) if line else 0)
        if len(part) > room and line and room < _SHORTEST_PART:
            continue
        line = f"{line}{_BETWEEN if line else ''}{_cut(part, room)}"
    return line


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3].rstrip()}..."
