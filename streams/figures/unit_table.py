"""Units as data: what is printed after a number, and the kind and code it stands for.

Codes are UCUM's for physical units (ucum.org), ISO 4217's for money, and a few of the news: 1, %, pp, bp, x, GBX.
A row is `code: names`; a name is in lower case, with single blanks. To add a unit, add its name to a row.
"""

from decimal import Decimal
from typing import NamedTuple

from schemas.figure import Unit
from schemas.lists import FigureKind, UnitSystem
from streams.figures.words import word_list, word_set


class Measure(NamedTuple):
    """What a unit's name stands for. `factor` turns the printed value into the code's: 25 cents is 0.25 USD."""

    kind: FigureKind
    unit: Unit
    factor: Decimal = Decimal(1)
    glued: bool = False
    """The name counts only right on the digits: `5m` is metres, `5 m` may be the start of anything."""


LENGTH = {
    "km": "km kms kilometre kilometres kilometer kilometers",
    "m": "metre metres meter meters",
    "dm": "dm decimetre decimetres decimeter decimeters",
    "cm": "cm cms centimetre centimetres centimeter centimeters",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "um": "μm um micron microns micrometre micrometres micrometer micrometers",
    "nm": "nanometre nanometres nanometer nanometers nm",
    "[mi_i]": "mile miles",
    "[nmi_i]": "nautical-mile nautical-miles",
    "[yd_i]": "yard yards yd yds",
    "[ft_i]": "foot feet ft",
    "[in_i]": "inch inches ″",
    "[ly]": "light-year light-years lightyear lightyears",
}
AREA = {
    "har": "hectare hectares ha",
    "[acr_us]": "acre acres",
    "km2": "km2 sqkm sq-km square-kms square-kilometre square-kilometres square-kilometer square-kilometers",
    "m2": "m2 sqm sq-m sq-metres square-metre square-metres square-meter square-meters",
    "[smi_us]": "square-mile square-miles sq-mile sq-miles",
    "[sft_i]": "sqft sq-ft sq-feet square-foot square-feet",
    "[syd_i]": "square-yard square-yards",
}
MASS = {
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
    "g": "gram grams gramme grammes",
    "mg": "mg milligram milligrams",
    "ug": "ug µg mcg microgram micrograms microgramme microgrammes",
    "t": "tonne tonnes metric-ton metric-tons metric-tonnes",
    # A bare ton is the American one in American copy; the text seldom says, so the code keeps what is printed.
    "[ston_av]": "ton tons short-ton short-tons",
    "[lton_av]": "long-ton long-tons",
    "[lb_av]": "lb lbs pound pounds",
    "[oz_av]": "oz ounce ounces",
    "[oz_tr]": "troy-ounce troy-ounces",
    "[car_m]": "carat carats",
}
VOLUME = {
    "L": "litre litres liter liters",
    "mL": "ml millilitre millilitres milliliter milliliters",
    "hL": "hectolitre hectolitres hectoliter hectoliters",
    "[bbl_us]": "barrel barrels bbl bbls",
    "[gal_us]": "gallon gallons",
    "[bu_us]": "bushel bushels bu",
    "[pt_us]": "pint pints",
    "[tsp_us]": "teaspoon teaspoons",
    "[tbs_us]": "tablespoon tablespoons",
    "m3": "m3 cubic-metre cubic-metres cubic-meter cubic-meters",
    "[cft_i]": "cubic-foot cubic-feet cu-ft",
    "[cyd_i]": "cubic-yard cubic-yards",
    "km3": "cubic-kilometre cubic-kilometres cubic-kilometer cubic-kilometers",
    "cm3": "cc cubic-centimetre cubic-centimetres cubic-centimeter cubic-centimeters",
}
DURATION = {
    "a": "year years yr yrs",
    "mo": "month months mth mths",
    "wk": "week weeks wk wks",
    "d": "day days",
    "h": "hour hours hr hrs",
    "min": "minute minutes min mins",
    "s": "second seconds sec secs",
    "ms": "millisecond milliseconds",
}
AGE = {
    "a": "year-old years-old year-olds yr-old yr-olds years-of-age year-of-age",
    "mo": "month-old months-old month-olds months-of-age",
    "wk": "week-old weeks-old",
    "d": "day-old days-old",
}
TEMPERATURE = {
    "Cel": "°c celsius centigrade degree-celsius degrees-celsius degree-centigrade degrees-centigrade degrees-c"
    " degree-c deg-c degc",
    "[degF]": "°f fahrenheit degree-fahrenheit degrees-fahrenheit degrees-f degree-f deg-f degf",
    "K": "kelvin kelvins",
    "deg": "° degree degrees",
}
QUANTITY = {
    "W": "watt watts",
    "kW": "kw kilowatt kilowatts",
    "MW": "mw megawatt megawatts",
    "GW": "gw gigawatt gigawatts",
    "W.h": "wh watt-hour watt-hours",
    "kW.h": "kwh kilowatt-hour kilowatt-hours",
    "MW.h": "mwh megawatt-hour megawatt-hours",
    "GW.h": "gwh gigawatt-hour gigawatt-hours",
    "TW.h": "twh terawatt-hour terawatt-hours",
    "[HP]": "hp bhp ps horsepower",
    "V": "volt volts",
    "kV": "kv kilovolt kilovolts",
    "A": "amp amps ampere amperes",
    "mA.h": "mah",
    "Hz": "hz hertz",
    "kHz": "khz kilohertz",
    "MHz": "mhz megahertz",
    "GHz": "ghz gigahertz",
    "By": "byte bytes",
    "kBy": "kb kilobyte kilobytes",
    "MBy": "mb megabyte megabytes",
    "GBy": "gb gigabyte gigabytes",
    "TBy": "tb terabyte terabytes",
    "[ppm]": "ppm parts-per-million",
    "[ppb]": "ppb parts-per-billion",
    "Pa": "pascal pascals",
    "kPa": "kpa",
    "MPa": "mpa megapascal megapascals",
    "mbar": "millibar millibars",
    "[psi]": "psi",
    "k[psi]": "ksi",
    "GPa": "gpa gigapascal gigapascals",
    "[btu_IT]": "btu btus",
    "M[btu_IT]": "mmbtu mmbtus",
    "dB": "db decibel decibels",
    "J": "joule joules",
    "[Cal]": "calorie calories",
    "kt": "kt kiloton kilotons kilotonne kilotonnes",
    "{pixel}": "pixel pixels",
    "M{pixel}": "megapixel megapixels",
    "N.m": "newton-metre newton-metres newton-meters",
    "[lbf_av].[ft_i]": "pound-feet lb-ft",
}
GLUED: dict[str, tuple[FigureKind, str]] = {
    "m": ("length", "m"),
    "g": ("mass", "g"),
    "l": ("volume", "L"),
    "t": ("mass", "t"),
    "w": ("quantity", "W"),
    "v": ("quantity", "V"),
    "h": ("duration", "h"),
    "in": ("length", "[in_i]"),
    "c": ("temperature", "Cel"),
    "f": ("temperature", "[degF]"),
    "pc": ("percent", "%"),
}
"""Names so short that they count only right on the digits."""

PERCENT = "% pct percent per-cent pc percentage"
POINTS = {
    "pp": "percentage-point percentage-points percent-point percent-points pct-point pct-points %-points %-point pp",
    "bp": "basis-point basis-points basis-pts bp bps",
}

SPEEDS = {
    ("[mi_i]", "h"): "mph m.p.h.",
    ("km", "h"): "kph kmh km/h kmph km/hr kms/hr",
    ("m", "s"): "m/s",
    ("[kn_i]", None): "knot knots",
}
RATES = {
    ("[bbl_us]", "d"): "bpd b/d",
    ("{point}", "{game}"): "ppg",  # the box score of basketball
    ("{rebound}", "{game}"): "rpg",
    ("{assist}", "{game}"): "apg",
    ("kV", "cm"): "kv/cm",
    ("{rev}", "min"): "rpm",
    ("[mi_i]", "[gal_us]"): "mpg",
}

MONEY = {
    "USD": "dollar dollars dlr dlrs usd buck bucks",
    "CAD": "cad",
    "AUD": "aud",
    "NZD": "nzd",
    "HKD": "hkd",
    "SGD": "sgd",
    "TWD": "twd",
    "EUR": "euro euros eur",
    "XEU": "ecu ecus",
    "GBP": "stg sterling pounds-sterling pound-sterling gbp quid",
    "JPY": "yen jpy",
    "CNY": "yuan renminbi rmb cny",
    "INR": "rupee rupees inr",
    "IDR": "rupiah rupiahs idr",
    "RUB": "rouble roubles ruble rubles rub",
    "CHF": "chf",
    "DEM": "mark marks deutschemark deutschemarks dem",
    "ITL": "lire",
    "TRY": "lira liras",
    "NLG": "guilder guilders",
    "ATS": "schilling schillings",
    "ESP": "peseta pesetas",
    "PTE": "escudo escudos",
    "GRD": "drachma drachmas",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "BRL": "real reais brl",
    "BRC": "cruzado cruzados",
    "ARA": "austral australs",
    "VEB": "bolivar bolivars",
    "MXN": "mxn",
    "PHP": "php",
    "KRW": "won krw",
    "THB": "baht thb",
    "MYR": "ringgit myr",
    "VND": "dong vnd",
    "NGN": "naira ngn",
    "ZAR": "rand zar",
    "GHS": "cedi cedis",
    "ILS": "shekel shekels nis",
    "AED": "dirham dirhams aed",
    "BDT": "taka bdt",
    "UAH": "hryvnia hryvnias uah",
    "ZMK": "kwacha kwachas",
    "FIM": "markka markkas",
    "PLN": "zloty zlotys zloties pln",
    "HUF": "forint forints huf",
    "CZK": "koruna korunas czk",
    # Shared by several countries, see BY_COUNTRY: ISO 4217 has XXX for a currency that is not known.
    "BTC": "bitcoin bitcoins btc",
    "XBT": "satoshi satoshis",
    "XXX": "franc francs crown crowns krona kronor krone kroner peso pesos dinar dinars shilling shillings rial rials"
    " riyal riyals",
}
BY_COUNTRY = {
    "dollar dollars dlr dlrs": "us=USD u.s.=USD american=USD canadian=CAD australian=AUD new-zealand=NZD n.z.=NZD"
    " hong-kong=HKD h.k.=HKD singapore=SGD taiwan=TWD jamaican=JMD zimbabwe=ZWL",
    "franc francs": "swiss=CHF french=FRF belgian=BEF luxembourg=LUF cfa=XOF",
    "crown crowns krona kronor krone kroner": "swedish=SEK norwegian=NOK danish=DKK czech=CZK icelandic=ISK",
    "peso pesos": "mexican=MXN argentine=ARS philippine=PHP chilean=CLP colombian=COP cuban=CUP",
    "dinar dinars": "kuwaiti=KWD iraqi=IQD jordanian=JOD bahraini=BHD libyan=LYD tunisian=TND algerian=DZD serbian=RSD",
    "rial rials riyal riyals": "saudi=SAR iranian=IRR qatari=QAR omani=OMR yemeni=YER",
    "rupee rupees": "indian=INR pakistani=PKR pakistan=PKR sri-lankan=LKR nepali=NPR",
    "pound pounds": "british=GBP irish=IEP egyptian=EGP lebanese=LBP syrian=SYP sudanese=SDG",
    "shilling shillings": "kenyan=KES ugandan=UGX tanzanian=TZS somali=SOS",
    "mark marks": "german=DEM west-german=DEM finnish=FIM",
    "lira liras lire": "italian=ITL turkish=TRY",
    "yuan": "chinese=CNY",
    "yen": "japanese=JPY",
    "won": "korean=KRW south-korean=KRW north-korean=KPW",
}
"""Currencies that several countries share, with the adjective that tells whose. A hyphen is a blank, as above."""
SCALED_ONLY = word_set("won real mark crown crowns rand dong")
"""Common words too, so these are money only after a scale: `5 mln won`, but `the 12 won`."""
CENTS = "cent cents ct cts"
SEN = "sen"
PAISE = "paise paisa"
PENCE = "penny pence p"

SIGNS = {
    "$": "USD",
    "us$": "USD",
    "u.s.$": "USD",
    "us $": "USD",
    "u.s. $": "USD",
    "$us": "USD",
    "$a": "AUD",
    "a$": "AUD",
    "au$": "AUD",
    "au $": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "can$": "CAD",
    "nz$": "NZD",
    "nz $": "NZD",
    "hk$": "HKD",
    "hk $": "HKD",
    "s$": "SGD",
    "s $": "SGD",
    "nt$": "TWD",
    "r$": "BRL",
    "mex$": "MXN",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "y=": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "₫": "VND",
    "฿": "THB",
    "₡": "CRC",
    "₿": "BTC",
    "rs": "INR",
    "rs.": "INR",
    "rm": "MYR",
    "kd": "KWD",
    "tk": "BDT",
    "dh": "AED",
    "dhs": "AED",
    "sh": "KES",
    "ksh": "KES",
    "nis": "ILS",
    "rmb": "CNY",
    "rp": "IDR",
    "ps": "GBP",  # the pound sign after a lost encoding
    **{
        code.lower(): code
        for code in word_list(
            "USD EUR GBP JPY AUD CAD NZD HKD SGD INR CNY CHF SEK NOK DKK ZAR BRL MXN KRW THB MYR NGN KES ILS SAR"
            " AED KWD RUB TRY PLN IDR PHP PKR LKR BDT TWD VND"
        )
    },
}
"""What stands before the number. A bare $ is the American dollar: newswires mark the others."""
SIGNS |= {f"m{code.lower()}": code for code in word_list("USD EUR GBP AUD CAD SEK NOK DKK CHF NZD JPY INR")}
MILLIONS = frozenset(sign for sign in SIGNS if len(sign) == 4 and sign[0] == "m" and sign[1:] in SIGNS)
"""How Nordic and trade copy writes millions of a currency: 30 MUSD, MSEK 60."""
CAPITAL_SIGNS = frozenset(sign for sign in SIGNS if sign.isalpha())
"""Signs of letters only are read in their capitals alone (`RM`, `KD`, `EUR`), but for Rs, Dh, Dhs, Sh, KSh and Tk."""

PERS = {
    "share": "{share}",
    "shr": "{share}",
    "barrel": "[bbl_us]",
    "bbl": "[bbl_us]",
    "tonne": "t",
    "ton": "[ston_av]",
    "kg": "kg",
    "kilo": "kg",
    "kilogram": "kg",
    "gram": "g",
    "pound": "[lb_av]",
    "lb": "[lb_av]",
    "ounce": "[oz_tr]",  # what is priced by the ounce is metal
    "bushel": "[bu_us]",
    "quintal": "{quintal}",  # a hundredweight of its own in every country; a hundred kilos in India
    "litre": "L",
    "liter": "L",
    "gallon": "[gal_us]",
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "week": "wk",
    "month": "mo",
    "year": "a",
    "annum": "a",
    "head": "{head}",
    "person": "{person}",
    "shift": "{shift}",
    "night": "{night}",
    "mile": "[mi_i]",
    "metre": "m",
    "meter": "m",
    "km": "km",
    "kilometre": "km",
    "kilometer": "km",
    "hectare": "har",
    "acre": "[acr_us]",
    "btu": "[btu_IT]",
    "mmbtu": "M[btu_IT]",
    "kwh": "(kW.h)",
    "mwh": "(MW.h)",
    "kilowatt hour": "(kW.h)",
    "kilowatt-hour": "(kW.h)",
    "megawatt hour": "(MW.h)",
    "megawatt-hour": "(MW.h)",
    "square metre": "m2",
    "square meter": "m2",
    "square foot": "[sft_i]",
    "square mile": "[smi_us]",
    "square kilometre": "km2",
    "square kilometer": "km2",
    "cubic metre": "m3",
    "cubic meter": "m3",
    "cubic foot": "[cft_i]",
}
"""The denominators that may follow `a`, `an`, `/` or `per`; after `per` any other word stands as itself in braces."""
PER_TIME = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})

SECONDS = {
    "s": Decimal(1),
    "min": Decimal(60),
    "h": Decimal(3600),
    "d": Decimal(86400),
    "wk": Decimal(604800),
}
INCHES = {"[in_i]": Decimal(1), "[ft_i]": Decimal(12)}
MONTHS_OF = {"mo": Decimal(1), "a": Decimal(12)}
"""Two clocks that do not convert into each other: a month has no fixed number of days."""


def _names(code_names: str) -> list[str]:
    # In the rows a hyphen stands for the blank inside a name.
    return [name.replace("-", " ") for name in code_names.split()]


def _table() -> dict[str, Measure]:
    kinds: dict[FigureKind, dict[str, str]] = {
        "quantity": QUANTITY,
        "length": LENGTH,
        "area": AREA,
        "mass": MASS,
        "volume": VOLUME,
        "duration": DURATION,
        "age": AGE,
        "temperature": TEMPERATURE,
    }
    table: dict[str, Measure] = {}
    for kind, rows in kinds.items():
        for code, names in rows.items():
            measure = Measure(kind, Unit(system="ucum", code=code))
            table |= dict.fromkeys(_names(names), measure)
    for speed_or_rate, pairs in (("speed", SPEEDS), ("rate", RATES)):
        for (code, per), names in pairs.items():
            kind = "speed" if speed_or_rate == "speed" else "rate"
            table |= dict.fromkeys(_names(names), Measure(kind, Unit(system="ucum", code=code, per=per)))
    for code, names in MONEY.items():
        table |= dict.fromkeys(_names(names), Measure("money", Unit(system="iso4217", code=code)))
    for names, countries in BY_COUNTRY.items():
        for country, code in (pair.split("=") for pair in countries.split()):
            measure = Measure("money", Unit(system="iso4217", code=code))
            table |= {f"{country.replace('-', ' ')} {name}": measure for name in names.split()}
    table |= dict.fromkeys(_names(CENTS), Measure("money", Unit(system="iso4217", code="USD"), Decimal("0.01")))
    for pair in BY_COUNTRY["dollar dollars dlr dlrs"].split():
        country, _, code = pair.partition("=")
        cent = Measure("money", Unit(system="iso4217", code=code), Decimal("0.01"))
        table |= {f"{country.replace('-', ' ')} {name}": cent for name in _names(CENTS)}
    table |= dict.fromkeys(_names(SEN), Measure("money", Unit(system="iso4217", code="MYR"), Decimal("0.01")))
    table |= dict.fromkeys(_names(PAISE), Measure("money", Unit(system="iso4217", code="INR"), Decimal("0.01")))
    table |= dict.fromkeys(_names(PENCE), Measure("money", Unit(system="news", code="GBX")))
    table |= dict.fromkeys(_names(PERCENT), Measure("percent", Unit(system="news", code="%")))
    for code, names in POINTS.items():
        table |= dict.fromkeys(_names(names), Measure("percentage_point", Unit(system="news", code=code)))
    for name, (kind, code) in GLUED.items():
        system: UnitSystem = "news" if code == "%" else "ucum"
        table[name] = Measure(kind, Unit(system=system, code=code), glued=True)
    table["p"] = table["p"]._replace(glued=True)
    return table


UNITS = _table()
COUNT = Measure("count", Unit(system="news", code="1"))
FRACTION = Measure("fraction", Unit(system="news", code="1"))
MULTIPLE = Measure("multiplier", Unit(system="news", code="x"))
TALLY = Measure("tally", Unit(system="news", code="1"))
MAGNITUDE = Measure("magnitude", Unit(system="news", code="1"))
AIR_INDEX = Measure("quantity", Unit(system="news", code="1"))
"""The air quality index has no unit of its own."""
INDEX = Measure("quantity", Unit(system="news", code="{index_pt}"))
YEARS_OLD = Measure("age", Unit(system="ucum", code="a"))
POLL_POINTS = Measure("percentage_point", Unit(system="news", code="pp"))
POUNDS = Measure("money", Unit(system="iso4217", code="GBP"))
BY_SIGN = {
    sign: Measure("money", Unit(system="iso4217", code=code), Decimal(10**6) if sign in MILLIONS else Decimal(1))
    for sign, code in SIGNS.items()
}
UNITS |= {sign: BY_SIGN[sign] for sign in (*MILLIONS, "€", "£", "¥", "₹")}
UNITS |= {"″": UNITS["inch"]._replace(glued=True), "′": UNITS["foot"]._replace(glued=True)}
LETTER_SIGNS = {
    letter: Measure("money", Unit(system="iso4217", code=code))
    for letter, code in (("P", "PHP"), ("R", "ZAR"), ("N", "NGN"))
}
MINOR = frozenset({"USD", "EUR", "AUD", "CAD"})
"""Currencies whose cents may follow the whole: 13 dollars and 45 cents."""
