"""Row pages: masked rows of files, as pages of a job."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.masked_row import MaskedRow
from zhiyin.domain.row import ReadRow, SetAside
from zhiyin.store.database import insert
from zhiyin.store.row_codec import masked_body, read_body, to_masked, to_read
from zhiyin.store.tables import job_pages, jobs
from zhiyin.store.topic import Topic

_ROWS, _READ, _TEXT = "rows", "read", "text."


@dataclass(frozen=True, slots=True)
class _Page:
    job: str
    name: str
    page: int
    body: str


class SqlRowPages(Topic):
    async def keep_rows(self, job: str, page: int, rows: Sequence[MaskedRow | SetAside]) -> None:
        await self._database.write(_keep, [_Page(job, _ROWS, page, masked_body(rows))])

    async def rows(self, job: str, page: int) -> list[MaskedRow | SetAside] | None:
        body = await self._database.read(_body, job, _ROWS, page)
        return None if body is None else to_masked(body)

    async def keep_read(self, job: str, page: int, rows: Sequence[ReadRow | SetAside]) -> None:
        await self._database.write(_keep, [_Page(job, _READ, page, read_body(rows))])

    async def read_rows(self, job: str, page: int) -> list[ReadRow | SetAside] | None:
        body = await self._database.read(_body, job, _READ, page)
        return None if body is None else to_read(body)

    async def keep_text(self, job: str, name: str, text: str) -> None:
        await self._database.write(_keep, [_Page(job, _TEXT + name, 0, text)])

    async def text(self, job: str, name: str) -> str | None:
        return await self._database.read(_body, job, _TEXT + name, 0)

    async def stray_pages(self, limit: int = 100) -> list[str]:
        return await self._database.read(_strays, limit)

    async def drop_pages(self, job: str) -> None:
        await self._database.write(_drop, [job])


def _keep(connection: sa.Connection, pages: Sequence[_Page]) -> list[None]:
    for page in pages:
        statement = insert(connection, job_pages).values(job=page.job, name=page.name, page=page.page, body=page.body)
        keys = list(job_pages.primary_key)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"body": page.body}))
        if page.name == _READ:
            connection.execute(sa.delete(job_pages).where(*_at(page.job, _ROWS, page.page)))
    return [None] * len(pages)


def _body(connection: sa.Connection, job: str, name: str, page: int) -> str | None:
    body: str | None = connection.execute(sa.select(job_pages.c.body).where(*_at(job, name, page))).scalar()
    return body


def _strays(connection: sa.Connection, limit: int) -> list[str]:
    known = sa.select(jobs.c.id).where(jobs.c.id == job_pages.c.job).exists()
    query = sa.select(job_pages.c.job).where(~known).distinct().order_by(job_pages.c.job).limit(limit)
    return list(connection.execute(query).scalars())


def _drop(connection: sa.Connection, jobs: Sequence[str]) -> list[None]:
    connection.execute(sa.delete(job_pages).where(job_pages.c.job.in_(jobs)))
    return [None] * len(jobs)


def _at(job: str, name: str, page: int) -> tuple[sa.ColumnElement[bool], ...]:
    return job_pages.c.job == job, job_pages.c.name == name, job_pages.c.page == page
