"""UserDesk: makes and changes users, and tells whether a password fits."""

import secrets
from dataclasses import dataclass, replace

from zhiyin.domain.errors import FieldError, InputError, NotFoundError
from zhiyin.domain.key import Access
from zhiyin.domain.password import check_password, prepared
from zhiyin.domain.text import RawText
from zhiyin.domain.tile import STAFF_CHARACTERS
from zhiyin.domain.user import User, UserChange, display_name_of, login_of
from zhiyin.engine.people.hasher import Hasher
from zhiyin.engine.people.sign_in_gate import SignInGate
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import Clock, Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """A user to be made; ``password`` in plain, empty with a ``subject``."""

    tenant: str
    login: str
    name: str
    access: Access
    password: str = ""
    subject: str | None = None
    staff: str | None = None


class UserDesk:
    def __init__(self, store: Store, clock: Clock, hasher: Hasher) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher
        self._gate = SignInGate(store, clock)

    async def add(self, wanted: Wanted, *, first: bool = False) -> User:
        """FieldError if a name or the password will not do; ConflictError if taken, or not the ``first``."""
        login = login_of(wanted.login)
        hashed = ""
        if wanted.subject is None:
            hashed = await self._hasher.hash(check_password(wanted.password, login))
        user = User(
            id=secrets.token_hex(8),
            tenant=wanted.tenant,
            login=login,
            name=display_name_of(wanted.name or wanted.login),
            access=wanted.access,
            password=hashed,
            created_at=self._clock.now(),
            subject=wanted.subject,
            staff=_staff(wanted.staff or "") or None,
        )
        await self._store.add_user(user, first=first)
        return user

    async def sign_in(self, login: str, password: str, address: str) -> User | None:
        """The user, or None if login name and password do not belong together (or the user is disabled).

        It takes as long for a login name that nobody has. BusyError after too many failures.
        """
        try:
            name = login_of(login)
        except InputError:
            name = "?"
        async with self._gate.attempt(name, address):
            user = await self._store.find_user(name)
            hashed = user.password if user else ""
            fits = await self._hasher.fits(hashed, prepared(password))
            if user is None or not fits or user.disabled_at is not None:
                await self._gate.failed(name, address)
                return None
            await self._gate.passed(name, address)
        if self._hasher.outdated(user.password):
            await self._renew(user, password)
        return user

    async def guess(self, what: str, right: bool, address: str) -> bool:
        """Counts a wrong guess at something else than a password, such as the setup code, by the same limits."""
        async with self._gate.attempt(what, address):
            if not right:
                await self._gate.failed(what, address)
        return right

    async def change(self, tenant: str, user_id: str, change: UserChange) -> User:
        """NotFoundError, also for a user of another tenant; ConflictError for the last administrator."""
        await self.of(tenant, user_id)
        name = None if change.name is None else display_name_of(change.name)
        staff = None if change.staff is None else _staff(change.staff)
        return await self._store.change_user(user_id, replace(change, name=name, staff=staff), self._clock.now())

    async def set_password(self, tenant: str, user_id: str, password: str) -> User:
        """Ends all sessions of the user. FieldError says what is wrong with the password."""
        user = await self.of(tenant, user_id)
        if user.subject is not None and not user.password:
            raise FieldError(
                "password", "elsewhere", "this person signs in by single sign-on; change the password there"
            )
        hashed = await self._hasher.hash(check_password(password, user.login))
        return await self._store.change_user(user_id, UserChange(password=hashed), self._clock.now())

    async def change_own(self, user: User, present: str, new: str, address: str) -> User:
        """As ``set_password``, if ``present`` is the password until now. FieldError if not; BusyError as signing in."""
        if not user.password:
            raise FieldError("present", "elsewhere", "you sign in by single sign-on; change the password there")
        async with self._gate.attempt(user.login, address):
            if not await self._hasher.fits(user.password, prepared(present)):
                await self._gate.failed(user.login, address)
                raise FieldError("present", "wrong", "this is not your present password")
        return await self.set_password(user.tenant, user.id, new)

    async def of(self, tenant: str, user_id: str) -> User:
        user = await self._store.user(user_id)
        if user is None or user.tenant != tenant:
            raise NotFoundError("no such user")
        return user

    async def _renew(self, user: User, password: str) -> None:
        # Same password, newer parameters. It ends other sessions, which a year's change of parameters may.
        hashed = await self._hasher.hash(prepared(password))
        await self._store.change_user(user.id, UserChange(password=hashed), self._clock.now())


def _staff(text: str) -> str:
    """FieldError if events could not name a person so: what looks personal is masked on arrival, for many alike."""
    staff = text.strip()
    if staff and (len(staff) > STAFF_CHARACTERS or not staff.isprintable()):
        raise FieldError("staff", "form", f"a staff number has at most {STAFF_CHARACTERS} printable characters")
    if staff and mask_text(RawText(staff))[0] != staff:
        raise FieldError("staff", "personal", "this looks like personal data, which events do not carry; use a number")
    return staff
