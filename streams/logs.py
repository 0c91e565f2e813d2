"""Structured logs, rate-limited while a broker is away, with the traceback of a crash.

While a broker is away aiokafka says so hundreds of times a second. A message of a library is logged once in ten
seconds, with the number of times it was swallowed.
"""

import logging
import sys
import time
from collections.abc import Callable

import structlog

from streams.settings import Settings

EVERY_S = 10.0

# Messages that are no news. While the last transaction's markers are being written the coordinator answers
# NOT_ENOUGH_REPLICAS to producers of aiokafka's protocol version; the client waits 5 ms and asks again.
QUIET = ("NotEnoughReplicas", "ConcurrentTransactions")


class RateLimit(logging.Filter):
    """Lets a warning or a library's message through once in EVERY_S, by logger and text before its arguments."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._last: dict[tuple[str, str], float] = {}
        self._swallowed: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        # A message of our own is still structlog's dictionary here; a library's is text.
        ours = record.msg if isinstance(record.msg, dict) else None
        if ours is not None and record.levelno < logging.WARNING:
            return True
        text = str(ours.get("event")) if ours is not None else record.getMessage()
        if record.levelno < logging.ERROR and any(each in text for each in QUIET):
            return False
        key = record.name, text[:80] if ours is not None else str(record.msg)[:80]
        now = self._clock()
        if now - self._last.get(key, -EVERY_S) < EVERY_S:
            self._swallowed[key] = self._swallowed.get(key, 0) + 1
            return False
        self._last[key] = now
        swallowed = self._swallowed.pop(key, 0)
        if swallowed and ours is not None:
            record.msg = {**ours, "swallowed": swallowed}
        elif swallowed:
            record.msg, record.args = f"{text} (and {swallowed} times more in the last {EVERY_S:.0f} s)", ()
        return True


def configure(settings: Settings) -> None:
    """Set up the root logger once, for this program's own messages and the libraries'."""
    console = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if console
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    handler.addFilter(RateLimit())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    # Of the libraries only what an operator must act on; the agents say themselves what they do.
    for name in ("aiokafka", "faust", "mode", "asyncio", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
