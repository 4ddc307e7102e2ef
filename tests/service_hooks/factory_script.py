"""Run with `[aws] session_factory` set, which the stock provider reads on import: tells what happened, as JSON."""

from __future__ import annotations

import asyncio
import json

from .base import AwsBaseHook
from .password_store import PasswordStoreHook
from .report_bucket import ReportBucketHook


async def _read_password() -> str:
    return await PasswordStoreHook("kiosk").read("kept")


def main() -> None:
    """Use hooks on connections with keys in the kiosk, and on one without."""
    hook = ReportBucketHook("kiosk")
    hook.conn.list_buckets()
    PasswordStoreHook("plain").write("kept", "pass")
    found = {
        "keys": hook.get_credentials().access_key,
        "session": hook.get_session().get_credentials().access_key,
        "region": hook.get_session(region_name="eu-central-1").region_name,
        "resource": len(list(AwsBaseHook("kiosk", resource_type="s3").conn.buckets.all())),
        "account": hook.account_id,
        "password": asyncio.run(_read_password()),
        "plain": AwsBaseHook("plain", client_type="s3").get_credentials().access_key,
        "role": AwsBaseHook("role", client_type="s3").get_credentials().token is not None,
    }
    print(json.dumps(found))  # noqa: T201 - it is what the test reads


if __name__ == "__main__":
    main()
