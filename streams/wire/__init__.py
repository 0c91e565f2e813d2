"""The room that reads: bytes as received in, items out, and never an invented word.

Rule of the room: a reader says what the format said and nothing else. It reads only what it can prove to be its own
format; what no reader can prove becomes a dead letter that says what the bytes look like. Expected trouble is a value
(DeadLetter, or a Flag on the item), never an exception. Start with sniff.py; a new format is one module and one line
of PARSERS there.
"""

from streams.wire.sniff import PARSERS, Parser, read

__all__ = ["PARSERS", "Parser", "read"]
