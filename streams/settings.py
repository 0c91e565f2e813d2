"""Every knob of an operator, in one table: name, default, unit in the name, one line of help.

A setting comes from the environment (COPYTASTER_ and its name in capitals), else from the settings file (TOML, named by
COPYTASTER_SETTINGS, else ./copytaster.toml where that is), else from its default. What makes no sense is refused at
start by name, value and what is allowed. Thresholds that change answers are no settings: they are constants beside
their evidence, since changing one means judging the evaluation again.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from schemas.lists import Use
from streams.breaking import PROFILES
from streams.wire import PARSERS

PREFIX = "COPYTASTER_"
FILE = "copytaster.toml"


class SettingsError(Exception):
    """The settings make no sense; each line of the message names one, its value, and what is allowed."""


class FeedRow(BaseModel):
    """What is known of a feed: who sends on it, how its marks are read, and which format it comes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """A name, or a pattern with * and ?; the first row that fits counts."""
    provider: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    profile: str = "generic"
    format: str | None = None
    use: Use = "publish"

    @field_validator("profile")
    @classmethod
    def _known_profile(cls, profile: str) -> str:
        if profile not in PROFILES:
            raise ValueError(f"no such profile; there are {', '.join(PROFILES)}")
        return profile

    @field_validator("format")
    @classmethod
    def _known_format(cls, format_: str | None) -> str | None:
        names = [parser.name for parser in PARSERS]
        if format_ is not None and format_ not in names:
            raise ValueError(f"no such format; there are {', '.join(names)}")
        return format_


class Feeds(NamedTuple):
    rows: tuple[FeedRow, ...]
    default_feed: str

    def of(self, feed: str) -> FeedRow:
        """The row of the feed; an unknown feed is its own provider with the generic profile."""
        return _row_of(self.rows, feed)


@lru_cache(maxsize=4096)
def _row_of(rows: tuple[FeedRow, ...], feed: str) -> FeedRow:
    for row in rows:
        if fnmatchcase(feed, row.name):
            return row
    provider = re.sub(r"[^a-z0-9._-]+", "-", feed.lower()).strip("-._")[:100]
    return FeedRow(name=feed, provider=provider or "unknown")


def _setting(default: Any, text: str, allowed: str = "", **bounds: Any) -> Any:
    return Field(default=default, description=text, json_schema_extra={"allowed": allowed}, **bounds)


class Settings(BaseModel):
    """All settings. `copytaster settings` prints this table with the values in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: str = _setting(
        ...,
        "Names the topics, groups and ids of this installation, so that two can share a cluster. Required.",
        "lower-case letters, digits and -, beginning with a letter or digit, at most 40",
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
    )
    bootstrap: str = _setting(
        "127.0.0.1:9092",
        "Addresses of the Kafka brokers.",
        "host:port, several with commas between",
        pattern=r"^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$",
    )
    feeds: tuple[FeedRow, ...] = _setting(
        (),
        "One row a feed: name (or pattern), provider, profile, format, use.",
        "[[feeds]] tables in the file, or a JSON array of objects in the environment",
    )
    default_feed: str = _setting(
        "unknown", "Feed of raw records whose producer sent no feed header.", "any text but an empty one", min_length=1
    )
    instance: str = _setting(
        "",
        "Name of this worker for static membership: with it a restart takes the role back in a second.",
        "a name that no other running worker of the site has; empty for none",
        pattern=r"^[A-Za-z0-9._-]{0,100}$",
    )
    retention_days: int = _setting(
        30, "How long topics keep records; agencies' licences bound it.", "1 to 3650", ge=1, le=3650
    )
    replication: int = _setting(1, "Replicas of each topic that `topics create` asks for.", "1 to 7", ge=1, le=7)
    batch_items: int = _setting(200, "Most records in one transaction.", "1 to 10000", ge=1, le=10_000)
    batch_bytes: int = _setting(1 << 20, "Most bytes of input in one transaction.", "1024 or more", ge=1024)
    batch_ms: int = _setting(50, "Most computing before a transaction is sent.", "1 to 5000", ge=1, le=5000)
    clock_s: float = _setting(
        10.0, "Seconds between clock records, which release embargoes.", "0.1 to 60", ge=0.1, le=60
    )
    session_timeout_ms: int = _setting(
        6000, "Silence after which a worker counts as dead.", "1000 to 300000", ge=1000, le=300_000
    )
    transaction_timeout_ms: int = _setting(
        10_000, "How long a dead worker's open transaction may hold up readers.", "1000 to 900000", ge=1000, le=900_000
    )
    compression: Literal["zstd", "none"] = _setting(
        "none", "Of what a worker writes. lz4 is left out: in aiokafka it costs five times as much.", "zstd, none"
    )
    metrics_host: str = _setting(
        "127.0.0.1", "Address of the metrics and health port.", "an address of this machine", min_length=1
    )
    metrics_port: int = _setting(9464, "Port of /metrics, /health and /ready.", "0 (none) to 65535", ge=0, le=65_535)
    log_format: Literal["auto", "console", "json"] = _setting(
        "auto", "auto: console in a terminal, else json.", "auto, console, json"
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", "Least level that is logged.", "debug, info, warning, error"
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = _setting(
        "PLAINTEXT",
        "How to talk to the brokers. All but PLAINTEXT is passed through to aiokafka and untested here.",
        "PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL",
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = _setting(
        "PLAIN", "With a SASL protocol.", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512"
    )
    sasl_username: str = _setting("", "With a SASL protocol.")
    sasl_password: SecretStr = _setting(SecretStr(""), "With a SASL protocol; never printed.")
    ssl_cafile: str = _setting("", "Certificate authority for SSL; empty: the system's.", "a readable file")
    ssl_certfile: str = _setting("", "Client certificate for SSL.", "a readable file")
    ssl_keyfile: str = _setting("", "Key of the client certificate.", "a readable file")

    @field_validator("bootstrap")
    @classmethod
    def _known_ports(cls, bootstrap: str) -> str:
        if not all(1 <= int(address.rpartition(":")[2][:6]) <= 65_535 for address in bootstrap.split(",")):
            raise ValueError("a port lies outside 1 to 65535")
        return bootstrap

    @field_validator("ssl_cafile", "ssl_certfile", "ssl_keyfile")
    @classmethod
    def _readable(cls, name: str) -> str:
        if name and not (Path(name).is_file() and os.access(name, os.R_OK)):
            raise ValueError("no file that can be read")
        return name

    @cached_property
    def feed_table(self) -> Feeds:
        return Feeds(self.feeds, self.default_feed)

    def topic(self, name: str) -> str:
        return f"{self.site}.{name}"

    def group(self, name: str) -> str:
        return f"{self.site}.{name}"


def load(environment: Mapping[str, str], file: Path | None = None, **overrides: Any) -> Settings:
    """The settings in force. Raises SettingsError, a line a mistake.

    `overrides` are the command line's own options; None counts as not given.
    """
    values, where = gather(environment, file, **overrides)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(each, where) for each in error.errors())) from None


def gather(
    environment: Mapping[str, str], file: Path | None = None, **overrides: Any
) -> tuple[dict[str, Any], dict[str, str]]:
    """What is set, unchecked, and where each comes from."""
    path = file or (Path(environment[f"{PREFIX}SETTINGS"]) if environment.get(f"{PREFIX}SETTINGS") else None)
    where: dict[str, str] = {}
    values: dict[str, Any] = {}
    for source, given in (
        (str(path or FILE), _from_file(path)),
        ("the environment", _from_environment(environment)),
        ("the command line", {name: value for name, value in overrides.items() if value is not None}),
    ):
        values |= given
        where |= dict.fromkeys(given, source)
    return values, where


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None and not Path(FILE).is_file():
        return {}
    try:
        return tomllib.loads((path or Path(FILE)).read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); name a TOML file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path or FILE}: is no TOML ({error})") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        text = environment.get(PREFIX + name.upper())
        if text is None:
            continue
        try:
            given[name] = orjson.loads(text) if field.annotation not in (str, SecretStr) and text[:1] in "[{" else text
        except orjson.JSONDecodeError:
            given[name] = text
    return given


def _explain(error: Any, where: dict[str, str]) -> str:
    name = str(error["loc"][0])
    field = Settings.model_fields.get(name)
    if field is None:
        known = ", ".join(Settings.model_fields)
        return f"{name} (in {where.get(name)}): no such setting; there are {known}"
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return f"{name}: required; set {PREFIX}{name.upper()} or --{name.replace('_', '-')}, or {name} in {FILE}"
    extra = field.json_schema_extra
    allowed = extra.get("allowed") if isinstance(extra, dict) else None
    place = name + "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in error["loc"][1:])
    value = "(hidden)" if field.annotation is SecretStr else repr(error["input"])[:200]
    return f"{place} = {value} (from {where.get(name)}): {error['msg']}; allowed: {allowed or 'see the table'}"
