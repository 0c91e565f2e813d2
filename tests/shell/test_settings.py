"""The settings: which source counts, and that what makes no sense is refused by name, value and what is allowed."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from pydantic_core import PydanticUndefined
from typer.testing import CliRunner

from streams.breaking import PROFILES
from streams.cli import app
from streams.settings import FeedRow, Feeds, Settings, SettingsError, gather, load
from streams.wire import PARSERS

SITE = {"COPYTASTER_SITE": "desk"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads the settings file of whoever runs it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, text: str, name: str = "copytaster.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refused(environment: dict[str, str], file: Path | None = None, **overrides: Any) -> str:
    with pytest.raises(SettingsError) as error:
        load(environment, file, **overrides)
    return str(error.value)


# precedence -----------------------------------------------------------------------------------------------------------


def test_the_command_line_counts_before_the_environment_before_the_file_before_the_default(elsewhere: Path):
    assert load(SITE).batch_items == 200
    file = written(elsewhere, "batch_items = 201\nsite = 'of-file'\n", "other.toml")
    assert load({}, file).site == "of-file"
    assert load(SITE, file).batch_items == 201
    environment = {**SITE, "COPYTASTER_BATCH_ITEMS": "202"}
    assert load(environment, file).batch_items == 202
    assert load(environment, file, batch_items=203).batch_items == 203
    assert load(environment, file, batch_items=None).batch_items == 202


def test_gather_says_where_each_setting_comes_from(elsewhere: Path):
    file = written(elsewhere, "batch_items = 201\nbatch_ms = 7\nsite = 'of-file'\n", "other.toml")
    _, where = gather({"COPYTASTER_BATCH_MS": "8", "COPYTASTER_CLOCK_S": "1"}, file, site="desk", bootstrap=None)
    assert where == {
        "batch_items": str(file),
        "batch_ms": "the environment",
        "clock_s": "the environment",
        "site": "the command line",
    }


def test_the_settings_file_is_the_named_one_else_the_environments_else_the_folders(elsewhere: Path):
    assert load(SITE).batch_ms == 50
    written(elsewhere, "batch_ms = 1\n")
    assert load(SITE).batch_ms == 1
    environment = {**SITE, "COPYTASTER_SETTINGS": str(written(elsewhere, "batch_ms = 2\n", "second.toml"))}
    assert load(environment).batch_ms == 2
    assert load(environment, written(elsewhere, "batch_ms = 3\n", "third.toml")).batch_ms == 3


def test_an_empty_name_of_a_settings_file_is_none():
    assert load({**SITE, "COPYTASTER_SETTINGS": ""}).site == "desk"


def test_settings_cannot_be_changed_once_loaded():
    with pytest.raises(ValueError, match="frozen"):
        load(SITE).site = "other"  # type: ignore[misc]


# what is refused ------------------------------------------------------------------------------------------------------

WRONG = {
    "site": ["", "Desk", "-desk", "desk.eu", "desk\n", "d" * 41, "desk eu"],
    "bootstrap": [
        "",
        "localhost",
        "localhost:",
        ":9092",
        "a:9092,",
        "a:9092 b:9092",
        "k:9092,k:99999",
        "k:0",
        f"k:{'9' * 9999}",
    ],
    "feeds": ["ap", "{}", "[1]", '[{"name":"ap"}]', '[{"name":"ap","provider":"ap","colour":"red"}]'],
    "default_feed": [""],
    "instance": ["two words", "a:b", "x" * 101],
    "retention_days": ["0", "3651", "a month", "1.5", ""],
    "replication": ["0", "8"],
    "batch_items": ["0", "10001", "many"],
    "batch_bytes": ["1023", "-1", "1MB"],
    "batch_ms": ["0", "5001"],
    "clock_s": ["0", "61", "nan", "inf", "1e400", "soon"],
    "session_timeout_ms": ["999", "300001"],
    "transaction_timeout_ms": ["999", "900001"],
    "compression": ["lz4", "ZSTD", ""],
    "metrics_host": [""],
    "metrics_port": ["-1", "65536", "http"],
    "log_format": ["xml"],
    "log_level": ["loud", "INFO"],
    "security_protocol": ["TLS", "ssl"],
    "sasl_mechanism": ["GSSAPI"],
    "ssl_cafile": ["/nowhere/ca.pem", "/"],
    "ssl_certfile": ["/nowhere/cert.pem"],
    "ssl_keyfile": ["/nowhere/key.pem"],
}
FREE = {"sasl_username", "sasl_password"}
"""Any text may stand in these."""


def test_every_setting_that_can_be_wrong_is_tried():
    assert WRONG.keys() | FREE == Settings.model_fields.keys()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_makes_no_sense_is_refused_by_name_value_source_and_what_is_allowed(name: str, value: str):
    message = refused({**SITE, f"COPYTASTER_{name.upper()}": value})
    (line,) = message.splitlines()
    assert re.match(rf"{name}[\[\]\w.]* = ", line)
    assert "(from the environment)" in line
    assert line.rpartition("allowed: ")[2] not in ("", "see the table", line)
    if name != "feeds":
        assert repr(value)[:100] in line


def test_a_wrong_setting_of_the_file_names_the_file(elsewhere: Path):
    file = written(elsewhere, "batch_items = 0\n", "other.toml")
    assert refused(SITE, file).startswith(f"batch_items = 0 (from {file}): ")
    written(elsewhere, "batch_items = 'all'\n")
    assert refused(SITE).startswith("batch_items = 'all' (from copytaster.toml): ")


def test_a_wrong_setting_of_the_command_line_says_so():
    assert refused({}, site="A B").startswith("site = 'A B' (from the command line): ")


def test_every_mistake_has_its_line():
    message = refused({"COPYTASTER_BATCH_ITEMS": "0", "COPYTASTER_LOG_LEVEL": "loud"})
    assert [line.partition(" ")[0].rstrip(":") for line in message.splitlines()] == ["site", "batch_items", "log_level"]


def test_a_missing_site_says_how_to_set_it():
    message = refused({})
    assert message.startswith("site: required")
    assert "COPYTASTER_SITE" in message
    assert "--site" in message
    assert "copytaster.toml" in message


def test_an_unknown_name_in_the_file_is_named_with_the_known_ones(elsewhere: Path):
    written(elsewhere, "batch_item = 3\n")
    message = refused(SITE)
    assert message.startswith("batch_item (in copytaster.toml): no such setting")
    for name in Settings.model_fields:
        assert name in message


def test_a_long_value_is_cut():
    assert len(refused({"COPYTASTER_SITE": "x" * 100_000})) < 500


# the file -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"batch_items = \n", b"[[", b"site = 'd\xe4sk'\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_refused_by_name(elsewhere: Path, content: bytes):
    (elsewhere / "copytaster.toml").write_bytes(content)
    assert refused(SITE).startswith("copytaster.toml: is no TOML (")


def test_a_file_that_cannot_be_read_is_refused_by_name(elsewhere: Path):
    assert refused(SITE, elsewhere / "none.toml").startswith(f"{elsewhere / 'none.toml'}: cannot be read (No such file")
    assert "Is a directory" in refused({**SITE, "COPYTASTER_SETTINGS": str(elsewhere)})


def test_a_file_is_read_as_utf_8_whatever_the_machine_speaks(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "ascii")
    written(elsewhere, "default_feed = 'Zürich'\n")
    assert load(SITE).default_feed == "Zürich"


# secrets --------------------------------------------------------------------------------------------------------------

SECRET = "hunter-2-of-the-desk"


def test_a_secret_is_never_in_a_message(elsewhere: Path):
    assert SECRET not in str(load({**SITE, "COPYTASTER_SASL_PASSWORD": SECRET}))
    file = written(elsewhere, f"sasl_password = ['{SECRET}']\n", "other.toml")
    assert refused(SITE, file).startswith("sasl_password = (hidden) ")
    assert SECRET not in refused(SITE, file)
    assert SECRET not in refused({**SITE, "COPYTASTER_SASL_PASSWORD": SECRET, "COPYTASTER_BATCH_MS": "0"})
    misspelt = written(elsewhere, f"sasl_pasword = '{SECRET}'\n", "misspelt.toml")
    assert SECRET not in refused(SITE, misspelt)


@pytest.mark.parametrize("secret", [SECRET, "[1, 2]", '{"a": 1}', "[broken"])
def test_a_secret_is_taken_as_it_stands(secret: str):
    assert load({**SITE, "COPYTASTER_SASL_PASSWORD": secret}).sasl_password == SecretStr(secret)


def test_copytaster_settings_prints_every_setting_and_no_secret(elsewhere: Path):
    written(
        elsewhere,
        f"sasl_password = '{SECRET}'\nbatch_ms = 7\n[[feeds]]\nname = 'qns-*'\nprovider = 'qns'\nformat = 'anpa'\n",
    )
    result = CliRunner().invoke(app, ["settings", "--site", "desk"], env={"COPYTASTER_BATCH_ITEMS": "9"})
    assert result.exit_code == 0
    assert SECRET not in result.output
    lines = [line.rstrip() for line in result.output.splitlines()]
    for name in Settings.model_fields:
        assert any(line.startswith(f"{name} = ") for line in lines), name
    assert "site = desk   from the command line" in lines
    assert "batch_ms = 7   from copytaster.toml" in lines
    assert "batch_items = 9   from the environment" in lines
    assert "clock_s = 10.0   default" in lines
    assert "    qns-*: provider qns, profile generic, use publish, format anpa" in lines


def test_every_setting_is_described_and_says_what_is_allowed():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.default is not PydanticUndefined or name == "site", f"{name} has no default"
        extra = field.json_schema_extra
        assert name in FREE or (isinstance(extra, dict) and extra["allowed"]), name


# feeds ----------------------------------------------------------------------------------------------------------------


def test_feeds_are_tables_of_the_file_or_json_of_the_environment(elsewhere: Path):
    written(elsewhere, "[[feeds]]\nname = 'qns-*'\nprovider = 'qns'\nuse = 'test'\n")
    row = FeedRow(name="qns-*", provider="qns", use="test")
    assert load(SITE).feeds == (row,)
    text = orjson.dumps([{"name": "b", "provider": "bee", "format": "anpa"}]).decode()
    assert load({**SITE, "COPYTASTER_FEEDS": text}).feeds == (FeedRow(name="b", provider="bee", format="anpa"),)
    assert load({**SITE, "COPYTASTER_FEEDS": "[]"}).feeds == ()


@pytest.mark.parametrize(
    ("row", "place", "allowed"),
    [
        ({"name": "a", "provider": "a", "profile": "none-such"}, "feeds[1].profile = 'none-such'", ", ".join(PROFILES)),
        ({"name": "a", "provider": "a", "format": "none-such"}, "feeds[1].format = 'none-such'", PARSERS[0].name),
        ({"name": "a", "provider": "A:B"}, "feeds[1].provider = 'A:B'", "pattern"),
        ({"name": "a", "provider": ""}, "feeds[1].provider = ''", "pattern"),
        ({"name": "a", "provider": "a", "use": "secret"}, "feeds[1].use = 'secret'", "'publish', 'internal' or 'test'"),
        ({"name": "a", "provider": "a", "colour": "red"}, "feeds[1].colour = 'red'", "not permitted"),
        ({"name": "a"}, "feeds[1].provider = ", "required"),
    ],
)
def test_a_wrong_row_of_the_feeds_is_refused_by_its_place(row: dict[str, str], place: str, allowed: str):
    rows = orjson.dumps([{"name": "fine", "provider": "fine"}, row]).decode()
    message = refused({**SITE, "COPYTASTER_FEEDS": rows})
    assert message.startswith(place)
    assert allowed in message


def test_the_first_row_that_fits_counts():
    first, second, third = (FeedRow(name=name, provider="p") for name in ("qns-world", "qns-*", "*"))
    feeds = Feeds((first, second, third), "unknown")
    assert feeds.of("qns-world") is first
    assert feeds.of("qns-sport") is second
    assert feeds.of("other") is third
    assert Feeds((third, first), "unknown").of("qns-world") is third


def test_a_pattern_tells_capitals_from_small_letters_and_spans_lines():
    feeds = Feeds((FeedRow(name="QNS-*", provider="p"),), "unknown")
    assert feeds.of("QNS-a\nb").provider == "p"
    assert feeds.of("qns-a").provider == "qns-a"


@pytest.mark.parametrize(
    ("feed", "provider"),
    [("Quill News: World", "quill-news-world"), ("..x..", "x"), ("", "unknown"), ("新聞", "unknown"), ("Ä1", "1")],
)
def test_an_unknown_feed_is_its_own_provider_with_the_generic_profile(feed: str, provider: str):
    row = Feeds((), "unknown").of(feed)
    assert (row.name, row.provider, row.profile, row.format, row.use) == (feed, provider, "generic", None, "publish")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_an_unknown_feed_has_a_legal_provider_whatever_its_name(feed: str):
    row = Feeds((FeedRow(name="*[z]?*", provider="p"),), "unknown").of(feed)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", row.provider)
    assert len(row.provider) <= 100
