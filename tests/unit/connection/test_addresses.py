"""Addresses that no connection may reach."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.addresses import is_metadata_address, is_metadata_host, is_metadata_url

HOSTS = (
    *("169.254.169.254", "169.254.170.2", "169.254.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    *("0.0.0.0", "0", "224.0.0.1", "239.255.255.255"),
    # One number, hexadecimal, octal, short, with dots behind, percent-encoded, in other scripts.
    *(
        "2852039166",
        "0xA9FEA9FE",
        "0xa9.0xfe.0xa9.0xfe",
        "0251.0376.0251.0376",
        "025177524776",
        "169.254.43518",
        "169.254.1",
    ),
    *("169.16689662", "169.254.1", "169.254.169.254.", "169.254.169.254..", "169%2e254.169.254", "169.254.169.0254"),
    *(
        "\uff11\uff16\uff19.254.169.254",
        "169\u3002254\u3002169\u3002254",
        "\u246069.254.169.254",
        "169.254.169.25\u200b4",
    ),
    *("fe80::1", "fe80::1%eth0", "[fe80::1%25eth0]", "febf::1", "::", "ff02::1", "fd00:ec2::254", "FD00:0EC2::254"),
    *("fd00:ec2::23", "fd20:ce::254", "[fd20:ce::254]"),
    # IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
    *("::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::169.254.169.254", "::ffff:0:169.254.169.254"),
    *("64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::"),
    *("2002:a9fe:a9fe::1", "2001:0:1:1:1:1:5601:5601", "2001:db8::5efe:a9fe:a9fe", "::ffff:100.100.100.200"),
    *("metadata", "METADATA.google.internal", "metadata.google.internal.", "metadata.goog", "instance-data"),
    *("instance-data.ec2.internal", "instance-data.eu-west-1.compute.internal"),
)
OTHERS = (
    *("127.0.0.1", "10.0.0.1", "192.168.0.1", "172.16.0.1", "2130706433", "0x7f000001", "169.255.1.1", "168.63.129.17"),
    *("100.100.100.201", "192.0.0.193", "169.254", "256.169.254.1", "1.2.3.4.5", "169.254.169.254.1"),
    *("::1", "fc00::1", "fd00::ec2", "fd20:ce::253", "2001:db8::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe00::1"),
    *("", ".", "minio", "localhost", "s3.amazonaws.com", "metadata.example", "mymetadata", "instance-data.example"),
    *("metadata.google.internal.example", "[::1", "a:b", "9" * 5000, "0x" + "0" * 500, "169.254.169.254.example"),
)


@pytest.mark.parametrize("host", HOSTS, ids=ascii)
def test_hosts_of_metadata_services_are_known(host: str) -> None:
    """In every spelling that leads there."""
    assert is_metadata_host(host)
    assert is_metadata_url(f"http://{host}/latest" if host.startswith("[") or ":" not in host else f"http://[{host}]")


@pytest.mark.parametrize("host", OTHERS, ids=lambda host: ascii(host)[:40])
def test_other_hosts_are_let_through(host: str) -> None:
    """Loopback, private networks and names that only sound like it."""
    assert not is_metadata_host(host)


@pytest.mark.parametrize("ip", [host for host in HOSTS if ":" in host and "[" not in host] + list(HOSTS[:7]))
def test_addresses_of_metadata_services_are_known(ip: str) -> None:
    """As a resolver gives them, with a zone too."""
    assert is_metadata_address(ip)


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.1.2.3", "8.8.8.8", "::1", "fd12::1", "2600::1", "::ffff:10.0.0.1"])
def test_other_addresses_are_let_through(ip: str) -> None:
    """Loopback, private and public ones."""
    assert not is_metadata_address(ip)


@pytest.mark.parametrize("ip", ["", "minio", "2852039166", "169.254.43518"])
def test_what_is_no_address_is_an_error(ip: str) -> None:
    """A resolver gives nothing of the kind, and a name must not pass for an address that was looked at."""
    with pytest.raises(ValueError, match="does not appear to be"):
        is_metadata_address(ip)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://169.254.169.254", True),
        ("HTTPS://169.254.169.254:443/x?y#z", True),
        ("169.254.169.254:3128", True),
        ("user:pass@169.254.169.254:3128", True),
        ("http://user:p@ss@169.254.169.254", True),
        ("http://169.254.169.254\\@minio.example", True),
        ("http://minio.example\\@169.254.169.254", True),
        ("http:///169.254.169.254", True),
        ("//169.254.169.254", True),
        (" http://169.254.\t169.254 ", True),
        ("http://[fe80::1]:80/", True),
        ("http://metadata.google.internal?x", True),
        ("socks5://metadata", True),
        ("http://minio.example/169.254.169.254", False),
        ("http://minio.example?169.254.169.254", False),
        ("http://169.254.169.254@minio.example", False),
        ("localhost:9000", False),
        ("http://[::1]:9000", False),
        ("http://[::1", False),
        ("", False),
        ("http://", False),
    ],
)
def test_the_host_of_a_url_is_found(url: str, expected: bool) -> None:
    """As any of those who read URLs finds it, with or without a scheme."""
    assert is_metadata_url(url) is expected
