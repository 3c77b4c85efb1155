"""/v1/analyses: files sent in, read in the background, and given back as a report and as enriched rows."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.job import Job
from zhiyin.seams import FILE_ANALYSIS, AnalysisAsked
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.analysis_shapes import AnalysesShape, AnalysisFiguresShape, AnalysisShape
from zhiyin.web.api.present import moment, moment_or_none
from zhiyin.web.auditing import audited
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["analyses"])

PATH = "/v1/analyses"
SHOWN = 100
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
"""A report holds no script and asks for nothing; should a text of the file slip through, it cannot do so either."""

Runner = Annotated[Caller, Depends(Having(Right.ANALYSES_RUN))]
AnalysisReader = Annotated[Caller, Depends(Having(Right.ANALYSES_READ))]
JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
FILE_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.post(PATH, status_code=202, openapi_extra={"requestBody": FILE_BODY})
async def send_file(
    request: Request,
    caller: Runner,
    services: UsedServices,
    name: Annotated[str, Query(min_length=1, max_length=200)],
    lang: Literal["zh", "en"] = "zh",
    reader: Literal["auto", "full", "fast"] = "auto",
    text_column: Annotated[str, Query(max_length=200)] = "",
    sheet: Annotated[str, Query(max_length=200)] = "",
) -> AnalysisShape:
    """Send a CSV, XLSX, JSONL or text file as the body. Rows are masked at once; the file itself is kept nowhere.

    `lang` is the report's; `reader` `full` has the better ear, `fast` is quick, `auto` goes by the size.
    """
    content = await request.body()
    if not content:
        raise InputError("the body is empty: send the file's bytes as the body")
    asked = AnalysisAsked(name, lang, reader, text_column.strip(), sheet.strip())
    job_id, params = await services.analyses.take_in(asked, content)
    return _shape(await services.jobs.start(caller.tenant, FILE_ANALYSIS, params, caller.name, job_id))


@router.get(PATH)
async def list_analyses(caller: AnalysisReader, services: UsedServices) -> AnalysesShape:
    """The newest analyses, with their progress."""
    found = await services.store.jobs(caller.tenant, FILE_ANALYSIS, SHOWN)
    return AnalysesShape(analyses=[_shape(job) for job in found], largest_bytes=services.settings.file_bytes)


@router.get(PATH + "/{analysis_id}", responses={404: NAMED[404]})
async def one_analysis(caller: AnalysisReader, services: UsedServices, analysis_id: JobId) -> AnalysisShape:
    """How far it is, and what came out."""
    return _shape(await _job(services, caller, analysis_id))


@router.post(PATH + "/{analysis_id}/cancel", status_code=202, responses={404: NAMED[404]})
async def cancel_analysis(caller: Runner, services: UsedServices, analysis_id: JobId) -> AnalysisShape:
    """Stop reading; what was read stays, and it can be gone on with."""
    await _job(services, caller, analysis_id)
    await services.jobs.cancel(caller.tenant, analysis_id)
    return _shape(await _job(services, caller, analysis_id))


@router.post(PATH + "/{analysis_id}/resume", status_code=202, responses={404: NAMED[404]})
async def resume_analysis(caller: Runner, services: UsedServices, analysis_id: JobId) -> AnalysisShape:
    """Go on where a cancelled or failed analysis was."""
    await _job(services, caller, analysis_id)
    await services.jobs.resume(caller.tenant, analysis_id)
    return _shape(await _job(services, caller, analysis_id))


@router.delete(PATH + "/{analysis_id}", status_code=204, responses={404: NAMED[404]})
async def forget_analysis(caller: Runner, services: UsedServices, analysis_id: JobId) -> None:
    """Delete an ended analysis with its rows and its report."""
    await _job(services, caller, analysis_id)
    if not await services.store.drop_job(caller.tenant, analysis_id):
        raise NotFoundError("this analysis still waits or runs; cancel it first")


@router.get(PATH + "/{analysis_id}/report", response_class=HTMLResponse, responses={404: NAMED[404]})
async def analysis_report(
    request: Request, caller: AnalysisReader, services: UsedServices, analysis_id: JobId, download: bool = False
) -> Response:
    """The report as one HTML page."""
    job = await _job(services, caller, analysis_id)
    headers = {"Content-Security-Policy": REPORT_POLICY}
    if download:
        audited(request, f"report of analysis {job.id}")
        headers["Content-Disposition"] = _named(job, "html")
    return HTMLResponse(await services.analyses.report(job), headers=headers)


@router.get(PATH + "/{analysis_id}/rows.{form}", response_class=StreamingResponse, responses={404: NAMED[404]})
async def analysis_rows(
    request: Request, caller: AnalysisReader, services: UsedServices, analysis_id: JobId, form: Literal["csv", "jsonl"]
) -> Response:
    """All rows, masked, with their readings: CSV opens in a spreadsheet, JSONL holds all that was read."""
    job = await _job(services, caller, analysis_id)
    audited(request, f"rows of analysis {job.id} as {form}")
    rows: AsyncIterator[bytes] = services.analyses.enriched(job, form)
    media = "text/csv; charset=utf-8" if form == "csv" else "application/jsonl"
    return StreamingResponse(rows, media_type=media, headers={"Content-Disposition": _named(job, form)})


async def _job(services: Services, caller: Caller, analysis_id: str) -> Job:
    job = await services.store.job(caller.tenant, analysis_id)
    if job is None or job.kind != FILE_ANALYSIS:
        raise NotFoundError("no such analysis")
    return job


def _named(job: Job, ending: str) -> str:
    """As browsers save it: RFC 5987, since names may be Chinese."""
    return f"attachment; filename*=UTF-8''{quote(str(job.params['name']), safe='')}.zhiyin.{ending}"


def _shape(job: Job) -> AnalysisShape:
    return AnalysisShape.model_validate(
        {
            **{field: job.params[field] for field in ("name", "lang", "reader", "rows", "fields")},
            "id": job.id,
            "by": job.by,
            "status": job.status,
            "done": job.done,
            "error": job.error,
            "created_at": moment(job.created_at),
            "started_at": moment_or_none(job.started_at),
            "ended_at": moment_or_none(job.ended_at),
            "figures": None if job.result is None else AnalysisFiguresShape.model_validate(job.result),
        }
    )
