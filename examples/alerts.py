"""What a push service would do with a site's alerts: python examples/alerts.py HOST:PORT SITE [--to-end]

It keeps what schemas/README.md asks: it reads committed records, drops a ce_id seen before, applies of one alert only
what has a higher alert_seq, notifies nobody after valid_until, always applies a cancel, and ignores what it does not
know. Its memory ends with it, and what is still valid is then told once more: one that really wakes people keeps `told`
in a database, in one transaction with its position (examples/newsroom.py).
"""

import argparse
import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

ORDERS = {"fire": "NOTIFY", "raise": "NOTIFY AGAIN", "update": "REPLACE", "cancel": "WITHDRAW"}
"""A closed list: a new action comes with a new major version, and this program should then fail rather than guess.

An update mends the text where it was sent, without a sound; a cancel takes the alert off every screen that has it.
"""


class Pushes:
    """What was told of each alert. The clock says only whether an alert is too old to wake somebody."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._seen: set[str] = set()
        self.told: dict[str, int] = {}

    def order(self, ce_id: str, alert: dict[str, Any]) -> str | None:
        """What is to be done now, as a line; None for what was done before or is too late."""
        alert_id, number = alert["alert_id"], alert["alert_seq"]
        if ce_id in self._seen:  # sent again by a replay that was promoted, or read again by us
            return None
        self._seen.add(ce_id)
        if number <= self.told.get(alert_id, 0):  # overtaken by what was applied already
            return None
        self.told[alert_id] = number
        action = alert["action"]
        # A cancel is never too late: an alert that stands on a screen does not know how old it is.
        if action != "cancel" and self._clock() > datetime.fromisoformat(alert["valid_until"]):
            return None
        changed = ", ".join(f"{each['slot']} {each['old']} > {each['new']}" for each in alert.get("changed", ()))
        text = f"{alert.get('text', '')}{f' ({changed})' if changed else ''}"
        return f"{ORDERS[action]} {alert_id} {alert['level']} {alert['provider']} {printable(text)}".rstrip()


async def follow(bootstrap: str, site: str, to_end: bool, pushes: Pushes) -> None:
    partition = TopicPartition(f"{site}.wire.alerts", 0)
    options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}  # what was given up never was
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, **options) as records:
        records.assign([partition])
        end = (await records.end_offsets([partition]))[partition] if to_end else None
        # Markers of transactions are offsets without records, so the end is reached by the consumer's position.
        while end is None or await records.position(partition) < end:
            for record in (await records.getmany(partition, timeout_ms=500)).get(partition, ()):
                order = pushes.order(dict(record.headers)["ce_id"].decode(), json.loads(record.value))
                if order is not None:
                    print(order, flush=True)


def printable(text: str) -> str:
    """Wire text can hold what a terminal would obey."""
    return "".join(char if char.isprintable() else "�" for char in text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints what a push service would do with a site's alerts.")
    parser.add_argument("bootstrap", metavar="HOST:PORT", help="a Kafka broker")
    parser.add_argument("site", metavar="SITE", help="the installation's name")
    parser.add_argument("--to-end", action="store_true", help="end where the topic ends now, instead of never")
    given = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    pushes = Pushes(lambda: datetime.now(UTC))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(follow(given.bootstrap, given.site, given.to_end, pushes))


if __name__ == "__main__":
    main()
