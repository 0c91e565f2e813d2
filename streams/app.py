"""create_app(settings): all wiring of a worker on one screen, and the worker that runs it.

Faust runs the agents on channels; its own consumer and producer stay out. What fault tests want to break is an argument
here (the readers, the fold, the producers, the clock), so that no test switch stands in product code.
"""

import asyncio
import gc
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import faust
import mode
import structlog
from aiohttp import web
from aiokafka.errors import KafkaError
from mode import Service

from streams import pipeline
from streams.agents import transport
from streams.agents.attempts import Attempts
from streams.agents.intake import Intake
from streams.agents.role import TasterSource
from streams.agents.source import IntakeSource, MakeProducer, Source
from streams.agents.step import Batch, Limits
from streams.agents.taster import Taster
from streams.metrics import Metrics
from streams.pipeline import Read, Taste
from streams.settings import Settings

Agent = Literal["intake", "taster"]


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


class OwnTransport(faust.App.BootStrategy):  # type: ignore[misc] # faust is untyped
    """Faust's documented switch: agents and sensors start, its own consumer, producer and tables do not."""

    enable_kafka = False


class App(faust.App):  # type: ignore[misc] # faust is untyped
    """Faust's app with its transport left out."""

    BootStrategy = OwnTransport
    mundane_level = "debug"

    def _create_directories(self) -> None:
        """Faust makes a folder for its tables, of which there are none."""

    async def _producer_flush(self, logger: Any) -> None:
        """At its stop Faust flushes a producer that was never started, and waits for it without end."""


def create_app(
    settings: Settings,
    limits: Mapping[str, int],
    *,
    only: Agent | None = None,
    read: Read = pipeline.read,
    taste: Taste = pipeline.taste,
    make_producer: MakeProducer = transport.producer,
    wall_ms: Callable[[], int] = wall_ms,
) -> App:
    """A worker's app. `limits` are the brokers' max.message.bytes by topic (admin.checked_limits)."""
    app = App(
        settings.group("worker"),
        broker=f"kafka://{settings.bootstrap.replace(',', ';')}",
        agent_supervisor=mode.CrashingSupervisor,
        store="memory://",
        topic_disable_leader=True,
        web_enabled=False,
    )
    # Faust keeps channel queues closed until a consumer of its own has partitions.
    app.flow_control.resume()
    app.metrics = metrics = Metrics()
    app.sources = sources = []
    shared = (metrics, make_producer, wall_ms, Attempts())

    if only != "taster":
        intake = Intake(settings, read, Limits(limits))
        batches = app.channel(value_type=Batch, maxsize=8)

        @app.agent(batches, name="intake")  # type: ignore[untyped-decorator] # faust is untyped
        async def intake_agent(stream: Any) -> None:
            async for batch in stream:
                batch.answer(intake.compute)

        sources.append(IntakeSource(settings, batches, *shared))

    if only != "intake":
        taster = Taster(settings, taste, Limits(limits), wall_ms)
        log = app.channel(value_type=Batch, maxsize=8)

        @app.agent(log, name="taster")  # type: ignore[untyped-decorator] # faust is untyped
        async def taster_agent(stream: Any) -> None:
            async for batch in stream:
                batch.answer(taster.compute)

        sources.append(TasterSource(settings, log, *shared, step=taster))

    return app


class Port(Service):  # type: ignore[misc] # mode is untyped
    """The metrics and health port. /health: the process runs; /ready: every role of it is a member of its group."""

    mundane_level = "debug"

    def __init__(
        self, bound: socket.socket, settings: Settings, metrics: Metrics, sources: Iterable[Source], **options: Any
    ) -> None:
        super().__init__(**options)
        self._bound, self._settings, self._metrics, self._sources = bound, settings, metrics, list(sources)
        self._runner: web.AppRunner | None = None

    async def on_start(self) -> None:
        app = web.Application()
        app.add_routes(
            [web.get("/metrics", self._page), web.get("/health", self._health), web.get("/ready", self._ready)]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.SockSite(self._runner, self._bound).start()

    async def on_stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.page(), content_type="text/plain", charset="utf-8")

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"site": self._settings.site, "agents": [each.agent for each in self._sources]})

    async def _ready(self, _: web.Request) -> web.Response:
        roles = {each.agent: each.role for each in self._sources}
        return web.json_response(roles, status=200 if all(each.ready for each in self._sources) else 503)


class Worker(Service):  # type: ignore[misc] # mode is untyped
    """Starts the app first and its sources after it, and stops them the other way round."""

    mundane_level = "debug"

    def __init__(self, app: App, port: Port | None, **options: Any) -> None:
        super().__init__(**options)
        self._app, self._port = app, port

    def on_init_dependencies(self) -> Iterable[Any]:
        return [self._app, *self._app.sources, *([self._port] if self._port else [])]


COLLECT = 20_000, 4, 500
"""Thresholds of the garbage collector. With Python's own a full collection, which walks the whole state, comes every
few hundred items and takes half a second beside 13,000; with these it comes once in some ten thousand. The middle one
is small because what has survived once is walked at one go: 40 ms with 4, a fifth of a second with 20."""


def run(make_app: Callable[[], App], settings: Settings) -> None:
    """Run the worker until SIGTERM or SIGINT, which finish the batch in hand. Exits 1 with a traceback if it crashes.

    The app is made here because Faust's services keep the event loop of the moment they are made in. Raises OSError
    where the metrics port is taken, before anything has started.
    """
    gc.set_threshold(*COLLECT)
    log = structlog.get_logger()
    bound = socket.create_server((settings.metrics_host, settings.metrics_port)) if settings.metrics_port else None
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(_on_loop_error)
    asyncio.set_event_loop(loop)
    app = make_app()
    port = Port(bound, settings, app.metrics, app.sources) if bound else None
    worker = mode.Worker(Worker(app, port), override_logging=False, quiet=True, loop=loop)
    worker.mundane_level = "debug"
    agents = [source.agent for source in app.sources]
    log.info("worker starts", site=settings.site, bootstrap=settings.bootstrap, agents=agents)
    try:
        worker.execute_from_commandline()
    except SystemExit as stop:
        if stop.code:
            raise
    log.info("worker stopped")


def _on_loop_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """aiokafka leaves futures behind whose errors have reached us by another way; the rest is shown."""
    if not isinstance(context.get("exception"), KafkaError):
        loop.default_exception_handler(context)
