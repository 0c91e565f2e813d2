"""What stands now, by a reader that keeps the contract: python examples/consumer.py HOST:PORT SITE.wire.enriched"""

import asyncio
import json
import sys

from aiokafka import AIOKafkaConsumer


async def follow(bootstrap: str, topic: str) -> None:
    options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}  # what was given up never was
    seen, newest = set(), {}
    async with AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, **options) as records:
        async for record in records:
            about = {name: value.decode() for name, value in record.headers}
            item, event = (about["wire_provider"], record.key.decode()), about["ce_type"].rpartition(".")[2]
            if about["ce_id"] in seen:  # sent again by a replay that was promoted, or read again by us
                continue
            seen.add(about["ce_id"])
            if about["wire_current"] != "true" or about["wire_seq"] <= newest.get(item, ""):  # late, or overtaken
                continue
            newest[item] = about["wire_seq"]
            headlines = json.loads(record.value).get("headlines", [])  # none: it was killed or withheld, take it away
            print(event, about["wire_level"], *item, headlines[0]["value"] if headlines else "-", flush=True)


if __name__ == "__main__":
    asyncio.run(follow(*sys.argv[1:]))
