"""The logs: a library's shouting is said once with its count, our own words always."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from streams import logs
from streams.logs import EVERY_S, RateLimit
from streams.settings import Settings


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> RateLimit:
    return RateLimit(clock)


def library(text: str, *args: object, level: int = logging.WARNING, name: str = "aiokafka.conn") -> logging.LogRecord:
    return logging.LogRecord(name, level, "conn.py", 1, text, args, None)


def ours(event: str, level: int = logging.WARNING) -> logging.LogRecord:
    """As structlog hands it over: the message is still its dictionary."""
    record = library("", level=level, name="streams.agents")
    record.msg = {"event": event}  # type: ignore[assignment]
    return record


def test_a_librarys_message_is_let_through_once_in_ten_seconds_with_the_number_swallowed(
    limit: RateLimit, clock: Clock
):
    assert limit.filter(library("no %s", "broker"))
    for second in (0.0, 1.0, 9.999):
        clock.now = second
        assert not limit.filter(library("no %s", "broker"))
    clock.now = EVERY_S
    record = library("no %s", "broker")
    assert limit.filter(record)
    assert record.getMessage() == "no broker (and 3 times more in the last 10 s)"


def test_the_count_begins_again_after_it_was_said(limit: RateLimit, clock: Clock):
    for now in (0.0, 1.0, EVERY_S, 2 * EVERY_S):
        clock.now = now
        record = library("gone")
        assert limit.filter(record) is (now != 1.0)
    assert record.getMessage() == "gone"


def test_messages_are_told_apart_by_logger_and_text_before_its_arguments(limit: RateLimit):
    assert limit.filter(library("node %d is gone", 1))
    assert not limit.filter(library("node %d is gone", 2))
    assert limit.filter(library("node %d is back", 1))
    assert limit.filter(library("node %d is gone", 1, name="aiokafka.cluster"))


def test_an_error_of_a_library_is_limited_too(limit: RateLimit):
    assert limit.filter(library("unable to connect", level=logging.ERROR))
    assert not limit.filter(library("unable to connect", level=logging.ERROR))


def test_our_own_words_come_always_and_our_warnings_once(limit: RateLimit, clock: Clock):
    assert all(limit.filter(ours("batch committed", logging.INFO)) for _ in range(100))
    assert limit.filter(ours("role lost"))
    assert not limit.filter(ours("role lost"))
    assert limit.filter(ours("role taken"))
    clock.now = EVERY_S
    record = ours("role lost")
    assert limit.filter(record)
    assert record.msg == {"event": "role lost", "swallowed": 1}


@pytest.mark.parametrize("text", logs.QUIET)
def test_what_is_no_news_is_quiet_but_as_an_error(limit: RateLimit, text: str):
    assert not limit.filter(library("failed: %s", f"{text}Error()"))
    assert not limit.filter(library(f"{text}: waiting"))
    assert limit.filter(library(f"{text}: giving up", level=logging.ERROR))


def test_a_percent_sign_in_a_limited_message_is_no_format(limit: RateLimit, clock: Clock):
    limit.filter(library("%s", "100 % of %d"))
    limit.filter(library("%s", "100 % of %d"))
    clock.now = EVERY_S
    record = library("%s", "100 % of %d")
    assert limit.filter(record)
    assert record.getMessage() == "100 % of %d (and 1 times more in the last 10 s)"


# the handler ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def restored() -> Iterator[None]:
    """configure() sets the root logger up for the process; a test puts it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = ("aiokafka", "faust", "mode", "asyncio", "aiohttp.access")
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


@pytest.mark.usefixtures("restored")
def test_every_line_is_json_with_its_time_level_and_words(capsys: pytest.CaptureFixture[str]):
    logs.configure(Settings(site="desk", log_format="json"))
    log = structlog.get_logger("streams.test")
    log.info("batch committed", items=3)
    log.debug("not at this level")
    logging.getLogger("aiokafka.conn").warning("no %s", "broker")
    logging.getLogger("aiokafka.conn").info("of no interest")
    try:
        raise KeyError("gone")
    except KeyError:
        log.exception("crashed")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(each["event"], each["level"]) for each in lines] == [
        ("batch committed", "info"), ("no broker", "warning"), ("crashed", "error"),
    ]  # fmt: skip
    assert lines[0]["items"] == 3
    assert all(each["timestamp"].endswith("Z") for each in lines)
    assert "KeyError: 'gone'" in lines[2]["exception"]


@pytest.mark.usefixtures("restored")
def test_a_swallowed_warning_of_ours_carries_the_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: Clock
):
    monkeypatch.setattr(logs, "RateLimit", lambda: RateLimit(clock))
    logs.configure(Settings(site="desk", log_format="json"))
    log = structlog.get_logger("streams.test")
    for now in (0.0, 1.0, 2.0, EVERY_S):
        clock.now = now
        log.warning("role lost", agent="taster")
    first, second = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert "swallowed" not in first
    assert (second["event"], second["agent"], second["swallowed"]) == ("role lost", "taster", 2)
