"""A profile that wants a code of multi-factor authentication is refused, and nobody is asked for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.errors import CredentialsUnavailableError
from airflow_provider_awsconn.hooks.aws import AwsHook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

TEXT = (
    "connection 'c', boto3's lookup chain: the profile has mfa_serial, and nobody can type a code on a worker; give a "
    "profile without mfa_serial, or a role that does not demand multi-factor authentication"
)


@pytest.mark.parametrize("profile", ["direct", "behind", "from-environment"])
def test_nobody_is_asked_for_a_code(
    profile: str,
    bench: AwsBench,
    aws_files: Callable[[str, str], None],
    airflow_connection: AirflowConnection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither for the profile itself, nor for one that it starts from; and no request leaves."""
    keys = f"aws_access_key_id = {bench.worker.access_key}\naws_secret_access_key = {bench.worker.secret_key}\n"
    role = f"role_arn = {bench.role_arn}\n"
    mfa = "mfa_serial = arn:aws:iam::123456789012:mfa/me\n"
    aws_files(
        f"[profile base]\n{keys}[profile direct]\n{role}source_profile = base\n{mfa}"
        f"[profile behind]\n{role}source_profile = direct\n",
        "",
    )
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    extra: dict[str, Any] = {"region_name": "eu-west-1", "profile_name": profile}
    if profile == "from-environment":
        monkeypatch.setenv("AWS_PROFILE", "direct")
        del extra["profile_name"]
    hook = AwsHook(airflow_connection("c", extra=extra), client_type="sts")
    with pytest.raises(CredentialsUnavailableError) as raised:
        hook.get_conn().get_caller_identity()
    assert str(raised.value) == TEXT
    assert bench.requests() == []
