"""Past facts: what is known of a customer's earlier outcomes, put onto the events that name the customer.

They are written down with the event, as known at that moment, so that working it off anew gives the same result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhiyin.domain.customer import CUSTOMER, CustomerRef
from zhiyin.domain.utterance import Masked
from zhiyin.seams import BusinessOutcomes

PAST_OUTCOMES, PAST_BAD_OUTCOMES, DAYS_SINCE_BAD = "past_outcomes", "past_bad_outcomes", "days_since_bad"
_DAY_MS = 86_400_000


async def with_past(outcomes: BusinessOutcomes, events: Sequence[Masked]) -> list[Masked]:
    """The events, those that name a customer with facts of that customer's past; one query, or none."""
    customers = {ref for event in events if (ref := customer_of(event))}
    past = await outcomes.past_outcomes(sorted(customers)) if customers else {}
    return [_with_past(event, past) for event in events] if past else list(events)


def customer_of(event: Masked) -> CustomerRef | None:
    """The customer that an event names."""
    name = event.origin.facts.get(CUSTOMER)
    return CustomerRef(event.origin.conversation.tenant, name) if isinstance(name, str) and name else None


def past_facts(past: Sequence[tuple[int, bool]], at: int) -> dict[str, int]:
    """From (at, bad) of a customer's outcomes those up to ``at`` (ms); empty where there were none.

    An event of the past must not know what came after it.
    """
    before = [(when, bad) for when, bad in past if when <= at]
    if not before:
        return {}
    bad = [when for when, is_bad in before if is_bad]
    facts = {PAST_OUTCOMES: len(before), PAST_BAD_OUTCOMES: len(bad)}
    return {**facts, DAYS_SINCE_BAD: (at - max(bad)) // _DAY_MS} if bad else facts


def _with_past(event: Masked, past: Mapping[CustomerRef, Sequence[tuple[int, bool]]]) -> Masked:
    ref = customer_of(event)
    found = past_facts(past.get(ref, ()), event.origin.at) if ref else {}
    if not found:
        return event
    # What the sender says of the past itself stands.
    return replace(event, origin=replace(event.origin, facts={**found, **event.origin.facts}))
