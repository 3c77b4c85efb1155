"""ReportLetter: what a recipient is told of a finished report."""

from dataclasses import dataclass, field

from zhiyin.domain.made_report import MadeReport


@dataclass(frozen=True, slots=True)
class ReportLetter:
    """``id`` is the delivery's: the same for a repeat, so that a receiver can drop it.

    ``target``: mail address or name of a destination. ``pdf`` is None where no PDF was made. ``link`` is empty where
    the console's address is not known.
    """

    id: str
    target: str
    report: MadeReport
    link: str
    filename: str
    pdf: bytes | None = field(default=None, repr=False)
