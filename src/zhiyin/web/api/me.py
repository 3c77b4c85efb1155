"""GET /v1/me: who the caller is, and what the caller may do; the console shows what can be used."""

from typing import Annotated

from fastapi import APIRouter, Depends

from zhiyin.domain.key import Access
from zhiyin.web.api.access import Having
from zhiyin.web.api.shapes import Shape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right, rights_of

router = APIRouter(tags=["access"])

Anybody = Annotated[Caller, Depends(Having(Right.OWN_SESSION))]


class MeShape(Shape):
    """``rights`` are those of the role."""

    name: str
    tenant: str
    access: Access
    rights: list[Right]


@router.get("/v1/me")
async def me(caller: Anybody) -> MeShape:
    """Who the caller is."""
    return MeShape(name=caller.name, tenant=caller.tenant, access=caller.access, rights=rights_of(caller.access))
