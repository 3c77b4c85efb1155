"""Fonts that travel with the reports, so that Chinese shows on a machine that has none."""
