"""From the keys about region, endpoints, TLS and configuration to where and how requests go."""

from __future__ import annotations

import json
from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.parse import read_connection
from tests.unit.connection.checks import ARN, HUB, URL, list_problems, list_remarks

NO_URL = "is not a URL with http or https and a host"
EXAMPLE = 'give a URL with its scheme, such as "https://minio.example:9000"'
CHINA = "arn:aws-cn:iam::123456789012:role/etl"


@pytest.mark.parametrize(
    ("extra", "endpoint_url", "remarks", "origin"),
    [
        pytest.param({"endpoint_url": URL}, URL, [], "extra.endpoint_url", id="endpoint_url"),
        pytest.param(
            {"host": URL}, URL, ["extra.host: is an older name; use extra.endpoint_url"], "extra.host", id="host"
        ),
        pytest.param(
            {"endpoint_url": URL, "host": "http://other:1"},
            URL,
            ["extra.host: is an older name; use extra.endpoint_url"],
            "extra.endpoint_url",
            id="endpoint_url-beats-host",
        ),
    ],
)
def test_the_endpoint_has_an_older_name(
    extra: dict[str, str], endpoint_url: str, remarks: list[str], origin: str
) -> None:
    """endpoint_url counts, then its older name host, which works with a remark."""
    connection = parse_connection(extra=extra)
    assert (connection.endpoint_url, connection.origins["endpoint_url"]) == (endpoint_url, origin)
    assert [str(remark) for remark in connection.remarks] == remarks


def test_the_endpoint_of_the_test_is_an_older_name() -> None:
    """It works with a remark, and is nobody else's endpoint."""
    extra = {"test_endpoint_url": URL}
    connection = parse_connection(extra=extra)
    assert (connection.test_endpoint_url, connection.endpoint_url) == (URL, None)
    assert list_remarks(extra=extra) == [
        "extra.test_endpoint_url: is an older name; use extra.service_config.sts.endpoint_url"
    ]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("localhost:9000", f"{NO_URL}; did you mean http://localhost:9000?", id="localhost"),
        pytest.param("minio.example", f"{NO_URL}; did you mean https://minio.example?", id="name"),
        pytest.param("s3://bucket", f"{NO_URL}; {EXAMPLE}", id="scheme"),
        pytest.param("https://", f"{NO_URL}; {EXAMPLE}", id="no-host"),
        pytest.param(
            "https://user:C4N4RY@minio.example",
            "has a user name or password in it; give the URL alone; login and password are the connection's own",
            id="password",
        ),
    ],
)
def test_an_endpoint_without_scheme_or_host_is_refused(url: str, told: str) -> None:
    """Each of the four places an endpoint may stand in is checked and named."""
    extra = {
        "endpoint_url": url,
        "host": url,
        "test_endpoint_url": url,
        "service_config": {"s3": {"endpoint_url": url}},
    }
    assert list_problems(extra=extra) == [
        f"extra.endpoint_url: {told}",
        f"extra.host: {told}",
        f"extra.test_endpoint_url: {told}",
        f"extra.service_config.s3.endpoint_url: {told}",
    ]


METADATA = "is an address of a metadata service, which no connection may reach; give the endpoint of the service"


def test_no_url_may_be_that_of_a_metadata_service() -> None:
    """Wherever in a connection it stands, whatever else is wrong with it, and all of them at once."""
    url, proxies = "http://169.254.169.254", {"https": "user:C4N4RY@0xA9FEA9FE:80", "http": "http://proxy:1"}
    extra = {
        "endpoint_url": "169.254.169.254:80",
        "host": f"{url}/latest",
        "test_endpoint_url": "http://[fd00:ec2::254]",
        "service_config": {
            "s3": {"endpoint_url": url, "config_kwargs": {"proxies": proxies}},
            "sts": {"config_kwargs": json.dumps({"proxies": proxies})},
        },
        "config_kwargs": {"proxies": proxies},
        "assume_role_with_web_identity_token_url": url,
        "assume_role_with_saml": {"idp_url": url, "idp_request_kwargs": json.dumps({"proxies": proxies})},
    }
    assert list_problems(extra=extra) == [
        f"extra.{where}: {METADATA}"
        for where in (
            "endpoint_url",
            "host",
            "test_endpoint_url",
            "service_config.s3.endpoint_url",
            "assume_role_with_web_identity_token_url",
            "assume_role_with_saml.idp_url",
            "config_kwargs.proxies.https",
            "service_config.s3.config_kwargs.proxies.https",
            "service_config.sts.config_kwargs.proxies.https",
            "assume_role_with_saml.idp_request_kwargs.proxies.https",
        )
    ]
    connection = read_connection(extra=extra).connection
    assert (connection.endpoint_url, connection.test_endpoint_url) == (None, None)


SERVICES: dict[str, Any] = {
    "s3": {"endpoint_url": URL, "verify": False, "config_kwargs": {"retries": {"max_attempts": 3}}, "bucket_name": "b"},
    "sts": {"region_name": "eu-west-1"},
}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(SERVICES, id="objects"),
        pytest.param(json.dumps(SERVICES), id="text"),
        pytest.param({name: json.dumps(settings) for name, settings in SERVICES.items()}, id="text-per-service"),
        pytest.param(
            {
                "s3": {
                    " endpoint_url": f" {URL} ",
                    "verify": "no",
                    "config_kwargs": '{"retries": {"max_attempts": 3}}',
                    "bucket_name": "b",
                    "region_name": None,
                },
                "sts": {"region_name": " eu-west-1\n", "endpoint_url": "", "config_kwargs": {}},
                "sqs": {},
                "sns": None,
            },
            id="as-text-and-unset",
        ),
    ],
)
def test_the_settings_of_a_service_are_typed(given: object) -> None:
    """What we read of them is read as at the top of Extra; the rest is kept for the service's own hook."""
    connection = parse_connection(extra={"service_config": given})
    assert connection.service_config == SERVICES
    assert connection.service_config["s3"]["verify"] is False
    assert connection.remarks == ()


@pytest.mark.parametrize("settings", [[1], "[1]", 7, "{", True])
def test_settings_of_a_service_are_an_object(settings: object) -> None:
    """What stands under a service's name is an object too, or a problem that names the service."""
    (problem,) = list_problems(extra={"service_config": {"s3": settings}})
    assert problem.startswith("extra.service_config.s3: is ")
    assert problem.endswith('; give a JSON object such as {"s3": {"endpoint_url": "https://s3.example"}}')


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        pytest.param({"endpoint_url": ["x"]}, f"endpoint_url: is of type list; {EXAMPLE}", id="endpoint-type"),
        pytest.param(
            {"endpoint_url": 9000}, f"endpoint_url: {NO_URL}; did you mean http://9000?", id="endpoint-number"
        ),
        pytest.param(
            {"verify": []}, "verify: is of type list; give true, false or the path of a CA bundle", id="verify"
        ),
        pytest.param(
            {"config_kwargs": "{'retries': {}}"},
            "config_kwargs: is the text of a Python dict, not JSON; something wrote an object with str() instead of as "
            'JSON; give a JSON object such as {"retries": {"mode": "standard", "max_attempts": 10}}',
            id="python-dict",
        ),
        pytest.param(
            {"region_name": "default"},
            "region_name: 'default' is not the name of an AWS region; give a region such as \"eu-west-1\"",
            id="region",
        ),
    ],
)
def test_wrong_settings_of_a_service_are_refused(settings: dict[str, Any], problem: str) -> None:
    """Each by its service and name."""
    assert list_problems(extra={"service_config": {"s3": settings}}) == [f"extra.service_config.s3.{problem}"]


@pytest.mark.parametrize(
    ("region", "hint"),
    [
        pytest.param("default", 'give a region such as "eu-west-1"', id="default"),
        pytest.param("EU-WEST-1", "did you mean eu-west-1?", id="case"),
        pytest.param("eu-west-1a", "did you mean eu-west-1?", id="zone"),
        pytest.param("eu_west_1", "did you mean eu-west-1?", id="underscores"),
        pytest.param("Ireland", 'give a region such as "eu-west-1"', id="place"),
    ],
)
@pytest.mark.parametrize(
    "endpoint", [{}, {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"}], ids=["no-endpoint", "endpoint-of-aws"]
)
def test_what_is_no_region_of_aws_is_refused(region: str, hint: str, endpoint: dict[str, str]) -> None:
    """Every client would ask a host that does not exist."""
    assert list_problems(extra={"region_name": region} | endpoint) == [
        f"extra.region_name: '{region}' is not the name of an AWS region; {hint}"
    ]


@pytest.mark.parametrize("region", ["auto", "default", "garage", "eu-west-1"])
def test_other_stores_may_call_a_region_anything(region: str) -> None:
    """Where requests go to somebody else, the name of the region is theirs."""
    extra: dict[str, Any] = {"region_name": region, "endpoint_url": URL}
    assert parse_connection(extra=extra).region_name == region
    of_service = {"service_config": {"s3": {"region_name": region, "endpoint_url": URL}}}
    assert parse_connection(extra=of_service).get_service_config("s3")["region_name"] == region
    beside = {"endpoint_url": URL, "service_config": {"s3": {"region_name": region}}}
    assert parse_connection(extra=beside).remarks == ()


@pytest.mark.parametrize(
    ("arn", "region", "fits"),
    [
        (ARN, "eu-west-1", True),
        (CHINA, "cn-north-1", True),
        ("arn:aws-us-gov:iam::123456789012:role/etl", "us-gov-west-1", True),
        (CHINA, "eu-west-1", False),
        (ARN, "cn-north-1", False),
        (ARN, "us-gov-west-1", False),
    ],
)
def test_role_and_region_lie_in_one_partition(arn: str, region: str, fits: bool) -> None:
    """No credentials are good in two partitions."""
    extra = {"role_arn": arn, "region_name": region}
    if fits:
        assert parse_connection(extra=extra).remarks == ()
        return
    role_in, region_in = arn.split(":")[1], {"cn": "aws-cn", "eu": "aws", "us": "aws-us-gov"}[region[:2]]
    assert list_problems(extra=extra) == [
        (
            f"extra.role_arn: lies in the partition {role_in}, and the region {region} in {region_in}; "
            "give a role and a region of one partition"
        )
    ]


def test_every_role_of_a_chain_is_held_against_the_region() -> None:
    """The place of the role in the chain is told, and an older place of the region will do."""
    extra = {"role_chain": [HUB, CHINA], "session_kwargs": {"region_name": "eu-west-1"}}
    assert list_problems(extra=extra) == [
        (
            "extra.role_chain.1.role_arn: lies in the partition aws-cn, and the region eu-west-1 in aws; "
            "give a role and a region of one partition"
        )
    ]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"role_arn": CHINA}, id="no-region"),
        pytest.param({"role_arn": CHINA, "region_name": "eu-west-1", "endpoint_url": URL}, id="another-store"),
        pytest.param(
            {"aws_account_id": "123456789012", "aws_iam_role": "etl", "region_name": "cn-north-1"}, id="role-by-name"
        ),
    ],
)
def test_partitions_are_not_compared_where_they_say_nothing(extra: dict[str, Any]) -> None:
    """Without a region, with another store, and for a role whose partition follows the region."""
    assert parse_connection(extra=extra).remarks == ()


@pytest.mark.parametrize(
    ("given", "verify"),
    [
        pytest.param(True, True, id="true"),
        pytest.param(0, False, id="0"),
        pytest.param("False", False, id="false-as-text"),
        pytest.param("yes", True, id="yes"),
        pytest.param(" /etc/ssl/ca.pem ", "/etc/ssl/ca.pem", id="path"),
        pytest.param(None, None, id="null"),
        pytest.param("", None, id="empty"),
    ],
)
def test_verify_is_a_boolean_or_a_path(given: object, verify: bool | str | None) -> None:
    """Booleans in all their spellings, any other text is a path, and unset leaves it to botocore."""
    read = parse_connection(extra={"verify": given}).verify
    assert (read, type(read)) == (verify, type(verify))


def test_arguments_of_botocore_are_kept_as_they_are() -> None:
    """An empty value means something to botocore: no proxies is not the proxies of the environment."""
    arguments: dict[str, Any] = {"proxies": {}, "user_agent_extra": "", "connect_timeout": None}
    assert parse_connection(extra={"config_kwargs": arguments}).config_kwargs == arguments


def test_a_refused_endpoint_is_given_to_nobody() -> None:
    """It may hold a password, and a value is shown."""
    extra = {"endpoint_url": "https://someone:pass@minio", "test_endpoint_url": "https://someone:pass@sts"}
    connection = read_connection(extra=extra).connection
    assert (connection.endpoint_url, connection.test_endpoint_url) == (None, None)


# Stores.

R2 = "https://0123456789abcdef.r2.cloudflarestorage.com"
VPC = "https://vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com"
GIVE_MINIO = 'give it as extra.endpoint_url, such as "https://minio.example:9000"'


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param({"store": "minio"}, f"is 'minio' while there is no endpoint; {GIVE_MINIO}", id="no-endpoint"),
        pytest.param(
            {"store": "r2"},
            "is 'r2' while there is no endpoint; "
            'give it as extra.endpoint_url, such as "https://ACCOUNT_ID.r2.cloudflarestorage.com"',
            id="no-endpoint-of-r2",
        ),
        pytest.param(
            {"store": "minio", "service_config": {"sts": {"endpoint_url": URL}, "s3": {"region_name": "eu-west-1"}}},
            f"is 'minio' while there is no endpoint; {GIVE_MINIO}",
            id="endpoint-of-sts-alone",
        ),
        pytest.param(
            {"store": "minio", "endpoint_url": VPC},
            f"is 'minio' while the host of extra.endpoint_url is AWS's; {GIVE_MINIO}, or remove store",
            id="endpoint-of-aws",
        ),
        pytest.param(
            {"store": "minio", "host": VPC, "service_config": {"s3": {"endpoint_url": VPC}}},
            "is 'minio' while the host of extra.host and of extra.service_config.s3.endpoint_url is AWS's; "
            f"{GIVE_MINIO}, or remove store",
            id="endpoints-of-aws",
        ),
    ],
)
def test_a_store_needs_an_endpoint_that_is_not_aws(extra: dict[str, Any], problem: str) -> None:
    """Whoever names a store counts on its settings; without a place of it they would be for nothing."""
    assert list_problems(extra=extra) == [f"extra.store: {problem}"]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"store": "aws"}, id="aws-without-endpoint"),
        pytest.param({"store": "aws", "endpoint_url": URL}, id="aws-elsewhere"),
        pytest.param({"store": "aws", "endpoint_url": VPC}, id="aws-at-aws"),
        pytest.param({"store": "minio", "service_config": {"s3": {"endpoint_url": URL}}}, id="of-s3-alone"),
        pytest.param(
            {"store": "minio", "endpoint_url": VPC, "service_config": {"s3": {"endpoint_url": URL}}},
            id="of-s3-beside-aws",
        ),
        pytest.param({"store": "r2", "endpoint_url": URL}, id="r2-by-a-domain-of-ones-own"),
        pytest.param({"store": "b2", "endpoint_url": URL, "region_name": "us-west-004"}, id="b2-with-its-region"),
        pytest.param(
            {"store": "b2", "endpoint_url": URL, "service_config": {"s3": {"region_name": "us-west-004"}}},
            id="b2-with-a-region-of-s3",
        ),
        pytest.param(
            {"store": "b2", "endpoint_url": URL, "config_kwargs": {"region_name": "us-west-004"}},
            id="b2-with-a-region-in-its-config",
        ),
        pytest.param(
            {"store": "minio", "endpoint_url": "https://minio-1.eu-west-1.elb.amazonaws.com"}, id="load-balancer"
        ),
    ],
)
def test_a_store_with_an_endpoint_is_taken(extra: dict[str, Any]) -> None:
    """Without a remark."""
    assert list_remarks(extra=extra) == []


def test_a_refused_endpoint_of_a_store_is_told_once() -> None:
    """There is an endpoint, and the other problem says what is wrong with it."""
    (problem,) = list_problems(extra={"store": "minio", "endpoint_url": "minio:9000"})
    assert problem == (
        "extra.endpoint_url: is not a URL with http or https and a host; did you mean http://minio:9000?"
    )


@pytest.mark.parametrize(
    ("extra", "remark"),
    [
        pytest.param(
            {"store": "minio", "endpoint_url": R2},
            "extra.store: is 'minio' while the host is that of Cloudflare R2; give r2",
            id="another-store",
        ),
        pytest.param(
            {"store": "b2", "endpoint_url": URL},
            "extra.region_name: is not set, and the host does not tell the region of Backblaze B2; "
            "give it, or an endpoint such as https://s3.us-west-004.backblazeb2.com",
            id="no-region",
        ),
        pytest.param(
            {"endpoint_url": "https://f004.backblazeb2.com"},
            "extra.region_name: is not set, and the host does not tell the region of Backblaze B2; "
            "give it, or an endpoint such as https://s3.us-west-004.backblazeb2.com",
            id="not-the-s3-host",
        ),
    ],
)
def test_what_is_odd_about_a_store_is_remarked(extra: dict[str, Any], remark: str) -> None:
    """It may work all the same: the worker may say the region."""
    assert list_remarks(extra=extra) == [remark]


NO_STS = "needs STS, and Cloudflare R2 has none; remove it, or give an STS as extra.service_config.sts.endpoint_url"


@pytest.mark.parametrize(
    ("extra", "places"),
    [
        pytest.param({"role_arn": ARN}, ["extra.role_arn"], id="role"),
        pytest.param({"aws_iam_role": "etl"}, ["extra.aws_iam_role"], id="role-by-name"),
        pytest.param({"role_chain": [HUB, ARN]}, ["extra.role_chain.0.role_arn"], id="chain"),
        pytest.param({"allowed_account_ids": ["123456789012"]}, ["extra.allowed_account_ids"], id="allowed"),
        pytest.param(
            {"role_arn": ARN, "forbidden_account_ids": ["210987654321"]},
            ["extra.forbidden_account_ids", "extra.role_arn"],
            id="both",
        ),
        pytest.param(
            {
                "role_arn": ARN,
                "assume_role_method": "assume_role_with_web_identity",
                "assume_role_with_web_identity_federation": "file",
            },
            ["extra.role_arn"],
            id="federation",
        ),
    ],
)
def test_what_needs_sts_is_refused_at_a_store_without(extra: dict[str, Any], places: list[str]) -> None:
    """R2 and B2 assume no roles and tell no accounts; with an STS elsewhere, or S3 alone there, all is well."""
    assert list_problems(extra=extra | {"endpoint_url": R2}) == [f"{place}: {NO_STS}" for place in places]
    beside = {"service_config": {"sts": {"endpoint_url": "https://sts.example"}}}
    assert list_remarks(extra=extra | {"endpoint_url": R2} | beside) == []
    assert list_remarks(extra=extra | {"service_config": {"s3": {"endpoint_url": R2}}}) == []
    assert list_remarks(extra=extra | {"endpoint_url": URL, "store": "minio"}) == []
