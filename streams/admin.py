"""Topics on the brokers: create, check, delete, and what a worker must know of them at start."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import GroupCoordinatorNotAvailableError, KafkaConnectionError, for_code

from streams.agents import transport
from streams.agents.transport import NoBroker
from streams.settings import Settings
from streams.topics import BY_NAME, TOPICS, broker_config, differences

Found = dict[str, tuple[int, dict[str, str]]]
"""Short name of each topic that is there: its partitions and the settings in force."""

COORDINATOR_S = 10.0


class TopicsWrong(Exception):
    """The topics are not as topics.py has them; a line a difference."""


async def find(settings: Settings) -> Found:
    """The site's topics as the brokers have them. Raises NoBroker."""
    client = await started(settings)
    try:
        names = {settings.topic(topic.name): topic.name for topic in TOPICS}
        there = sorted(set(await client.list_topics()) & names.keys())
        if not there:
            return {}
        described = {each["topic"]: len(each["partitions"]) for each in await client.describe_topics(there)}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
        configs: dict[str, dict[str, str]] = {}
        for response in await client.describe_configs(resources):
            for _code, _message, _kind, name, entries in (resource[:5] for resource in response.resources):
                configs[name] = {entry[0]: entry[1] for entry in entries}
        return {names[name]: (described[name], configs[name]) for name in there}
    finally:
        await transport.close(client)


async def partitions_of(settings: Settings, name: str) -> int:
    """How many partitions a topic has, by its short name. Raises NoBroker, and TopicsWrong where it does not exist."""
    topic = settings.topic(name)
    client = await started(settings)
    try:
        if topic not in await client.list_topics():
            hint = f"copytaster topics create --site {settings.site} makes it"
            raise TopicsWrong(f"{topic} does not exist; {hint}")
        return len((await client.describe_topics([topic]))[0]["partitions"])
    finally:
        await transport.close(client)


async def create(settings: Settings) -> list[str]:
    """Create what is missing; returns the short names of what was created."""
    found = await find(settings)
    missing = [topic for topic in TOPICS if topic.name not in found]
    if missing:
        client = await started(settings)
        try:
            new = [
                NewTopic(
                    settings.topic(topic.name),
                    topic.partitions,
                    settings.replication,
                    topic_configs=broker_config(topic, settings.retention_days),
                )
                for topic in missing
            ]
            response = await client.create_topics(new)
            _raise_errors(response.topic_errors)
        finally:
            await transport.close(client)
    return [topic.name for topic in missing]


async def create_plain(settings: Settings, topic: str) -> None:
    """A topic of one partition under its full name, where it is not there yet: for a replay's events."""
    client = await started(settings)
    try:
        if topic not in await client.list_topics():
            config = broker_config(BY_NAME["wire.enriched"], settings.retention_days)
            response = await client.create_topics([NewTopic(topic, 1, settings.replication, topic_configs=config)])
            _raise_errors(response.topic_errors)
    finally:
        await transport.close(client)


async def delete(settings: Settings) -> list[str]:
    """Delete every topic of the site; returns their short names."""
    found = await find(settings)
    if found:
        client = await started(settings)
        try:
            response = await client.delete_topics([settings.topic(name) for name in found])
            _raise_errors(response.topic_error_codes)
        finally:
            await transport.close(client)
    return list(found)


def compare(settings: Settings, found: Found) -> list[str]:
    """What a worker cannot work with, a sentence each; empty where all is as it must be."""
    wrong = []
    for topic in TOPICS:
        name = settings.topic(topic.name)
        if topic.name not in found:
            wrong.append(f"{name} does not exist")
        else:
            partitions, config = found[topic.name]
            wrong += [f"{name} {difference}" for difference in differences(topic, partitions, config)]
    return wrong


async def checked_limits(settings: Settings) -> dict[str, int]:
    """max.message.bytes of each topic by short name. Raises TopicsWrong where a worker must not start."""
    found = await find(settings)
    if wrong := compare(settings, found):
        hint = f"copytaster topics create --site {settings.site} makes what is missing"
        raise TopicsWrong("\n".join([*wrong, hint]))
    return {name: int(config["max.message.bytes"]) for name, (_, config) in found.items()}


async def started(settings: Settings) -> AIOKafkaAdminClient:
    client = transport.admin(settings)
    try:
        await client.start()
    except (KafkaConnectionError, OSError) as error:
        await transport.close(client)
        raise NoBroker(settings.bootstrap) from error
    return client


async def started_for_groups(settings: Settings) -> AIOKafkaAdminClient:
    """A client that can be asked about groups. Raises NoBroker.

    A broker that has never had a group makes its place for groups when first asked, and refuses until it is there.
    """
    client = await started(settings)
    try:
        async with asyncio.timeout(COORDINATOR_S):
            while True:
                try:
                    await client.find_coordinator(settings.group("taster"))
                    return client
                except GroupCoordinatorNotAvailableError:
                    await asyncio.sleep(0.1)
    except BaseException as error:
        await transport.close(client)
        if isinstance(error, TimeoutError):
            raise NoBroker(settings.bootstrap) from error
        raise


def _raise_errors(errors: list[tuple[object, ...]]) -> None:
    for name, code, *rest in errors:
        if code:
            error = for_code(code)
            raise TopicsWrong(f"{name}: {error.__name__}{': ' + str(rest[0]) if rest and rest[0] else ''}")
