"""Addresses that no connection may reach: those of a machine's metadata services, in every spelling.

Pure text, no lookup: a name that resolves to such an address is for whoever resolves it to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_IPV4 = frozenset(
    IPv4Address(address)
    for address in (
        "0.0.0.0",  # noqa: S104 - nothing is bound here
        "100.100.100.200",  # Alibaba Cloud
        "168.63.129.16",  # Azure
        "192.0.0.192",  # Oracle Cloud
    )
)
_IPV6 = (
    IPv6Network("::/128"),
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html and its neighbours,
    # among them the agent that hands out credentials in EKS.
    IPv6Network("fd00:ec2::/32"),
    IPv6Network("fd20:ce::254/128"),  # Google Cloud
)
# Where an IPv6 address holds an IPv4 address in its last 32 bits: mapped, translated, compatible, NAT64.
_IPV4_AT_THE_END = tuple(
    map(IPv6Network, ("::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48"))
)
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_ISATAP = frozenset({0x5EFE, 0x02005EFE})
_NAMES = re.compile(r"metadata(?:\.google\.internal|\.goog)?|instance-data(?:\.[a-z0-9-]+(?:\.compute)?\.internal)?")
_URL_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/+", re.IGNORECASE)
_PARTS_OF_IPV4 = 4
# More zeros than anybody writes, and fewer digits than int() refuses.
_LONGEST_NUMBER = 400


def is_metadata_host(host: str) -> bool:
    """Tell whether the host of a URL is a metadata service: a link-local address, another cloud's, or a known name.

    Every spelling that some resolver takes counts: ``2852039166``, ``0xA9FEA9FE``, ``169.254.43518``, octal numbers,
    IPv4 inside IPv6, brackets, trailing dots, percent-encoding, full-width digits.
    """
    plain = _normalize(host)
    if ":" in plain:
        try:
            return is_metadata_address(plain)
        except ValueError:
            return False
    return any(map(_is_metadata_ipv4, _read_ipv4(plain))) or _NAMES.fullmatch(plain) is not None


def is_metadata_address(ip: str) -> bool:
    """Tell whether an IP address, as a resolver gives it, is that of a metadata service, or stands for any address.

    Link-local, unspecified and multicast addresses count, and IPv6 addresses that lead to such an IPv4 address.

    Raises:
        ValueError: for what is no IP address.
    """
    address = ip_address(ip.partition("%")[0])
    if isinstance(address, IPv4Address):
        return _is_metadata_ipv4(address)
    if address.is_link_local or address.is_multicast or any(address in network for network in _IPV6):
        return True
    return any(map(_is_metadata_ipv4, _list_embedded(address)))


def is_metadata_url(url: str) -> bool:
    """Tell whether the host of a URL, or of a proxy that is written without a scheme, is a metadata service."""
    # Tabs and line breaks are dropped by those who read URLs, and a backslash is a slash to some of them.
    text = re.sub(r"[\t\r\n]", "", url).strip()
    scheme = _URL_SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text.lstrip("/\\")
    authorities = {re.split(ends, rest, maxsplit=1)[0] for ends in (r"[/?#]", r"[/?#\\]")}
    hosts = {authority.rpartition("@")[2] for authority in authorities}
    return any(is_metadata_host(host) or is_metadata_host(_drop_port(host)) for host in hosts)


def _drop_port(authority: str) -> str:
    if authority.startswith("["):
        return authority.partition("]")[0]
    return authority.partition(":")[0]


def _normalize(host: str) -> str:
    """Write a host as those who connect to it do in the end: ASCII, lower case, without zone and trailing dots."""
    text = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".")
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return text.strip().strip("[]").partition("%")[0].rstrip(".").lower()


def _read_ipv4(text: str) -> Iterator[IPv4Address]:
    """Read what inet_aton takes: one to four numbers, the last one filling the rest; a leading 0 read in both ways."""
    numbers = [list(_read_number(part)) for part in text.split(".")]
    if len(numbers) > _PARTS_OF_IPV4:
        return
    for *first, last in product(*numbers):
        room = 8 * (_PARTS_OF_IPV4 - len(first))
        if all(number < 1 << 8 for number in first) and last < 1 << room:
            whole = 0
            for number in first:
                whole = whole << 8 | number
            yield IPv4Address(whole << room | last)


def _read_number(part: str) -> Iterator[int]:
    if len(part) > _LONGEST_NUMBER:
        return
    if re.fullmatch(r"0x[0-9a-f]*", part):
        yield int(f"0{part[2:]}", 16)
    elif re.fullmatch(r"[0-9]+", part, re.ASCII):
        yield int(part)
        if re.fullmatch(r"0[0-7]+", part):
            yield int(part, 8)


def _is_metadata_ipv4(address: IPv4Address) -> bool:
    return address.is_link_local or address.is_multicast or address in _IPV4


def _list_embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """List the IPv4 addresses that an IPv6 address may lead to."""
    bits = int(address)
    if any(address in network for network in _IPV4_AT_THE_END) or (bits >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(bits & 0xFFFFFFFF)
    if address in _NAT64_LOCAL:
        # https://www.rfc-editor.org/rfc/rfc6052#section-2.2 with a prefix of 48 bits
        yield IPv4Address((bits >> 64 & 0xFFFF) << 16 | bits >> 40 & 0xFFFF)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield address.teredo[1]
