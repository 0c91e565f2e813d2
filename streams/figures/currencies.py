"""Whose rupee: a currency that several countries share is that of the dateline's country, else of the lead's.

`KARACHI, March 3 - … 50 billion rupees` are Pakistan's. Without a dateline the one such country that the lead names;
where it names none or two, the currency stays unknown (XXX), and a rupee stays India's, whose copy prints most of them.
"""

import re
from functools import lru_cache

from streams.figures.clauses import dateline_end
from streams.figures.grammar import Reading
from streams.figures.unit_table import Measure

LEAD_CHARS = 400
"""Where a lead without a dateline names its country."""

COUNTRIES: dict[str, dict[str, str]] = {
    "rupee rupees rs": {
        "INR": "india indian delhi mumbai bombay kolkata calcutta chennai madras bangalore bengaluru hyderabad lucknow"
        " ahmedabad srinagar",
        "PKR": "pakistan pakistani karachi lahore islamabad rawalpindi peshawar quetta",
        "LKR": "sri-lanka sri-lankan colombo kandy jaffna",
        "NPR": "nepal nepali nepalese kathmandu",
        "MUR": "mauritius mauritian port-louis",
    },
    "franc francs": {
        "FRF": "france french paris",
        "CHF": "switzerland swiss zurich geneva basle basel berne",
        "BEF": "belgium belgian brussels antwerp",
        "LUF": "luxembourg",
        "XOF": "ivory-coast ivorian abidjan senegal senegalese dakar mali malian bamako burkina-faso niger benin togo",
        "XAF": "cameroon yaounde gabon libreville chad ndjamena congo brazzaville",
        "RWF": "rwanda rwandan kigali",
    },
    "crown crowns krona kronor krone kroner": {
        "SEK": "sweden swedish stockholm gothenburg",
        "NOK": "norway norwegian oslo bergen",
        "DKK": "denmark danish copenhagen",
        "ISK": "iceland icelandic reykjavik",
        "CZK": "czech prague",
    },
    "peso pesos": {
        "MXN": "mexico mexican",
        "ARS": "argentina argentine buenos-aires",
        "PHP": "philippines philippine manila cebu davao",
        "CLP": "chile chilean santiago",
        "COP": "colombia colombian bogota",
        "CUP": "cuba cuban havana",
        "UYU": "uruguay uruguayan montevideo",
    },
    "dinar dinars": {
        "KWD": "kuwait kuwaiti",
        "IQD": "iraq iraqi baghdad",
        "JOD": "jordan jordanian amman",
        "BHD": "bahrain bahraini manama",
        "LYD": "libya libyan tripoli",
        "TND": "tunisia tunisian tunis",
        "DZD": "algeria algerian algiers",
        "RSD": "serbia serbian belgrade",
    },
    "rial rials riyal riyals": {
        "SAR": "saudi riyadh jeddah",
        "IRR": "iran iranian tehran",
        "QAR": "qatar qatari doha",
        "OMR": "oman omani muscat",
        "YER": "yemen yemeni sanaa aden",
    },
    "shilling shillings": {
        "KES": "kenya kenyan nairobi mombasa",
        "UGX": "uganda ugandan kampala",
        "TZS": "tanzania tanzanian dodoma dar-es-salaam",
        "SOS": "somalia somali mogadishu",
        "ATS": "austria austrian vienna",
    },
}
"""The names of a currency, and the countries that have one of that name with the words that tell them. A hyphen is a
blank, as in the unit table."""
FAMILIES = {name: countries for names, countries in COUNTRIES.items() for name in names.split()}
SHARED = frozenset({"XXX", "INR"})
WORD = re.compile(r"[a-z]+")


def settle(low: str, readings: list[Reading], lead: str) -> list[Reading]:
    """Give the shared currencies of a field the country that the item's lead tells."""
    if SHARED.isdisjoint([reading.measure.unit.code for reading in readings]):
        return readings  # most items
    return [_settled(low, reading, lead) if reading.measure.unit.code in SHARED else reading for reading in readings]


def _settled(low: str, reading: Reading, lead: str) -> Reading:
    text = low[reading.start : reading.end]
    countries = next((FAMILIES[word] for word in WORD.findall(text) if word in FAMILIES), None)
    if countries is None or any(_names(text, words) for words in countries.values()):
        return reading  # INR 500; Indian rupees
    code = _told(tuple(countries.items()), lead)
    return reading if code is None else reading._replace(measure=_of(reading.measure, code))


@lru_cache(maxsize=64)
def _told(countries: tuple[tuple[str, str], ...], lead: str) -> str | None:
    """The one country that the dateline names, else the one that the lead names."""
    for text in (lead[: dateline_end(lead)], lead):
        told = [code for code, words in countries if _names(text.lower(), words)]
        if told:
            return told[0] if len(told) == 1 else None
    return None


def _names(text: str, words: str) -> bool:
    return any(re.search(rf"\b{word.replace('-', ' ')}\b", text) for word in words.split())


@lru_cache(maxsize=256)
def _of(measure: Measure, code: str) -> Measure:
    return measure._replace(unit=measure.unit.model_copy(update={"code": code}))
