"""What the docs promise is there, and what is there is in the docs."""

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import orjson
import pytest
import typer.main

from examples import consumer
from schemas.lists import CLOSED_LISTS
from streams.cli import app
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topics import TOPICS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCS = "\n".join(page.read_text("utf-8") for page in PAGES)


def commands(group: Any, path: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """Every command that does something, with the words that call it."""
    if not hasattr(group, "commands"):
        return [(" ".join(path), group)]
    return [each for name, command in group.commands.items() for each in commands(command, (*path, name))]


COMMANDS = commands(typer.main.get_command(app))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_and_each_of_its_options_has_help(name: str, command: Any) -> None:
    assert command.help, name
    for option in command.params:
        assert getattr(option, "help", None), f"{name} {option.name}"


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_a_command_is_named_in_the_docs(name: str) -> None:
    *group, last = name.split()
    spelled = rf"\b{' '.join([*group, ''])}(\w+\|)*{last}\b"  # `topics create|check|delete` names three
    assert re.search(spelled, DOCS), name


def table(page: str, head: str) -> list[str]:
    """The first column of the table whose first heading is `head`, without back quotes."""
    rows = page.split(f"\n| {head} |", 1)[1].splitlines()[2:]
    names = []
    for row in rows:
        if not row.startswith("|"):
            break
        names.append(row.split("|")[1].strip().strip("`"))
    return names


@pytest.mark.parametrize(
    ("head", "closed"),
    [("outcome", "outcome"), ("event", "event type"), ("relation", "relation"), ("level", "level")],
)
def test_the_readme_explains_every_value_of_a_closed_list(head: str, closed: str) -> None:
    assert sorted(table(README, head)) == sorted(CLOSED_LISTS[closed])


def test_every_metric_is_documented() -> None:
    names = set()
    for family in Metrics().registry.collect():
        names.add(f"{family.name}_total" if family.type == "counter" else family.name)
    assert set(table(OPERATING, "metric")) == names


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in OPERATING
    assert Settings.model_fields[name].description


def test_the_topics_are_documented_as_they_are() -> None:
    rows = re.findall(r"^\| (wire\.\w+) \| (\d+)(, compacted)? \| (\w+) \|$", OPERATING, re.MULTILINE)
    documented = {name: (int(partitions), bool(compacted), access) for name, partitions, compacted, access in rows}
    assert documented == {each.name: (each.partitions, each.compacted, each.access) for each in TOPICS}


def test_every_make_target_in_the_docs_is_there() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make (\w+)", DOCS, re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_place_on_somebodys_machine_and_its_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"(?<![\w.:/])/(?:home|root|work|tmp|opt|Users)/", text)
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / link).exists(), link


def test_a_decision_fits_on_a_page() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(page.read_text("utf-8").splitlines()) < 60, page.name


def test_the_readme_is_short_and_shows_the_consumer_as_it_is() -> None:
    assert len(README.splitlines()) < 250
    assert f"```python\n{(ROOT / 'examples' / 'consumer.py').read_text('utf-8').strip()}\n```" in README


def test_the_constraints_name_packages_and_no_place() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+]+", line) for line in lines)


class Records:
    """Stands in for the consumer's client: hands out what a topic holds and ends."""

    def __init__(self, held: list[Any]) -> None:
        self._held = iter(held)
        self.options: dict[str, Any] = {}

    def __call__(self, *_topics: str, **options: Any) -> Self:
        self.options = options
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        try:
            return next(self._held)
        except StopIteration:
            raise StopAsyncIteration from None


def published(
    ce_id: str, seq: int, event: str, headline: str | None, current: bool = True, provider: str = "qns"
) -> Any:
    headers = {
        "wire_provider": provider,
        "ce_id": ce_id,
        "ce_type": f"copytaster.item.{event}",
        "wire_seq": f"desk:{seq:020d}:0",
        "wire_current": "true" if current else "false",
        "wire_level": "none",
        "x_new": "a header that came later",
    }
    value = {"unknown": 1} | ({"headlines": [{"value": headline}]} if headline else {})
    return SimpleNamespace(
        key=b"urn:1", value=orjson.dumps(value), headers=[(name, text.encode()) for name, text in headers.items()]
    )


def test_the_consumer_keeps_its_duties(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    client = Records(
        [
            published("a", 1, "created", "first"),
            published("a", 1, "created", "first"),
            published("c", 9, "updated", "third"),
            published("b", 5, "updated", "second"),
            published("d", 10, "late", "older", current=False),
            published("e", 11, "killed", None),
            published("f", 6, "created", "relayed", provider="relay"),
        ]
    )
    monkeypatch.setattr(consumer, "AIOKafkaConsumer", client)
    asyncio.run(consumer.follow("broker:9092", "desk.wire.enriched"))
    assert client.options["isolation_level"] == "read_committed"
    assert capsys.readouterr().out.splitlines() == [
        "created none qns urn:1 first",
        "updated none qns urn:1 third",
        "killed none qns urn:1 -",
        "created none relay urn:1 relayed",
    ]
