"""What a connection says: pure parsing and values. Imports neither Airflow nor boto3 and does no IO."""

from airflow_provider_awsconn.connection.model import AwsConnection, RoleStep
from airflow_provider_awsconn.connection.parse import parse_connection

__all__ = ["AwsConnection", "RoleStep", "parse_connection"]
