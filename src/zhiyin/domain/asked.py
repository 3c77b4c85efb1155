"""Asked: a question of the customer, as it is remembered to notice that it comes again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` is folded. ``marks`` are (kind, mark) of the masked values in it that can be told apart."""

    text: str
    marks: tuple[tuple[str, int], ...] = ()
