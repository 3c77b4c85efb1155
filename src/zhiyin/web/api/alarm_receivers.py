"""AlarmReceivers: users to whom an alarm can be handed over."""

from zhiyin.domain.errors import FieldError
from zhiyin.web.api.names import names_of
from zhiyin.web.api.wall_shapes import ReceiverShape, ReceiversShape
from zhiyin.web.caller import Caller
from zhiyin.web.rights import ALLOWED, Right
from zhiyin.web.services import Services


async def receivers_of(services: Services, caller: Caller) -> ReceiversShape:
    """By name. Programs with a key may name whom they know; people who sign in choose from the list, so that an alarm
    does not go to a name that nobody answers to."""
    names = await names_of(services, caller.tenant)
    able = [
        ReceiverShape(id=user.id, name=names.shown(f"user:{user.id}"), access=user.access)
        for user in await services.store.users()
        if user.tenant == caller.tenant and user.disabled_at is None and user.access in ALLOWED[Right.ALARMS_HANDLE]
    ]
    me = names.shown(caller.person) if caller.user_id else caller.name
    return ReceiversShape(receivers=sorted(able, key=lambda r: r.name), typed=caller.how != "session", me=me)


async def receiver_named(services: Services, caller: Caller, user: str, typed: str) -> str:
    """The name of the user; empty if none was asked for. FieldError if that user gets no alarms, or if a name was typed
    where one must be chosen."""
    if not user:
        if typed.strip() and caller.how == "session":
            raise FieldError("person", "typed", "choose a user (user: id, see GET /v1/alarm-receivers) or a team")
        return ""
    found = (await receivers_of(services, caller)).receivers
    name = next((receiver.name for receiver in found if receiver.id == user), "")
    if not name:
        raise FieldError("user", "unknown", "no user of this id may take alarms; see GET /v1/alarm-receivers")
    return name
