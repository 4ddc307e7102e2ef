"""Tests of minted credentials: what mints, keeps, shares and renews them."""
