"""What there is to explain of an item: its event, its story, and what its story's alert has told so far.

Of a file it comes from the pure path, of a site from the public topics alone, so nothing is shown here that a reader of
those could not see; and less, where something was killed since: its newest event stands for all that came before it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from schemas.judgement import Story
from streams import codec, tail
from streams.pipeline import Notice, Outcome
from streams.settings import Settings

Json = dict[str, Any]
Who = tuple[str, str]
"""(provider, uri)"""


class Explained(NamedTuple):
    """Published values as parsed JSON, empty where there is none; `alerts` oldest first, each with `at`, its time."""

    event: Json
    story: Json
    alerts: list[Json]
    headlines: Mapping[Who, str]
    """Of the items of the story, as they stand now."""

    def plain(self) -> Json:
        known = {"event": self.event, "story": self.story, "alerts": self.alerts}
        return {name: value for name, value in known.items() if value}


class OfFile:
    """The items of a file, one after the other from an empty state."""

    def __init__(self) -> None:
        self._stories: dict[str, Json] = {}
        self._alerts: list[Json] = []
        self._headlines: dict[Who, str] = {}

    def explained(self, outcome: Outcome) -> Iterable[Explained]:
        for notice in outcome.notices:
            self._hear(notice)
        for publication in outcome.publications:
            event: Json = orjson.loads(codec.enriched(publication).json_bytes())
            self._headlines[_who(event)] = _headline(event)
            story = self._stories.get(_story_id(event), {})
            yield Explained(event, story, _told(self._alerts, _story_id(event)), self._headlines)

    def _hear(self, notice: Notice) -> None:
        value: Json = orjson.loads(notice.value.json_bytes())
        if isinstance(notice.value, Story):
            self._stories[notice.value.story_id] = value
        else:
            self._alerts.append(value | {"at": notice.at})


async def of_site(settings: Settings, name: str) -> Explained | None:
    """What the public topics have of a uri, raw_id, story_id or alert_id; None where nobody has heard of it.

    An item is not known to be of a story before its event is read, nor are the story's items before its record is. So
    where a story turns up late, the events are read once more.
    """
    alerts = [
        orjson.loads(each.value or b"{}") | {"at": each.headers.get("ce_time")}
        async for each in tail.read_topic(settings, "wire.alerts", to_end=True)
    ]
    alert: Json = next((each for each in reversed(alerts) if each["alert_id"] == name), {})
    story = await _story(settings, alert.get("story_id", name))
    # Of an alert it is the item that it last spoke of, else what the name says, else the story's lead.
    item = alert.get("uri", name)
    event, standing = await _events(settings, item, story)
    if not story and (story := await _story(settings, _story_id(event))):
        event, standing = await _events(settings, item, story)
    if not event and not story:
        return None
    headlines = {who: _headline(each) for who, each in standing.items()}
    return Explained(event, story, _told(alerts, story.get("story_id") or _story_id(event)), headlines)


async def _story(settings: Settings, name: str) -> Json:
    """The newest record of the story with this id or, failing that, of the last that has this uri among its items."""
    if not name:
        return {}
    by_id, by_uri, quoted = b"", b"", name.encode()
    async for each in tail.read_topic(settings, "wire.stories", to_end=True):
        value = each.value or b""
        if each.key == quoted:
            by_id = value
        elif not by_id and quoted in value and any(row["uri"] == name for row in orjson.loads(value)["members"]):
            by_uri = value
    found: Json = orjson.loads(by_id or by_uri or b"{}")
    return found


async def _events(settings: Settings, name: str, story: Json) -> tuple[Json, dict[Who, Json]]:
    """The event of this arrival, uri or story, and what stands now of each of the story's items.

    Of what was killed or withheld there is nothing but that it was, also where an earlier arrival of it is asked for.
    """
    uris = {name.encode(), *(row["uri"].encode() for row in story.get("members", ()))}
    arrival: Json = {}
    standing: dict[Who, Json] = {}
    # The copies first: what is published stands after them, and a kill after all.
    for topic in ("wire.suppressed", "wire.enriched"):
        async for each in tail.read_topic(settings, topic, to_end=True):
            is_arrival = each.headers.get("wire_raw") == name
            if not is_arrival and each.key not in uris:
                continue
            uris.add(each.key or b"")
            event: Json = orjson.loads(each.value or b"{}")
            arrival = event if is_arrival else arrival
            # A late version takes nothing's place; it and a copy stand where nothing else does.
            if _is_current(event) or not _is_current(standing.get(_who(event), {})):
                standing[_who(event)] = event
    lead = story.get("lead", {})
    by_uri = next((who for who in standing if who[1] == name), (lead.get("provider", ""), lead.get("uri", "")))
    now = standing.get(_who(arrival) if arrival else by_uri, {})
    return (now if not arrival or _is_gone(now) else arrival), standing


def _told(alerts: list[Json], story_id: str) -> list[Json]:
    """The alerts of a story, in order. Of one that was cancelled the words are not said again."""
    told = [each for each in alerts if story_id and each["story_id"] == story_id]
    gone = {each["alert_id"] for each in told if each["action"] == "cancel"}
    words = ("text", "changed", "reasons")
    return [
        {key: value for key, value in each.items() if key not in words} if each["alert_id"] in gone else each
        for each in told
    ]


def _who(event: Json) -> Who:
    return event["enrichment"]["provider"], event["uri"]


def _story_id(event: Json) -> str:
    found: str = event.get("enrichment", {}).get("story", {}).get("story_id", "")
    return found


def _headline(event: Json) -> str:
    if _is_gone(event):
        return f"({event['enrichment']['event']})"
    text: str = next((each["value"] for each in event.get("headlines", ())), event.get("slugline", ""))
    return text


def _is_gone(event: Json) -> bool:
    return event["enrichment"]["event"] in ("killed", "withheld")


def _is_current(event: Json) -> bool:
    found: bool = event.get("enrichment", {}).get("current", False)
    return found
