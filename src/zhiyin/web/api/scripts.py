"""/v1/scripts: the script library: list, read with history, write, switch, take out and bring in as a table."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from zhiyin.domain.errors import InputError
from zhiyin.domain.library_script import ScriptStatus
from zhiyin.domain.script_use import ScriptFigures
from zhiyin.engine.script_desk import Kept, Writer
from zhiyin.pipeline.shelf import as_shipped
from zhiyin.reports.script_sheet import read_scripts, write_csv, write_xlsx
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.present_scripts import revision_shape, script_fields, script_shape
from zhiyin.web.api.script_draft import new_review, script_of
from zhiyin.web.api.script_filter import Asked, sort_and_filter
from zhiyin.web.api.script_help import OneScene, ScriptId, ScriptReader
from zhiyin.web.api.script_shapes import (
    ChangedScriptShape,
    GroupShape,
    ImportedShape,
    ImportRowShape,
    KeptScriptShape,
    LibrarySceneShape,
    NewScriptShape,
    ScriptDetailShape,
    ScriptsShape,
)
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["scripts"])

ScriptEditor = Annotated[Caller, Depends(Having(Right.SCRIPTS_EDIT))]
FilterShape = Annotated[Asked, Query()]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UPLOAD = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.get("/v1/scripts")
async def list_scripts(caller: ScriptReader, services: UsedServices, asked: FilterShape) -> ScriptsShape:
    """The library, filtered and sorted, with what each script's uses showed."""
    desk, now = services.engine.scripts, services.clock.now()
    entries = await desk.entries()
    figures = await services.store.script_figures(caller.tenant)
    shapes = [script_shape(desk, entry, figures.get(entry.kept.key), now) for entry in entries]
    found = sort_and_filter(shapes, asked)
    end = asked.offset + asked.limit
    return ScriptsShape(
        scripts=found[asked.offset : end],
        total=len(found),
        next_offset=end if len(found) > end else None,
        scenes=_scenes(services, [entry.kept.key[0] for entry in entries]),
        grace_days=desk.shelf.parts.grace_days,
    )


_TABLES: dict[int | str, dict[str, object]] = {
    200: {"content": {_SHEET: {}, "text/csv": {}}, "description": "The table"}
}


@router.get("/v1/scripts/export", response_class=Response, responses=_TABLES)
async def export_scripts(_: ScriptReader, services: UsedServices, form: Literal["xlsx", "csv"] = "xlsx") -> Response:
    """The whole library as a table that can be edited and brought in again."""
    scripts = [entry.kept.script for entry in await services.engine.scripts.entries()]
    content = await asyncio.to_thread(write_xlsx if form == "xlsx" else write_csv, scripts)
    headers = {"Content-Disposition": f'attachment; filename="scripts.{form}"'}
    return Response(content, media_type=_SHEET if form == "xlsx" else "text/csv; charset=utf-8", headers=headers)


@router.post("/v1/scripts/import", openapi_extra={"requestBody": _UPLOAD})
async def import_scripts(request: Request, caller: ScriptEditor, services: UsedServices) -> ImportedShape:
    """Bring in a table (XLSX or CSV). Good rows are kept; bad ones are named with row and reason."""
    try:
        rows = read_scripts(await asyncio.to_thread(services.read_rows, await request.body()))
    except ValueError as error:
        raise InputError(str(error)) from None
    done = await services.engine.script_import.take_in(Writer(caller.tenant, caller.name), rows)
    problems = [ImportRowShape(row=one.row, id=one.id, what=one.problem) for one in done.problems]
    return ImportedShape(added=done.added, changed=done.changed, unchanged=done.unchanged, problems=problems)


@router.get("/v1/scripts/{script_id}", responses={404: NAMED[404]})
async def get_script(
    caller: ScriptReader, services: UsedServices, script_id: ScriptId, scene: OneScene = None
) -> ScriptDetailShape:
    """One script with all its revisions."""
    desk = services.engine.scripts
    entry = await desk.find(script_id, scene)
    figures = await services.store.script_figures(caller.tenant)
    revisions = await services.store.script_revisions(*entry.kept.key)
    first = revisions[-1].script.base if revisions else entry.shipped
    if first is not None:
        revisions = [*revisions, as_shipped(entry.kept.key[0], first)]
    fields = script_fields(desk, entry, figures.get(entry.kept.key), services.clock.now())
    return ScriptDetailShape.model_validate({**fields, "revisions": [revision_shape(r) for r in revisions]})


@router.post("/v1/scripts", status_code=201)
async def add_script(caller: ScriptEditor, services: UsedServices, draft: NewScriptShape) -> KeptScriptShape:
    """A new script. What is banned, over-selling, personal or does not check is refused, each with its place."""
    script = script_of(draft, draft.id, draft.review_by or new_review(services.clock.now()))
    kept = await services.engine.scripts.add(Writer(caller.tenant, caller.name), script)
    return await _kept(services, caller, kept)


@router.put("/v1/scripts/{script_id}", responses={404: NAMED[404], 409: NAMED[409]})
async def change_script(
    caller: ScriptEditor, services: UsedServices, script_id: ScriptId, draft: ChangedScriptShape
) -> KeptScriptShape:
    """Change a script, also one that came with the policy; it counts from the next turn on."""
    script = script_of(draft, script_id, draft.review_by)
    kept = await services.engine.scripts.change(Writer(caller.tenant, caller.name), script, draft.revision)
    return await _kept(services, caller, kept)


@router.post("/v1/scripts/{script_id}/retire", responses={404: NAMED[404], 409: NAMED[409]})
async def retire_script(
    caller: ScriptEditor, services: UsedServices, script_id: ScriptId, scene: OneScene = None
) -> KeptScriptShape:
    """Switch a script off; it stays in the library."""
    return await _switch(services, caller, script_id, scene, ScriptStatus.RETIRED)


@router.post("/v1/scripts/{script_id}/activate", responses={404: NAMED[404], 409: NAMED[409]})
async def activate_script(
    caller: ScriptEditor, services: UsedServices, script_id: ScriptId, scene: OneScene = None
) -> KeptScriptShape:
    """Offer a draft or a retired script; it is checked anew."""
    return await _switch(services, caller, script_id, scene, ScriptStatus.ACTIVE)


async def _switch(
    services: Services, caller: Caller, script_id: str, scene: str | None, status: ScriptStatus
) -> KeptScriptShape:
    desk = services.engine.scripts
    kept = await desk.switch(Writer(caller.tenant, caller.name), await desk.find(script_id, scene), status)
    return await _kept(services, caller, kept)


async def _kept(services: Services, caller: Caller, kept: Kept) -> KeptScriptShape:
    figures = (await services.store.script_figures(caller.tenant)).get(kept.entry.kept.key, ScriptFigures())
    fields = script_fields(services.engine.scripts, kept.entry, figures, services.clock.now())
    return KeptScriptShape.model_validate({**fields, "warnings": list(kept.warnings)})


def _scenes(services: Services, keys: list[str]) -> list[LibrarySceneShape]:
    groups = services.engine.scripts.shelf.parts.groups
    return [
        LibrarySceneShape(
            scene=scene,
            title=policy.title,
            variables=dict(policy.facts),
            groups=[GroupShape(id=group.id, title=group.title) for group in groups if group.of(scene)],
            scripts=keys.count(scene),
        )
        for scene, policy in sorted(services.engine.rulebooks.policies().items())
    ]
