"""Contract: masked rows of a file come back to the last bit, are read once, and go with their job."""

from zhiyin.domain.features import ContextTurn
from zhiyin.domain.job import Job, JobStatus
from zhiyin.domain.masked_row import MaskedRow
from zhiyin.domain.row import Place, ReadRow, SetAside
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import Store
from zhiyin.testing.readings import reading
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase

JOB = "0" * 32


def _safe(text: str) -> SafeText:
    return mask_text(RawText(text))[0]


def _masked(number: int) -> MaskedRow:
    origin = Origin(ConversationRef("file", "c"), str(number), Role.CUSTOMER, T0)
    return MaskedRow(
        place=Place(number, number + 1, "评价"),
        masked=Masked(origin, *mask_text(RawText("太慢了，电话13800138000"))),
        context=(ContextTurn(Role.AGENT, _safe("您好")),),
        at=T0,
        rating=4.5,
        channel=_safe("天猫"),
        product=_safe(""),
        cells=(_safe("太慢了"), _safe("4.5")),
        missing=("at",),
    )


def _read(number: int) -> ReadRow:
    row = _masked(number)
    return ReadRow(row.place, row.masked, reading(-0.7, named=2), row.at, row.rating, row.channel, cells=row.cells)


ASIDE = SetAside(Place(3), "too_long", "20000", (_safe("x"),))


class RowPagesContract(StoreCase):
    async def test_rows_come_back_as_they_were(self, store: Store) -> None:
        await store.keep_rows(JOB, 0, [_masked(1), _masked(2), ASIDE])
        assert await store.rows(JOB, 0) == [_masked(1), _masked(2), ASIDE]
        assert await store.rows(JOB, 1) is None
        assert await store.read_rows(JOB, 0) is None

    async def test_a_page_that_was_read_is_not_read_again(self, store: Store) -> None:
        await store.keep_rows(JOB, 0, [_masked(1), ASIDE])
        await store.keep_rows(JOB, 1, [_masked(2)])
        await store.keep_read(JOB, 0, [_read(1), ASIDE])
        assert await store.rows(JOB, 0) is None
        assert await store.read_rows(JOB, 0) == [_read(1), ASIDE]
        assert await store.rows(JOB, 1) == [_masked(2)]

    async def test_a_later_text_takes_the_place_of_the_first(self, store: Store) -> None:
        assert await store.text(JOB, "report") is None
        for text in ("一", "二"):
            await store.keep_text(JOB, "report", text)
        assert await store.text(JOB, "report") == "二"

    async def test_pages_go_with_their_job(self, store: Store) -> None:
        await store.add_job(Job(JOB, "default", "file", "li", JobStatus.WAITING, {}, T0))
        await store.keep_rows(JOB, 0, [_masked(1)])
        await store.keep_rows("f" * 32, 0, [_masked(1)])
        await store.cancel_job("default", JOB, T0)
        await store.drop_job("default", JOB)
        assert await store.rows(JOB, 0) is None
        await store.drop_pages("f" * 32)
        assert await store.rows("f" * 32, 0) is None

    async def test_pages_without_a_job_are_found(self, store: Store) -> None:
        await store.keep_rows(JOB, 0, [_masked(1)])
        await store.keep_rows("1" * 32, 0, [_masked(1)])
        assert await store.stray_pages() == [JOB, "1" * 32]
        assert await store.stray_pages(1) == [JOB]
        await store.add_job(Job(JOB, "default", "file", "li", JobStatus.WAITING, {}, T0))
        assert await store.stray_pages() == ["1" * 32]
        await store.drop_pages("1" * 32)
        assert await store.stray_pages() == []
