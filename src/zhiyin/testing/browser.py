"""A browser of a person, as far as the API can tell: keeps cookies, names its page, and sends the CSRF token along."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from zhiyin.domain.key import Access
from zhiyin.engine.people.user_desk import Wanted
from zhiyin.testing.service import RunningService
from zhiyin.web.services import People

PASSWORD = "晚风吹过海棠花开 2026"


@dataclass(slots=True)
class FakeBrowser:
    client: httpx.AsyncClient
    csrf: str = ""

    async def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        answer = await self.client.post("/v1/session", json={"login": login, "password": password})
        if answer.is_success:
            self.csrf = answer.json()["csrf"]
        return answer

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def send(self, method: str, path: str, body: object = None) -> httpx.Response:
        return await self.client.request(method, path, json=body, headers={"X-CSRF-Token": self.csrf})


@asynccontextmanager
async def fake_browser(address: str) -> AsyncIterator[FakeBrowser]:
    headers = {"Origin": address, "Sec-Fetch-Site": "same-origin", "User-Agent": "FakeBrowser/1"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as client:
        yield FakeBrowser(client)


async def add_person(service: RunningService, login: str, access: Access, tenant: str = "default") -> str:
    """A user with ``PASSWORD``; the id."""
    people: People = service.house.web.state.services.people
    return (await people.users.add(Wanted(tenant, login, login.title(), access, PASSWORD))).id
