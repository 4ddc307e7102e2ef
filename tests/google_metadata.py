"""Where Google's library looks for its metadata server, in all versions of it that may be installed."""

from __future__ import annotations

import pytest


def use_metadata_host(host: str, patch: pytest.MonkeyPatch) -> None:
    """Let google-auth ask a host of our own, ``name:port``, for the rest of the test.

    The library reads GCE_METADATA_HOST once, on import; older ones build their URLs then, too.
    """
    metadata = pytest.importorskip("google.auth.compute_engine._metadata")
    patch.setattr(metadata, "_GCE_METADATA_HOST", host)
    root, defaults = getattr(metadata, "_METADATA_ROOT", None), metadata.get.__defaults__
    ours = tuple(f"http://{host}/computeMetadata/v1/" if root and value == root else value for value in defaults)
    patch.setattr(metadata.get, "__defaults__", ours)
    patch.setattr(metadata, "_METADATA_IP_ROOT", f"http://{host}", raising=False)
    for name in ("GCE_METADATA_HOST", "GCE_METADATA_IP"):
        patch.setenv(name, host)
