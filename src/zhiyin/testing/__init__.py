"""Fakes and contract suites, one per seam, so that others can prove their own back ends."""
