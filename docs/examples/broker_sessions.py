"""Sessions with the keys of a company's broker, for connections whose Extra has {"broker": "<user>"}."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import botocore.session
import requests
from boto3.session import Session
from botocore.credentials import RefreshableCredentials

from airflow_provider_awsconn.session_factory import BaseSessionFactory


class BrokerSessionFactory(BaseSessionFactory):
    """Starts from the broker's keys; a role of the connection is assumed with them."""

    def _create_basic_session(self, session_kwargs: dict[str, Any]) -> Session:
        user = self.extra_config.get("broker")
        if user is None:
            return super()._create_basic_session(session_kwargs)

        def fetch() -> dict[str, str]:
            self.log.info("Fetching keys of %s for connection %s", user, self.conn.conn_id)
            answer = requests.get(f"{os.environ['BROKER_URL']}/{user}", timeout=10)
            answer.raise_for_status()
            keys = answer.json()
            return {
                "access_key": keys["AccessKeyId"],
                "secret_key": keys["SecretAccessKey"],
                "token": keys["SessionToken"],
                "expiry_time": keys["Expiration"],
            }

        # botocore asks for new ones in time, and roles are renewed with them.
        credentials = RefreshableCredentials.create_from_metadata(fetch(), fetch, "broker")
        session = botocore.session.get_session()
        session.register_component("credential_provider", SimpleNamespace(load_credentials=lambda: credentials))
        return Session(botocore_session=session, region_name=session_kwargs.get("region_name"))
