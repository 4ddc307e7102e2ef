"""Opens and saves connections in Airflow 2.11's own webserver, in this process, as a browser would.

Reads a JSON object of scenarios on standard input and writes what came of each, as JSON, in the last line. A process
of its own: the webserver wants its tables made, and its libraries warn about each other.
"""

from __future__ import annotations

import json
import sys
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

BOX = "extra__aws__"


class Page(HTMLParser):
    """The fields of a page and what they hold, the errors, and the texts that boxes offer."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.errors: list[str] = []
        self.offered: dict[str, list[str]] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of a box, or the name of what its text will belong to."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            # As browsers do with the value of a text box.
            self.fields[name] = (given.get("value") or "").replace("\n", "").replace("\r", "")
            self.types[name] = given.get("type") or ""
        elif tag in {"textarea", "select"} and name:
            self._open, self.fields[name] = f"{tag} {name}", ""
        elif tag == "datalist":
            self._open = given["id"] or ""
            self.offered[self._open] = []
        elif tag == "option" and self._open in self.offered:
            self.offered[self._open].append(given["value"] or "")
        elif tag == "option" and "selected" in given:
            self.fields[self._open.removeprefix("select ")] = given["value"] or ""
        elif "text-danger" in (given.get("class") or ""):
            self._open = "errors"

    def handle_data(self, data: str) -> None:
        """Take the text of a text area or an error."""
        if self._open == "errors":
            self.errors += [line.strip() for line in data.splitlines() if line.strip()]
        elif self._open.startswith("textarea "):
            self.fields[self._open.removeprefix("textarea ")] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave what was open."""
        if tag in {"textarea", "select", "datalist", "div"}:
            self._open = ""

    def run_script(self) -> dict[str, str]:
        """Give the fields as Airflow's script leaves them: it drops a leading line break and formats the raw Extra."""
        fields = {name: value.removeprefix("\r\n").removeprefix("\n") for name, value in self.fields.items()}
        if fields.get("extra"):
            fields["extra"] = json.dumps(json.loads(fields["extra"]), indent=2, ensure_ascii=False)
        # It takes the boxes of other types out of the page.
        return {name: value for name, value in fields.items() if not name.startswith("extra__") or BOX in name}

    def list_boxes(self) -> dict[str, str]:
        """List what the boxes of the type hold, by key."""
        return {name.removeprefix(BOX): value for name, value in self.fields.items() if name.startswith(BOX)}


def run(client: Any, name: str, scenario: dict[str, Any]) -> dict[str, Any]:
    """Store a connection, open it, type and save step by step; without a stored one, make a new one."""
    from airflow.models.connection import Connection
    from airflow.utils.session import create_session

    url = "/connection/add"
    if "stored" in scenario:
        with create_session() as session:
            extra = scenario["stored"]
            connection = Connection(
                conn_id=name,
                conn_type=scenario.get("type", "aws"),
                login="AKIAIOSFODNN7EXAMPLE",
                password="wJalr/secret+key",
                extra=extra if isinstance(extra, str) or extra is None else json.dumps(extra),
            )
            session.add(connection)
            session.flush()
            url = f"/connection/edit/{connection.id}"
    answer = client.get(url)
    pages = [Page(answer.get_data(as_text=True))]
    html, statuses = [answer.get_data(as_text=True)], [answer.status_code]
    fields = pages[0].run_script()
    if "stored" not in scenario:
        fields |= {"conn_id": name, "conn_type": scenario.get("type", "aws")}
    for step in scenario["steps"]:
        fields |= step.get("standard", {})
        fields |= {BOX + key: text for key, text in step.get("boxes", {}).items()}
        if "raw" in step:
            raw = step["raw"]
            fields["extra"] = raw if isinstance(raw, str) else json.dumps(raw)
        posted = {key: value for key, value in fields.items() if key.removeprefix(BOX) not in step.get("without", [])}
        answer = client.post(url, data=posted)
        statuses.append(answer.status_code)
        html.append(answer.get_data(as_text=True))
        if answer.status_code == 200:
            pages.append(Page(html[-1]))
            fields = pages[-1].fields
    with create_session() as session:
        ids = {
            name,
            *(step["standard"]["conn_id"] for step in scenario["steps"] if "conn_id" in step.get("standard", {})),
        }
        saved = session.query(Connection).filter(Connection.conn_id.in_(ids)).one_or_none()
        return {
            "statuses": statuses,
            "boxes": [page.list_boxes() for page in pages],
            "types": {key.removeprefix(BOX): kind for key, kind in pages[0].types.items() if key.startswith(BOX)},
            "raw": [page.fields.get("extra", "").strip() for page in pages],
            "offered": pages[0].offered,
            "errors": pages[-1].errors,
            "html": html,
            "extra": json.loads(saved.extra) if saved and saved.extra else None,
            "is_encrypted": bool(saved and saved.is_extra_encrypted),
            "login": saved and saved.login,
            "password": saved and saved.password,
        }


def main() -> None:
    """Make the tables, build the webserver with every visitor an admin, and run the scenarios."""
    from airflow.utils.db import initdb

    # Airflow 3 has it no more.
    create_app = import_module("airflow.www.app").create_app

    initdb()
    app = create_app(config={"WTF_CSRF_ENABLED": False, "AUTH_ROLE_PUBLIC": "Admin", "TESTING": True})
    client = app.test_client()
    found = {name: run(client, name, scenario) for name, scenario in json.load(sys.stdin).items()}
    sys.stdout.write(f"\n{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
