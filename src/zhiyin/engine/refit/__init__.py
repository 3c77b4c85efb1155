"""Refit: the last step, from facts to risk, fitted anew on the outcomes that came back. Formulas: docs/outcomes.md."""

from zhiyin.engine.refit.gather import Judges, gather, known_ends
from zhiyin.engine.refit.naming import next_name
from zhiyin.engine.refit.past import Past
from zhiyin.engine.refit.refit import Refit, refit

__all__ = ["Judges", "Past", "Refit", "gather", "known_ends", "next_name", "refit"]
