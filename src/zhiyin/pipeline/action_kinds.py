"""Action kinds: what a rule may ask for, and the parameters that hands and the console understand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionParam:
    """``values``: what is usual, as it is written; empty: anything. Policies may use others."""

    name: str
    values: tuple[str, ...] = ()
    many: bool = False
    """Takes a list."""


_APPROVAL = ActionParam("approval", ("true", "false"))

ACTION_KINDS: dict[str, tuple[ActionParam, ...]] = {
    "script": (ActionParam("use", many=True),),
    "guide": (ActionParam("mode", ("text", "pictures", "explain", "solution", "warning")),),
    "review": (),
    "route": (
        ActionParam("queue"),
        ActionParam("urgent", ("true", "false")),
        ActionParam("history", ("full", "summary")),
    ),
    "compensate": (_APPROVAL, ActionParam("step"), ActionParam("steps", many=True)),
    "alert": (ActionParam("to", ("agent", "supervisor")),),
    "callback": (ActionParam("within_min"),),
    "note": (),
    "tag": (),
    "stand_down": (),
}
"""Kinds with a meaning of their own; docs/policy.md tells it."""
