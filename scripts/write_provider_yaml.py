"""Write provider.yaml from what the package serves: `make provider-yaml`."""

from __future__ import annotations

from pathlib import Path

import yaml

from airflow_provider_awsconn.provider_info import get_provider_info

# What Airflow's schema of provider.yaml asks for beside what is served at run time.
DISTRIBUTION_FIELDS = {"state": "ready", "lifecycle": "incubation", "source-date-epoch": 1795305600}

HEADER = """\
# The description of this provider, as the entry point `apache_airflow_provider` serves it.
# Written by `make provider-yaml` from airflow_provider_awsconn/provider_info.py; a test compares the two.
---
"""


def render() -> str:
    """Give the text of provider.yaml."""
    info = get_provider_info() | DISTRIBUTION_FIELDS
    return HEADER + yaml.safe_dump(info, sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("provider.yaml").write_text(render(), encoding="utf-8")
