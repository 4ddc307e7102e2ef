"""The one table of what is different from the stock hook: what ``adopt`` finds, and what docs/migrating.md shows.

Imports the standard library only. tests/integration/test_migrating.py holds the rows to both hooks as they run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "change", "note"]
Subject = Literal["connection", "airflow.cfg", "code"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different.

    Attributes:
        name: what it is called in the output, and in the docs.
        level: ``error`` where what worked fails or is done by another identity, ``change`` where it is done otherwise,
            ``note`` where nothing is lost.
        subject: where it is found.
        title: what an installation has that it applies to.
        stock: what the stock hook did.
        ours: what this hook does.
        why: the reason.
        advice: what to do.
        is_found: whether ``adopt`` can see it; what only a run shows stands in the table alone.
    """

    name: str
    level: Level
    subject: Subject
    title: str
    stock: str
    ours: str
    why: str
    advice: str
    is_found: bool = True


DIFFERENCES: tuple[Difference, ...] = (
    # Connections.
    Difference(
        name="half-credentials",
        level="error",
        subject="connection",
        title="a key id without its secret, or the reverse",
        stock="passes over it and goes on as the worker's own identity",
        ours="is an error that names the missing half",
        why="a lost secret must not become somebody else's rights",
        advice="give both; or remove the half that is there, to stay with the worker's own identity",
    ),
    Difference(
        name="refused",
        level="error",
        subject="connection",
        title="a setting that is refused",
        stock="works with it or passes over it; what Airflow can't read is the worker's own identity to it",
        ours="is an error that tells all that is wrong with the connection",
        why="what a connection says has to count, or has to be told",
        advice="correct what the finding names",
    ),
    Difference(
        name="session-profile",
        level="error",
        subject="connection",
        title="profile_name in session_kwargs",
        stock="ignores it, although its form shows it",
        ours="selects the profile: its credentials where the connection has no keys, and its settings",
        why="it is what the connection says",
        advice="remove it to stay with the identity of today; else look whether all workers have the profile",
    ),
    Difference(
        name="identity-key",
        level="error",
        subject="connection",
        title="a key that says as whom, or where, requests are made",
        stock="ignores it; earlier versions of the stock provider read some of these",
        ours="does what it says",
        why="it is what the connection says",
        advice="remove it to stay with what is done today",
    ),
    Difference(
        name="prefixed-key",
        level="error",
        subject="connection",
        title="a key with the prefix extra__aws__",
        stock="ignores it",
        ours="reads it as the key without the prefix, where that one is not there",
        why="forms of Airflow 2 store keys under such names",
        advice="remove it to stay with what is done today, or give the key without the prefix",
    ),
    Difference(
        name="store-sts",
        level="error",
        subject="connection",
        title="a role, and an endpoint_url that is not AWS's",
        stock="asks Amazon's STS for the role",
        ours="asks the endpoint",
        why="nothing of a store's connection leaves for AWS",
        advice="for roles of AWS give Amazon's STS as service_config.sts.endpoint_url, such as "
        "https://sts.eu-west-1.amazonaws.com",
    ),
    Difference(
        name="token-not-sent",
        level="error",
        subject="connection",
        title="a web identity token, a SAML assertion or a Kerberos ticket on its way to others than AWS's own STS",
        stock="sends it, with TLS verified by the environment's CA bundle",
        ours="refuses to send it where the deployment does not allow it, or where TLS is not verified",
        why="who edits a connection could have the worker's identity sent to himself",
        advice="have the endpoint added to [awsconn] token_endpoints; name a CA bundle instead of verify = false",
    ),
    Difference(
        name="refused-sooner",
        level="change",
        subject="connection",
        title="a setting that works with neither hook",
        stock="fails when the client is made or AWS is asked, in words of boto3's",
        ours="fails when the connection is read, and tells what would be right",
        why="the place of the mistake is the connection",
        advice="correct what the finding names",
    ),
    Difference(
        name="verify-text",
        level="change",
        subject="connection",
        title='verify as text, such as "false"',
        stock="takes it for the path of a CA bundle: requests by TLS fail",
        ours="takes it for the boolean",
        why="URIs and forms of Airflow 2 know only text",
        advice="give the boolean, or the path of a CA bundle; false leaves TLS without verification from now on",
    ),
    Difference(
        name="verify-for-sts",
        level="change",
        subject="connection",
        title="verify, and a role",
        stock="asks STS and identity providers with the environment's CA bundle, whatever verify says",
        ours="asks them as verify says, and the connection test too",
        why="one connection, one way to verify",
        advice="see that the CA bundle holds Amazon's CAs too where STS is Amazon's, "
        "or give service_config.sts.verify = true",
    ),
    Difference(
        name="sts-region",
        level="change",
        subject="connection",
        title="a role without a region",
        stock="asks the global sts.amazonaws.com, where environment and profile tell no region either",
        ours="asks the regional STS of the first region of the role's partition, such as sts.us-east-1.amazonaws.com",
        why="AWS advises regional endpoints, and other partitions have no global one",
        advice="give region_name, and allow that host where outgoing traffic is filtered",
    ),
    Difference(
        name="session-name",
        level="change",
        subject="connection",
        title="a role without a session name",
        stock="calls the session airflow_ and the connection id, all in small letters; "
        "with a web identity botocore-session- and the time",
        ours="calls it after DAG, task and run in a task, elsewhere Airflow_ and the connection id",
        why="CloudTrail tells which task it was",
        advice="if a policy has a condition on sts:RoleSessionName, or names a session, give role_session_name",
    ),
    Difference(
        name="store-preset",
        level="change",
        subject="connection",
        title="an endpoint that is not AWS's",
        stock="has boto3's settings for AWS",
        ours="uses path-style addresses, checksums only where they are required, and a region where none is named",
        why="most stores refuse what boto3 does for AWS",
        advice='nothing, as a rule; "store": "aws" gives boto3\'s own settings back, config_kwargs single ones',
    ),
    Difference(
        name="session-region",
        level="change",
        subject="connection",
        title="region_name in session_kwargs",
        stock="ignores it",
        ours="takes it where Extra has no region_name of its own",
        why="it is what the connection says",
        advice="remove it to stay with the region of today",
    ),
    Difference(
        name="service-settings",
        level="change",
        subject="connection",
        title="region_name, verify or config_kwargs of one service in service_config",
        stock="ignores all but endpoint_url",
        ours="takes them for clients of that service",
        why="it is what the connection says",
        advice="remove them to stay with what is done today",
    ),
    Difference(
        name="new-key",
        level="change",
        subject="connection",
        title="a key that the stock hook does not know",
        stock="ignores it",
        ours="does what it says",
        why="it is what the connection says",
        advice="look whether the value is what you want from now on, or remove the key",
    ),
    Difference(
        name="text-value",
        level="note",
        subject="connection",
        title="an object that is stored as text",
        stock="fails with an AttributeError, or a TypeError",
        ours="reads the text as JSON",
        why="URIs and forms of Airflow 2 know only text",
        advice="nothing",
    ),
    Difference(
        name="told",
        level="note",
        subject="connection",
        title="a key or a value that has no effect, or is odd",
        stock="says nothing",
        ours="warns once per connection and key; [awsconn] unknown_keys decides about keys that nobody reads",
        why="a misspelt key is a setting that is missing",
        advice="do what the finding says; where it is meant for another hook, leave it",
    ),
    Difference(
        name="store-test",
        level="note",
        subject="connection",
        title="the connection test of an endpoint that is not AWS's",
        stock="asks Amazon's STS who we are, and fails",
        ours="asks the endpoint for its buckets",
        why="the test is to tell whether the connection works",
        advice="nothing; test_probe names another request",
    ),
    # airflow.cfg.
    Difference(
        name="session-factory",
        level="change",
        subject="airflow.cfg",
        title="[aws] session_factory",
        stock="makes every session with it, and clients of these",
        ours="does the same; clients are then not shared, and renewal of credentials is the class's own business",
        why="a deployment's own way in stays its own",
        advice="test one connection with `python -m airflow_provider_awsconn test`; "
        "when the stock provider goes, derive it from airflow_provider_awsconn.session_factory.BaseSessionFactory",
    ),
    # Code: DAG files and plugins.
    Difference(
        name="missing-connection",
        level="error",
        subject="code",
        title="a connection id that does not exist",
        stock="warns, and goes on as the worker's own identity",
        ours="is an error: where it looked, how to create it",
        why="a typing error must not become somebody else's rights",
        advice="create it; or pass aws_conn_id=None for the worker's own identity; "
        "or set [awsconn] missing_connection = ambient for all",
    ),
    Difference(
        name="missing-ambient",
        level="note",
        subject="code",
        title="a connection id that does not exist, with [awsconn] missing_connection = ambient",
        stock="warns, and goes on as the worker's own identity",
        ours="does the same",
        why="the deployment has asked for it",
        advice="create it, or pass aws_conn_id=None, so that the option can go",
    ),
    Difference(
        name="missing-maybe",
        level="note",
        subject="code",
        title="a connection id that was not found here, for what may or may not use the base hook",
        stock="warns where it does not exist, and goes on as the worker's own identity",
        ours="is an error where it does not exist, once this code uses our hook",
        why="a typing error must not become somebody else's rights",
        advice="see that it exists, or that this code stays on the stock hook",
    ),
    Difference(
        name="secret-in-clear",
        level="error",
        subject="code",
        title="a secret that is read from conn_config",
        stock="is text",
        ours="is a Secret, which shows itself nowhere",
        why="a repr, a log and an error must not show it",
        advice="add .reveal(); for a whole mapping call reveal_session_kwargs() or reveal_extra()",
    ),
    Difference(
        name="private-name",
        level="error",
        subject="code",
        title="a private name of the stock hook that ours does not have",
        stock="has it",
        ours="raises AttributeError, or never calls what a subclass puts in its place",
        why="the hook is built otherwise inside",
        advice='use the public names; config={"user_agent_extra": "..."} adds to the User-Agent',
    ),
    Difference(
        name="region-by-position",
        level="change",
        subject="code",
        title="get_client_type or get_resource_type with a region by position",
        stock="takes the region first",
        ours="takes the service first; a region there counts, with a DeprecationWarning",
        why='get_client_type("s3") is what people write',
        advice="give it by name, as region_name",
    ),
    Difference(
        name="hook-config",
        level="change",
        subject="code",
        title="a hook or a call with a config of its own",
        stock="uses it in place of the connection's config_kwargs",
        ours="merges it over the connection's config_kwargs, also within retries and s3",
        why="a time-out in the code must not switch off the connection's retries",
        advice="look at config_kwargs of the connection; say again in the code what is to beat it",
    ),
    Difference(
        name="caught-error",
        level="change",
        subject="code",
        title="except AirflowException around a hook",
        stock="raises it for some wrong connections",
        ours="raises InvalidConnectionError, which is a ValueError, with all that is wrong; "
        "ConnectionNotFoundError is an AirflowNotFoundException",
        why="what is wrong with a connection is one error",
        advice="catch airflow_provider_awsconn.errors.AwsConnError",
    ),
    Difference(
        name="stock-warning",
        level="change",
        subject="code",
        title="the text of the stock hook's warning about a missing connection",
        stock="logs: switching to empty",
        ours="raises ConnectionNotFoundError; with [awsconn] missing_connection = ambient logs another text",
        why="a missing connection is an error",
        advice="catch the error, or look for: does not exist",
    ),
    Difference(
        name="hook-import",
        level="note",
        subject="code",
        title="an import of the stock base hook",
        stock="is in use here",
        ours="is used from the moment this import names it",
        why="nothing is replaced behind your back",
        advice="from airflow_provider_awsconn.hooks.aws import AwsBaseHook, AwsGenericHook",
    ),
    Difference(
        name="subclass",
        level="note",
        subject="code",
        title="a class derived from the base hook",
        stock="asks its overrides of get_session, conn_config, region_name, verify, config and _get_config",
        ours="asks the same ones; all other private members are its own",
        why="subclasses are part of the contract",
        advice="look at what it overrides beside these",
    ),
    Difference(
        name="async-conn",
        level="note",
        subject="code",
        title="async_conn",
        stock="is deprecated, and blocks the event loop",
        ours="is deprecated; entering what it gives blocks nothing",
        why="a property can't be awaited",
        advice="write: async with hook.async_client() as client",
    ),
    # What only a run shows.
    Difference(
        name="shared-roles",
        level="change",
        subject="connection",
        title="a role that many hooks use",
        stock="asks STS for it at once, for each session",
        ours="asks once per process, at the first request that needs it",
        why="tasks wait for STS, and STS has limits",
        advice="nothing; [awsconn] credential_cache = host shares it among processes",
        is_found=False,
    ),
    Difference(
        name="shared-clients",
        level="change",
        subject="code",
        title="a client that is patched, or closed",
        stock="makes a client for each hook",
        ours="shares what is behind clients of the same settings; a handler or close() concerns the one client only",
        why="a session and a client cost a tenth of a second and ten megabytes",
        advice="in tests patch the hook and not boto3.client; shared=False gives a client of its own",
        is_found=False,
    ),
    Difference(
        name="waiter-overrides",
        level="change",
        subject="code",
        title="config_overrides for a waiter that botocore has",
        stock="ignores them",
        ours="counts them",
        why="it is what the call says",
        advice="remove them to stay with botocore's own delays",
        is_found=False,
    ),
    Difference(
        name="hidden-secrets",
        level="note",
        subject="code",
        title="the repr of conn_config, and botocore's debug log",
        stock="shows secret keys and session tokens",
        ours="shows neither",
        why="logs are read by many",
        advice="nothing",
        is_found=False,
    ),
)

BY_NAME: dict[str, Difference] = {difference.name: difference for difference in DIFFERENCES}

UNREAD_CONNECTIONS = Difference(
    name="unread-connections",
    level="error",
    subject="connection",
    title="connections that could not be read",
    stock="",
    ours="",
    why="",
    advice="correct what the finding names, and look again: nobody knows what they hold",
)
UNREAD_FILE = Difference(
    name="unread-file",
    level="note",
    subject="code",
    title="code that could not be looked at",
    stock="",
    ours="",
    why="",
    advice="look at it yourself",
)
NOT_ASKED = Difference(
    name="not-asked",
    level="note",
    subject="airflow.cfg",
    title="a secrets backend",
    stock="",
    ours="",
    why="",
    advice="name its connections to `python -m airflow_provider_awsconn lint CONN_ID`, which asks it; "
    "or look at a file of them: --file FILE",
)
