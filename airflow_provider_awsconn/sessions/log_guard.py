"""Keep tokens and secrets out of what boto3 and its HTTP client write to the log at DEBUG level.

Imports the standard library only. It looks for the places where credentials stand, not for known values: botocore
logs what AWS hands out before anybody has read it. Tracebacks are left as they are.
"""

from __future__ import annotations

import functools
import logging
import re

MASK = "***"

# Those that write parameters, requests, responses, URLs or texts of errors; a filter is not inherited by name.
GUARDED_LOGGERS = (
    "aiobotocore.credentials",
    "aiobotocore.regions",
    "aiobotocore.utils",
    "boto3.resources.action",
    "botocore.auth",
    "botocore.client",
    "botocore.credentials",
    "botocore.discovery",
    "botocore.endpoint",
    "botocore.handlers",
    "botocore.parsers",
    "botocore.regions",
    "botocore.retryhandler",
    "botocore.utils",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.util.retry",
)

# Names that mean a credential wherever they stand, in a header, a query, a form or XML.
_PLAIN_NAMES = (
    "SAMLAssertion",
    "SecretAccessKey",
    "SecurityToken",
    "SessionToken",
    "TradeInToken",
    "WebIdentityToken",
    "x-amz-s3session-token",
    "x-amz-security-token",
    "x-amz-sso_bearer_token",
    "x-aws-ec2-metadata-token",
)
# Names that do so only as the whole key of a mapping or of JSON: NextToken is no secret.
_KEY_NAMES = (
    "access_?token",
    "assertion",
    "authorization",
    "clientSecret",
    "codeVerifier",
    "idToken",
    "proxy-authorization",
    "refreshToken",
    "subject_?token",
    "token",
)


class LogGuard(logging.Filter):
    """Replaces what stands in the place of a credential by ``***``; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record as the text it comes to, without arguments."""
        try:
            text = record.getMessage()
        except Exception:  # noqa: BLE001 - a log call must not fail, and logging would print the arguments to stderr
            text = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        # Also where nothing was found: an argument formatted later could say more than it does now.
        record.msg, record.args = redact(text), ()
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


_GUARD = LogGuard()


def redact(text: str) -> str:
    """Give the text with ``***`` in the place of every credential."""
    for pattern in _compile_patterns():
        text = pattern.sub(rf"\1{MASK}", text)
    return text


def guard_logs() -> None:
    """Put the guard on every logger of `GUARDED_LOGGERS`; a second call changes nothing."""
    for name in GUARDED_LOGGERS:
        logging.getLogger(name).addFilter(_GUARD)


@functools.cache
def _compile_patterns() -> tuple[re.Pattern[str], ...]:
    """Compile what finds credentials, when the first record is written: most processes log nothing at DEBUG level."""
    plain = "|".join(_PLAIN_NAMES)
    keys = "|".join(_PLAIN_NAMES + _KEY_NAMES)
    # Each has the part that stays as its first group. None goes back over text twice: a response body may have
    # megabytes.
    patterns = (
        # The value goes on to the quote that opened it. A signature of AWS's own says who signed, and is left.
        (
            rf"""(["'](?:{keys})\\*["']\s*:\s*b?(?P<quote>\\*["'])(?!AWS4-))"""
            r"""(?:[^"'\\]+|(?!(?P=quote))(?:\\.|["'\\]))+"""
        ),
        rf"""((?:{plain})(?:[:=][ ]?|%3D))[^&\s"'<>\\]+""",
        rf"(<(?:{plain})>)[^<]+",
        # The password in a URL.
        r"""(://[^/\s"?#:@]*:)[^/\s"?#]+(?=@)""",
    )
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in patterns)
