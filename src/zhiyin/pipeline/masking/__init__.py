"""Recognisers of personal data, one kind of data per file; ``zhiyin.pipeline.mask`` puts them together.

Each recogniser is a pure function from a ``View`` to ``Candidate`` spans. Which of two overlapping candidates wins is
decided in one place, ``resolve``. All patterns are linear: repeats are bounded or possessive.
"""
