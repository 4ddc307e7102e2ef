"""From an ``AwsConnection`` to boto3 sessions and clients. Imports boto3 and botocore, never Airflow."""
