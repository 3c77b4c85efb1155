"""Overlap between candidates, decided here and nowhere else."""

from collections.abc import Iterable

from zhiyin.pipeline.masking.candidate import Candidate


def resolve(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """Winners in text order, free of overlap: higher priority first, then longer, then further left."""
    ranked = sorted(set(candidates), key=lambda c: (-c.priority, c.start - c.end, c.start))
    taken = bytearray(length)
    kept: list[Candidate] = []
    for candidate in ranked:
        if candidate.start >= candidate.end or 1 in taken[candidate.start : candidate.end]:
            continue
        taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
        kept.append(candidate)
    kept.sort()
    return kept
