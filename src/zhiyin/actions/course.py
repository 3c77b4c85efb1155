"""How one delivery goes on: which legs to walk, and what the legs together come to. Pure functions."""

from collections.abc import Sequence
from dataclasses import replace

from zhiyin.actions.schedule import delay
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Leg, Verdict


def legs_of(delivery: Delivery, destinations: Sequence[str]) -> tuple[Leg, ...]:
    """One leg per destination that wants the delivery, as far as each has come.

    A replayed delivery has no attempts but legs: those that had not arrived start anew, or all if all had arrived.
    """
    kept = {leg.destination: leg for leg in delivery.legs}
    if delivery.attempts == 0:
        arrived = all(leg.status is DeliveryStatus.DELIVERED for leg in delivery.legs)
        kept = {} if arrived else {name: leg for name, leg in kept.items() if _still_holds(leg)}
    return tuple(kept.get(name) or Leg(name) for name in destinations)


def _still_holds(leg: Leg) -> bool:
    untried = leg.status is DeliveryStatus.PENDING and leg.attempts == 0
    return untried or leg.status is DeliveryStatus.DELIVERED


def due(leg: Leg, now: int) -> bool:
    return leg.status is DeliveryStatus.PENDING and leg.next_at <= now


def arrived(leg: Leg) -> Leg:
    return replace(leg, status=DeliveryStatus.DELIVERED, attempts=leg.attempts + 1, next_at=0, error="")


def failed(leg: Leg, action_id: str, now: int, error: str, wish: int = 0) -> Leg:
    """To be tried again by the schedule (not sooner than ``wish`` ms), or dead after the last attempt."""
    attempts = leg.attempts + 1
    wait = delay(f"{action_id}:{leg.destination}", attempts, wish)
    if wait is None:
        return replace(leg, status=DeliveryStatus.DEAD, attempts=attempts, next_at=0, error=error)
    return replace(leg, attempts=attempts, next_at=now + wait, error=error)


def refused(leg: Leg, error: str) -> Leg:
    return replace(leg, status=DeliveryStatus.DEAD, attempts=leg.attempts + 1, next_at=0, error=error)


def verdict(delivery: Delivery, before: Sequence[Leg], after: Sequence[Leg], now: int) -> Verdict:
    """Delivered when every leg has arrived, pending while one may still arrive, dead otherwise."""
    waiting = [leg.next_at for leg in after if leg.status is DeliveryStatus.PENDING]
    lost = [leg for leg in after if leg.status is DeliveryStatus.DEAD]
    status = DeliveryStatus.PENDING if waiting else DeliveryStatus.DEAD if lost else DeliveryStatus.DELIVERED
    tried = any(old.attempts != new.attempts for old, new in zip(before, after, strict=True))
    return Verdict(
        action_id=delivery.action.id,
        status=status,
        at=now,
        next_at=min(waiting, default=0),
        error="; ".join(f"{leg.destination}: {leg.error}" for leg in after if leg.error),
        legs=tuple(after),
        counted=tried or not after,
    )


def settled(delivery: Delivery, verdict: Verdict) -> Delivery:
    """The delivery as it stands once the verdict is written."""
    return replace(
        delivery,
        status=verdict.status,
        attempts=delivery.attempts + (1 if verdict.counted else 0),
        next_at=verdict.next_at,
        delivered_at=verdict.at if verdict.status is DeliveryStatus.DELIVERED else delivery.delivered_at,
        error=verdict.error,
        legs=verdict.legs,
    )
