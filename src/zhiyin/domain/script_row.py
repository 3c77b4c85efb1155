"""ScriptRow: one line of a table of scripts, as it was read: a script, or why it is none."""

from dataclasses import dataclass

from zhiyin.domain.library_script import LibraryScript


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """``row`` counts from 1 with the head. Where ``problem`` is not empty ``script`` is None."""

    row: int
    id: str
    script: LibraryScript | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ImportedScripts:
    """How many rows were kept as new, as a change, or were as they are already; and the rows that were refused."""

    added: int
    changed: int
    unchanged: int
    problems: tuple[ScriptRow, ...]
