"""Tests of one module each; the folders mirror the package. A package, so that file names may repeat elsewhere."""
