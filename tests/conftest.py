"""What every test may ask for: one Kafka node a session, and a site of its own on it."""

import itertools
import os
from collections.abc import Iterator

import pytest

from streams.dev.kafka import Node

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The address of a real Kafka node, started when the first test asks for it."""
    with Node.start(quick=True) as node:
        yield node.bootstrap


@pytest.fixture
def site() -> str:
    """A site that no other test has, so that tests share the node and never a topic, a group or a transactional id."""
    return f"t{os.getpid()}n{next(_numbers)}"
