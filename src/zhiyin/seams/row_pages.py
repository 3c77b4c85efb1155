"""RowPages: the masked rows of a file that was sent, page by page, before and after they are read."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.masked_row import MaskedRow
from zhiyin.domain.row import ReadRow, SetAside


class RowPages(Protocol):
    """Pages belong to a job and go with it (``Jobs.drop_job``). ``page`` counts from 0."""

    async def keep_rows(self, job: str, page: int, rows: Sequence[MaskedRow | SetAside]) -> None: ...

    async def rows(self, job: str, page: int) -> list[MaskedRow | SetAside] | None:
        """None: there is no such page, or it has been read."""

    async def keep_read(self, job: str, page: int, rows: Sequence[ReadRow | SetAside]) -> None:
        """The page with its readings; it takes the place of the rows, so that a page is read once."""

    async def read_rows(self, job: str, page: int) -> list[ReadRow | SetAside] | None:
        """None: there is no such page, or it has not been read."""

    async def keep_text(self, job: str, name: str, text: str) -> None:
        """What was made of the rows, such as a report. A second text of a name takes the place of the first."""

    async def text(self, job: str, name: str) -> str | None: ...

    async def stray_pages(self, limit: int = 100) -> list[str]:
        """Names under which pages are kept without a job: files coming in, or left by a killed process."""

    async def drop_pages(self, job: str) -> None:
        """Forget all pages of what never became a job."""
