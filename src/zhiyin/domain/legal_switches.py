"""LegalSwitches: what may be read of whom, and whether what a machine wrote says so (SPEC P5)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegalSwitches:
    """Per tenant. What is off is stored, but no emotion is read from it.

    Agents are not read unless it is switched on: employees seldom consent freely. Faces and voices are off: both are
    sensitive personal information (PIPL Art. 28) and need consent of their own.
    """

    customer_text: bool = True
    customer_voice: bool = False
    customer_face: bool = False
    agent_text: bool = False
    agent_voice: bool = False
    agent_face: bool = False
    label_ai: bool = True
    """Texts written by a language model carry a label (人工智能生成合成内容标识办法, since 1 September 2025)."""


UNREADABLE: dict[str, str] = {
    "customer_voice": "no speech model is installed, so there is nothing that could be switched on",
    "customer_face": "no face model is installed; reading faces also needs the person's own consent (PIPL Art. 29)",
    "agent_voice": "no speech model is installed, so there is nothing that could be switched on",
    "agent_face": "no face model is installed; reading faces also needs the person's own consent (PIPL Art. 29)",
}
"""Switches that cannot be on in this version, and why."""
