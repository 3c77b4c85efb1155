"""Forms: what of a policy's text a form can show, read without judging whether it is right."""

from collections.abc import Mapping

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.policy_form import ActionForm, PolicyForm, RuleForm
from zhiyin.domain.utterance import Scalar
from zhiyin.packs.document import Item, read

MOST_LISTED = 500
"""Rules, actions or parameters a form is willing to hold; ``check`` allows fewer."""
FURTHEST = 10**9
COOLDOWN, LIMIT = 4, 3
"""What holds where a rule does not say: as in ``domain.policy.Rule``."""


def form_of(text: str, where: str) -> PolicyForm:
    """DocumentError where the text is built in another way than a policy (keys, lists, numbers)."""
    f = read(text, where).fields(
        ("scene", "version", "title", "rules"), ("thresholds", "facts", "scripts", "description")
    )
    return PolicyForm(
        scene=f["scene"].written(),
        version=f["version"].written(),
        title=f["title"].written(),
        thresholds=_thresholds(f.get("thresholds")),
        facts=f["facts"].scalars() if "facts" in f else {},
        rules=tuple(_rule(item, place) for place, item in enumerate(f["rules"].items(MOST_LISTED))),
    )


def _thresholds(item: Item | None) -> Mapping[str, float]:
    if item is None:
        t = Thresholds()
        return {"mild": t.mild, "moderate": t.moderate, "severe": t.severe}
    f = item.fields(("mild", "moderate", "severe"))
    return {name: f[name].number(-FURTHEST, FURTHEST) for name in ("mild", "moderate", "severe")}


def _rule(item: Item, place: int) -> RuleForm:
    f = item.fields(("id", "title", "when", "tier", "actions"), ("cooldown", "limit"))
    return RuleForm(
        id=f["id"].written(),
        title=f["title"].written(),
        when=f["when"].written(),
        tier=f["tier"].written(),
        cooldown=f["cooldown"].whole(-FURTHEST, FURTHEST) if "cooldown" in f else COOLDOWN,
        limit=f["limit"].whole(-FURTHEST, FURTHEST) if "limit" in f else LIMIT,
        actions=tuple(_action(a) for a in f["actions"].items(MOST_LISTED)),
        origin=place,
    )


def _action(item: Item) -> ActionForm:
    f = item.fields(("kind", "title"), ("params",))
    params = {name: _param(p) for name, p in f["params"].entries().items()} if "params" in f else {}
    return ActionForm(f["kind"].written(), f["title"].written(), params)


def _param(item: Item) -> Scalar | tuple[str, ...]:
    return tuple(i.written() for i in item.items(MOST_LISTED)) if item.is_list else item.plain()
