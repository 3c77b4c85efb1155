"""Hands: one file per kind of action, and the outbox that lets them work."""
