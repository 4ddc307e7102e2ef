"""Speed beside the stock hook and bare boto3: ``make bench``."""
