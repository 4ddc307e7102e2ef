"""Every switch between Airflow versions, and nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException
else:
    try:
        from airflow.sdk.bases.hook import BaseHook
    except ModuleNotFoundError:  # Airflow 2.11 and 3.0
        from airflow.hooks.base import BaseHook
    try:
        from airflow.sdk.exceptions import AirflowNotFoundException
    except ImportError:  # Airflow before 3.2
        from airflow.exceptions import AirflowNotFoundException

__all__ = ["AirflowNotFoundException", "BaseHook", "get_option", "mask_secret"]


def mask_secret(secret: str) -> None:
    """Register a secret with the masker of Airflow's logs."""
    try:
        masker = import_module("airflow.sdk.log")
    except ImportError:  # Airflow 2.11
        masker = import_module("airflow.utils.log.secrets_masker")
    masker.mask_secret(secret)


def get_option(section: str, option: str, default: str) -> str:
    """Give an option of airflow.cfg, or the default where it is not set."""
    try:
        from airflow.sdk.configuration import conf
    except ImportError:  # Airflow before 3.2
        from airflow.configuration import conf
    value: str = conf.get(section, option, fallback=default)
    return value
