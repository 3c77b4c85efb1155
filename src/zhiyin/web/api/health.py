"""Health and metrics: for the operator's own tools; no key needed, and nothing of any conversation in them."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from zhiyin.domain.errors import StoreError
from zhiyin.web.api.access import UsedServices
from zhiyin.web.api.shapes import HealthShape
from zhiyin.web.metrics import Metrics

router = APIRouter(tags=["operation"])


@router.get("/health/live")
async def alive() -> HealthShape:
    """The process answers."""
    return HealthShape(status="ok")


@router.get("/health/ready", responses={503: {"model": HealthShape}})
async def ready(response: Response, services: UsedServices) -> HealthShape:
    """The store answers and all tasks of the engine run."""
    try:
        await services.store.ping()
    except StoreError as error:
        response.status_code = 503
        return HealthShape(status="failing", detail=str(error))
    dead = services.engine.failed()
    if dead:
        response.status_code = 503
        return HealthShape(status="failing", detail=f"the task {dead!r} has ended; restart the service")
    return HealthShape(status="ok")


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Prometheus metrics."""
    held: Metrics = request.app.state.metrics
    return Response(generate_latest(held.registry), media_type=CONTENT_TYPE_LATEST)
