"""Signature: the headers by which a receiver knows that a message is ours (Standard Webhooks 1.0)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook


def signed_headers(signers: Sequence[Webhook], message_id: str, body: bytes, now: int) -> dict[str, str]:
    """One signature by each signer. ``body`` is UTF-8 JSON of a CloudEvent; ``now`` in ms since 1970 UTC."""
    at = datetime.fromtimestamp(now // 1000, UTC)
    text = body.decode()
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signer.sign(message_id, at, text) for signer in signers),
    }
