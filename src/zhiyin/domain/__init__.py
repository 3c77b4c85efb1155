"""Nouns: what flows through the house. Frozen dataclasses that import nothing of ours but each other.

Utterance -> Masked -> Features -> Reading -> EmotionState -> Risk -> Decision -> Action

The last five are kept together as an Outcome.
"""
