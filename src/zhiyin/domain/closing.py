"""Closing: the business fact by which a sender says that a conversation has come to its end."""

CLOSED = "closed"
"""Business fact: true when the conversation is over, false when it goes on after all. Without it, silence ends it."""
