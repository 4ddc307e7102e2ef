"""A deployment's own sessions: some connections keep their keys in a kiosk, a file, and the rest is as ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3

from .factory_base import BaseSessionFactory


class KioskSessionFactory(BaseSessionFactory):
    """Takes the keys from the file that a connection's Extra names as ``kiosk``."""

    def create_session(self, deferrable: bool = False) -> Any:
        """Make a session of the kiosk's keys, or the base's."""
        kiosk = self.extra_config.get("kiosk")
        if not kiosk:
            return super().create_session(deferrable=deferrable)
        keys = json.loads(Path(kiosk).read_text(encoding="utf-8"))
        if deferrable:
            from aiobotocore.session import AioSession

            session = AioSession()
            session.set_credentials(keys["access_key"], keys["secret_key"])
            session.set_config_variable("region", self.region_name)
            return session
        return boto3.session.Session(keys["access_key"], keys["secret_key"], region_name=self.region_name)
