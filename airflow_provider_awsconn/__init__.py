"""The AWS connection for Apache Airflow.

The hook is ``airflow_provider_awsconn.hooks.aws.AwsHook``. Importing this package loads nothing else.
"""

__version__ = "0.1.0"
