"""What Airflow reads about this provider, through the ``apache_airflow_provider`` entry point.

Read by every Airflow process at start: imports neither Airflow nor boto3. ``provider.yaml`` says the same, written
by ``scripts/write_provider_yaml.py``; a test compares the two.
"""

from __future__ import annotations

from typing import Any

from airflow_provider_awsconn import __version__
from airflow_provider_awsconn.form.fields import build_conn_fields, build_field_behaviour

_INTEGRATION = "Amazon Web Services connection"


def get_provider_info() -> dict[str, Any]:
    """Give the provider info.

    https://airflow.apache.org/docs/apache-airflow-providers/howto/create-custom-providers.html
    """
    return {
        "package-name": "airflow-provider-awsconn",
        "name": "AWS connection",
        "description": "The AWS connection for Apache Airflow: an aws connection in, a boto3 session or client out.",
        "versions": [__version__],
        "integrations": [
            {
                "integration-name": _INTEGRATION,
                "external-doc-url": "https://boto3.amazonaws.com/v1/documentation/api/latest/index.html",
                "tags": ["aws"],
            }
        ],
        "hooks": [
            {"integration-name": _INTEGRATION, "python-modules": ["airflow_provider_awsconn.hooks.aws"]},
        ],
        "connection-types": [
            {
                "connection-type": "aws",
                "hook-class-name": "airflow_provider_awsconn.hooks.aws.AwsHook",
                "hook-name": "Amazon Web Services",
                # The same as the hook gives, in the spelling of provider.yaml.
                "ui-field-behaviour": {
                    name.replace("_", "-"): value for name, value in build_field_behaviour().items()
                },
                "conn-fields": build_conn_fields(),
            }
        ],
        "config": {
            "awsconn": {
                "description": "Options of airflow-provider-awsconn.",
                "options": {
                    "missing_connection": {
                        "description": (
                            "What a hook does when the connection it names does not exist: error, or ambient "
                            "for boto3's own lookup chain, which may be another identity."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "ambient",
                        "default": "error",
                    },
                    "unknown_keys": {
                        "description": (
                            "What a hook does about a key of a connection's Extra that nobody is known to read: warn, "
                            "error or ignore."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "error",
                        "default": "warn",
                    },
                    "token_sources": {
                        "description": (
                            "Callables that give web identity tokens or SAML assertions, as name = import path, one a "
                            "line or with commas in between. A connection can only name one. Called with the keyword "
                            "arguments audience and conn_id; returns text."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "vault = my_company.tokens:fetch_vault_token",
                        "default": "",
                    },
                    "token_endpoints": {
                        "description": (
                            "URLs, besides AWS's own STS, that web identity tokens and SAML assertions may be sent to, "
                            "with blanks or commas in between."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "https://minio.example:9000",
                        "default": "",
                    },
                    "credential_cache": {
                        "description": (
                            "Who shares the credentials of roles: memory for one process, host for all processes of "
                            "this user on a host, through files encrypted with [core] fernet_key. With host a role "
                            "session without a name of its own is called Airflow_<conn_id>, in tasks too."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "host",
                        "default": "memory",
                    },
                    "credential_cache_directory": {
                        "description": (
                            "Folder of credential_cache = host, for one user alone and on the host itself. Without it "
                            "airflow-awsconn-<uid> in the folder for temporary files."
                        ),
                        "version_added": "0.1.0",
                        "type": "string",
                        "example": "/run/airflow/awsconn",
                        "default": "",
                    },
                    "client_cache_size": {
                        "description": (
                            "How many clients a process keeps for hooks of the same settings: those used last. With 0 "
                            "none is shared."
                        ),
                        "version_added": "0.1.0",
                        "type": "integer",
                        "example": "0",
                        "default": "64",
                    },
                    "error_hints": {
                        "description": (
                            "Whether errors of botocore whose cause is recognised say at the end of their text which "
                            "connection it was, what is likely wrong, and what would be right: true or false. Type and "
                            "code of the error stay as they are."
                        ),
                        "version_added": "0.1.0",
                        "type": "boolean",
                        "example": "false",
                        "default": "true",
                    },
                },
            }
        },
    }
