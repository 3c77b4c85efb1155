"""Outcomes and conversations in any order of arrival come to the same."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

from zhiyin.domain.conversation import Step
from zhiyin.domain.sent_outcome import SentOutcome
from zhiyin.domain.text import RawText
from zhiyin.engine.outcome_desk import OutcomeDesk
from zhiyin.pipeline.mask import mask_customer
from zhiyin.seams import Store
from zhiyin.store import open_store
from zhiyin.testing import samples
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.samples import T0


async def _open(store: Store, tenant: str, name: str, opened_at: int) -> None:
    base = samples.conversation(samples.ref(name, tenant), 1)
    state = replace(base.state, facts={"customer": mask_customer(tenant, RawText("vip-7"))})
    assert await store.save([Step(replace(base, state=state, opened_at=opened_at), ())], T0) == [True]


async def test_any_order_of_arrival_joins_the_same(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/zhiyin.db")
    await store.open()
    desk = OutcomeDesk(store, ManualClock(T0 + 10**9))
    found = []
    for number, order in enumerate(permutations(("c1", "c2", "named", "by customer"))):
        tenant = f"t{number}"
        sent = {
            "named": SentOutcome(tenant, "o1", "churn", T0 + 9, conversation="c1"),
            "by customer": SentOutcome(tenant, "o2", "refund", T0 + 9, customer=RawText("vip-7")),
        }
        for step in order:
            if step in sent:
                await desk.accept([sent[step]])
            else:
                await _open(store, tenant, step, T0 + int(step[1:]))
        joined = store.joined(tenant, None, None)
        found.append([(p.ref.id, [(o.id, o.bad, o.revision) for o in p.outcomes]) async for p in joined])
    assert len(found) == 24
    assert all(f == [("c1", [("o1", True, 1)]), ("c2", [("o2", False, 1)])] for f in found)
    await store.close()
