"""Every hand keeps to the contract."""

from zhiyin.actions.routes import routes_from
from zhiyin.domain.destination import Destination
from zhiyin.seams import Hand
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.hand_contract import HandContract, OutwardHandContract
from zhiyin.testing.receiver import Answer

WHSEC = "whsec_" + "b2xk" * 8


def hand(kind: str, url: str, *secrets: str) -> Hand:
    destination = Destination(kind, kind, url, secrets, allow_private=True)
    (route,) = routes_from([destination], ManualClock(), "https://zhiyin.example.com")
    return route.hand


class TestConsole(HandContract):
    def make(self, url: str) -> Hand:
        return hand("console", url)


class TestWebhook(OutwardHandContract):
    def make(self, url: str) -> Hand:
        return hand("webhook", url, WHSEC)


class TestWecom(OutwardHandContract):
    done = Answer(body=b'{"errcode":0,"errmsg":"ok"}')

    def make(self, url: str) -> Hand:
        return hand("wecom", url)


class TestDingtalk(OutwardHandContract):
    done = Answer(body=b'{"errcode":0,"errmsg":"ok"}')

    def make(self, url: str) -> Hand:
        return hand("dingtalk", url, "SECabc")


class TestFeishu(OutwardHandContract):
    done = Answer(body=b'{"StatusCode":0,"code":0,"msg":"success"}')

    def make(self, url: str) -> Hand:
        return hand("feishu", url, "abc")
