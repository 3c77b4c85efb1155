"""/v1/policies/trials: a policy tried on the stored history, in the background, before it is published."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query

from zhiyin.domain.errors import BusyError, InputError, NotFoundError, PolicyError
from zhiyin.domain.job import Job
from zhiyin.engine.policy_trial import POLICY_TRIAL, TrialWish
from zhiyin.web.api.access import UsedServices
from zhiyin.web.api.policy_bench import PolicyEditor
from zhiyin.web.api.present import moment
from zhiyin.web.api.trial_shapes import TrialRequest, TrialResultShape, TrialShape, TrialsShape
from zhiyin.web.problem import NAMED
from zhiyin.web.services import Services

router = APIRouter(tags=["policies"], responses={404: NAMED[404]})

JobId = Annotated[str, Path(min_length=1, max_length=64)]
MOST_AT_ONCE = 4
"""Trials of a tenant that wait or run."""
_LISTED = 20


@router.post("/v1/policies/trials", status_code=202)
async def start_trial(caller: PolicyEditor, services: UsedServices, asked: TrialRequest) -> TrialShape:
    """Replay past conversations under the policy in force and under this text. Ask for its progress and result."""
    services.policies.in_force(asked.scene)
    if asked.since is not None and asked.until is not None and asked.since >= asked.until:
        raise InputError("since must lie before until; until itself is not included")
    found = await asyncio.to_thread(services.policies.checked, asked.text)
    if found.problems or found.policy is None:
        raise PolicyError(f"line {found.problems[0].span.line}: {found.problems[0].fault}")
    if found.policy.scene != asked.scene:
        raise InputError(f"this is a policy of the scene {found.policy.scene!r}, not of {asked.scene!r}")
    under_way = await services.store.jobs(caller.tenant, POLICY_TRIAL)
    if sum(not job.status.ended for job in under_way) >= MOST_AT_ONCE:
        raise BusyError(f"{MOST_AT_ONCE} trials are under way: wait for one, or cancel it", retry_after=10)
    wish = TrialWish(caller.tenant, **asked.model_dump())
    return _shape(await services.jobs.start(caller.tenant, POLICY_TRIAL, wish.params(), caller.name))


@router.get("/v1/policies/trials")
async def trials(
    caller: PolicyEditor, services: UsedServices, scene: Annotated[str | None, Query(max_length=64)] = None
) -> TrialsShape:
    """The latest 20, newest first, without their results."""
    found = await services.store.jobs(caller.tenant, POLICY_TRIAL)
    wanted = [job for job in found if scene is None or job.params.get("scene") == scene]
    return TrialsShape(trials=[_shape(job, result=False) for job in wanted[:_LISTED]])


@router.get("/v1/policies/trials/{trial}")
async def trial(caller: PolicyEditor, services: UsedServices, trial: JobId) -> TrialShape:
    """Progress, and the result once it is done."""
    return _shape(await _job(services, caller.tenant, trial))


@router.post("/v1/policies/trials/{trial}/cancel")
async def cancel_trial(caller: PolicyEditor, services: UsedServices, trial: JobId) -> TrialShape:
    """Stop it; what it found so far is thrown away."""
    await _job(services, caller.tenant, trial)
    await services.jobs.cancel(caller.tenant, trial)
    return _shape(await _job(services, caller.tenant, trial))


async def _job(services: Services, tenant: str, job_id: str) -> Job:
    job = await services.store.job(tenant, job_id)
    if job is None or job.kind != POLICY_TRIAL:
        raise NotFoundError("no such trial; it may have been too long ago")
    return job


def _shape(job: Job, result: bool = True) -> TrialShape:
    wish = TrialWish.of(job.params)
    return TrialShape(
        id=job.id,
        scene=wish.scene,
        by=job.by,
        status=job.status,
        created_at=moment(job.created_at),
        started_at=None if job.started_at is None else moment(job.started_at),
        ended_at=None if job.ended_at is None else moment(job.ended_at),
        done=job.done,
        total=job.total,
        share=min(1.0, job.done / job.total) if job.total else None,
        error=job.error,
        since=wish.since,
        until=wish.until,
        result=TrialResultShape.model_validate(job.result) if result and job.result else None,
    )
