"""What a failed request leaves behind: the error, those it came from, and what the server said.

Imports botocore's exceptions and `connection/`; asks nobody.
"""

from __future__ import annotations

import email.utils
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.redact import redact
from airflow_provider_awsconn.connection.region import partition_of_region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from airflow_provider_awsconn.diagnosis.circumstances import Circumstances

_AWS_KEY = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,124}")
_OF_REQUESTS = frozenset(
    {"aiobotocore", "aiohttp", "botocore", "http", "socket", "ssl", "urllib3", __name__.partition(".")[0]}
)
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\[\]]+")


class Evidence:
    """A failed request, as those who look for its cause want to see it.

    Args:
        error: what was raised.
        describe: gives what is known of the connection; asked only when a cause may depend on it.
        clock: seconds since 1970; compared with what the server's answer says.

    Attributes:
        error: what was raised.
        chain: the error and all that it came from, the outermost first.
        answer: the error that a server answered with, None where none did.
    """

    def __init__(
        self, error: BaseException, describe: Callable[[], Circumstances], clock: Callable[[], float] = time.time
    ) -> None:
        self.error = error
        self._describe = describe
        self._clock = clock
        self._known: Circumstances | None = None
        self.chain = tuple(_list_chain(error))
        self.answer: ClientError | None = self.find(ClientError)
        response = self.answer.response if self.answer else None
        self._response: Mapping[str, Any] = response if isinstance(response, dict) else {}

    @property
    def circumstances(self) -> Circumstances:
        """What is known of the connection."""
        # functools.cached_property has a lock before Python 3.12, which a child may find held.
        if self._known is None:
            self._known = self._describe()
        return self._known

    def find(self, *kinds: type[BaseException]) -> Any:
        """Give the first error of these kinds in the chain, None without one."""
        return next((error for error in self.chain if isinstance(error, kinds)), None)

    def find_named(self, *names: str) -> Any:
        """Give the first error in the chain whose class, or one it derives from, has one of these names.

        For classes that botocore has had for some versions only, or that are urllib3's.
        """
        wanted = frozenset(names)
        return next((error for error in self.chain if wanted & {kind.__name__ for kind in type(error).__mro__}), None)

    @property
    def code(self) -> str:
        """The error code of the answer, "" without one."""
        return str((self._response.get("Error") or {}).get("Code") or "")

    @property
    def message(self) -> str:
        """What the answer says, "" where it says nothing."""
        return str((self._response.get("Error") or {}).get("Message") or "")

    @property
    def status(self) -> int:
        """The HTTP status of the answer, 0 without one."""
        status = self._metadata.get("HTTPStatusCode")
        return status if isinstance(status, int) else 0

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer, by name in lower case."""
        headers = self._metadata.get("HTTPHeaders")
        return headers if isinstance(headers, dict) else {}

    @property
    def operation(self) -> str:
        """The operation that the answer is of, in AWS's spelling; "" where that is not known."""
        return str(getattr(self.answer, "operation_name", None) or "")

    @property
    def _metadata(self) -> Mapping[str, Any]:
        metadata = self._response.get("ResponseMetadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def clock_offset(self) -> float | None:
        """How many seconds this machine's clock is ahead of the server's, None where the answer tells no time."""
        said = self.headers.get("date")
        try:
            told = email.utils.parsedate_to_datetime(said) if said else None
            return self._clock() - told.timestamp() if told else None
        except (TypeError, ValueError, OverflowError):
            return None

    @property
    def url(self) -> str | None:
        """The URL of a request that got no answer, or of the endpoint."""
        for error in self.chain:
            url = (getattr(error, "kwargs", None) or {}).get("endpoint_url")
            if isinstance(url, str):
                return url
        endpoint = self.circumstances.endpoint
        return str(endpoint.value) if endpoint else None

    @property
    def host(self) -> str:
        """Host and port that were asked, for people."""
        parts = self._split_url()
        return show(parts.rpartition("@")[2]) if parts else "the endpoint"

    @property
    def host_name(self) -> str:
        """The host that was asked, without the port; "" where that is not known."""
        return read_host(self.url) if self.url else ""

    def _split_url(self) -> str:
        try:
            return urlsplit(self.url or "").netloc
        except ValueError:
            return ""

    @property
    def is_of_aws(self) -> bool:
        """Whether it is AWS that was asked."""
        return self.url is None or is_aws_endpoint(self.url)

    @property
    def server(self) -> str:
        """Who was asked, for people."""
        return "AWS" if self.is_of_aws else self.host

    @property
    def partition(self) -> str | None:
        """The partition of AWS that the region lies in, None elsewhere."""
        region = self.circumstances.region
        return partition_of_region(str(region.value)) if region and self.is_of_aws else None

    @property
    def has_aws_key(self) -> bool:
        """Whether the access key id looks like one of AWS, or is not known."""
        key = self.circumstances.access_key_id
        return key is None or _AWS_KEY.fullmatch(key) is not None

    @property
    def key(self) -> str:
        """The access key for people: by its id where that looks like one, for else it may be a secret astray."""
        key = self.circumstances.access_key_id
        return f"the access key {key}" if key and self.has_aws_key else "the access key"

    def texts(self) -> str:
        """All that the chain says, in lower case: for what a library tells by words alone."""
        return " ".join(str(error) for error in self.chain).lower()


def show(text: object) -> str:
    """Give what may be shown of a text, in one line and without brackets."""
    return _UNPRINTABLE.sub(" ", str(redact(str(text)))).strip()


def read_host(url: str) -> str:
    """Read the host of a URL, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _list_chain(error: BaseException) -> Iterator[BaseException]:
    """List an error and what it came from, as Python, botocore, urllib3 and aiohttp each keep it."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        kwargs = getattr(each, "kwargs", None)
        waiting += [kwargs.get("error")] if isinstance(kwargs, dict) else []
        waiting += [getattr(each, "reason", None), getattr(each, "original_error", None), *each.args]
        context = each.__context__ if _is_of_request(each.__context__) else None
        waiting += [each.__cause__] if each.__cause__ or each.__suppress_context__ else [context]


def _is_of_request(error: BaseException | None) -> bool:
    """Tell whether an error was caught on the way of the request, and not by who sent it while handling another."""
    caught = error.__traceback__ if error is not None else None
    return caught is not None and caught.tb_frame.f_globals.get("__name__", "").partition(".")[0] in _OF_REQUESTS
