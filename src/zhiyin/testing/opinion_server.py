"""OpinionServer: an OpenAI-compatible server on loopback that says what a test wants it to say."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reply:
    """``hold``: the answer begins only when the server is closed. ``drip``: it comes as single bytes that never end."""

    body: bytes
    status: int = 200
    hold: bool = False
    drip: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The turn that was asked about."""
        content: str = json.loads(self.body)["messages"][-1]["content"]
        said: str = json.loads(content)["这句话"]
        return said


def completion(content: str | None) -> bytes:
    """A chat completion with that content."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def judged(
    polarity: str = "negative",
    emotion: str = "dissatisfied",
    *,
    evidence: tuple[str, ...] = (),
    sarcastic: bool = False,
    intensity: int = 7,
) -> Reply:
    """A reply of the form that is asked for."""
    answer = {
        "evidence": evidence,
        "sarcastic": sarcastic,
        "judgement": {"polarity": polarity, "emotion": emotion},
        "intensity": intensity,
    }
    return Reply(completion(json.dumps(answer, ensure_ascii=False)))


@dataclass
class OpinionServer:
    """``with OpinionServer(reply) as server:`` listens on ``server.url``; ``reply`` answers each question."""

    reply: Callable[[Asked], Reply] = field(default=lambda _: judged())
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._at_once = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False  # so that closing waits for the answers under way
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.asked]

    def __enter__(self) -> "OpinionServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            reply = self.reply(asked)
            if reply.hold:
                self._closing.wait()
            self._send(reply, handler)
        except ConnectionError:
            """The asker has gone away."""
        finally:
            with self._lock:
                self._at_once -= 1

    def _send(self, reply: Reply, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(reply.status)
        handler.send_header("Content-Length", str(10_000 if reply.drip else len(reply.body)))
        handler.send_header("Connection", "close")
        handler.end_headers()
        while reply.drip and not self._closing.wait(0.01):
            handler.wfile.write(b" ")
            handler.wfile.flush()
        handler.wfile.write(reply.body)


def _handler(server: OpinionServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.answer(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body), self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Says nothing."""

    return Handler
