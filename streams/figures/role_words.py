"""Which words give a figure its role: verbs by what they do to their object, nouns by what they are, as data.

A row is `role: words`. Verbs stand in their base form; tags.py makes the regular forms, IRREGULAR the rest.
"""

from schemas.lists import FigureRole
from streams.figures.tags import _forms as forms
from streams.figures.words import word_set

Rows = dict[FigureRole, str]

OBJECT_VERBS: Rows = {
    "killed": "kill slay shoot-dead execute massacre slaughter cull murder behead assassinate electrocute martyr",
    "injured": "injure wound hurt maim treat burn-badly hospitalise hospitalize",
    "missing": "fear",
    "trapped": "trap bury entomb",
    "stranded": "strand maroon isolate",
    "displaced": "displace uproot",
    "evacuated": "evacuate relocate",
    "rescued": "rescue save airlift winch pluck extricate",
    "released": "release free parole pardon liberate discharge",
    "detained": "detain arrest capture apprehend jail imprison nab",
    "charged": "charge indict book accuse prosecute convict arraign summon",
    "deported": "deport expel repatriate",
    "infected": "infect sicken poison hospitalise quarantine",
    "affected": "affect hit recall black-out disrupt",
    "deployed": "deploy dispatch station mobilise mobilize send redeploy back",
    "aboard": "carry",
    "jobs_cut": "axe shed lay-off dismiss sack eliminate",
    "hired": "hire recruit appoint",
    "size": "employ",
    "destroyed": "destroy flatten demolish raze level wreck sink wash sweep gut ruin obliterate wipe",
    "damaged": "damage batter",
    "burned": "burn char scorch torch blacken",
    "closed": "close shut shutter",
    "delayed": "delay postpone",
    "seized": "seize confiscate impound kidnap abduct hijack intercept-cargo",
    "held": "hold",
    "aid": "donate",
    "sales": "sell",
    "exports": "export",
    "imports": "import",
    "output": "produce",
}
"""What is done to those who are counted: as object (killed five), or as subject of the passive (five were killed)."""

SUBJECT_VERBS: Rows = {
    "killed": "die perish drown succumb",
    "survived": "survive escape",
    "displaced": "flee",
    "attackers": "storm ambush raid open-fire",
    "protesters": "march rally demonstrate protest gather chant picket",
    "attendance": "attend watch throng flock",
    "vote": "vote",
    "abstained": "abstain",
    "arrivals": "arrive enter cross land",
    "remaining": "remain stay",
    "affected": "need suffer lack require want face",
    "evacuated": "leave",
    "infected": "contract",
    "stranded": "await",
    "released": "walk-free",
    "charged": "appear-in-court",
}
"""What those who are counted do themselves."""

IRREGULAR: dict[str, str] = {
    "slay": "slew slain", "shoot": "shot", "hold": "held", "send": "sent", "shut": "shut shutting",
    "hit": "hit hitting",
    "hurt": "hurt hurting", "sink": "sank sunk", "sweep": "swept", "shed": "shed shedding", "flee": "fled",
    "die": "dying",
    "burn": "burnt", "lie": "lay lying", "leave": "left leaving", "bury": "buried", "carry": "carried", "free": "freed",
    "drown": "drowned", "level": "levelled levelling", "expel": "expelled expelling", "fear": "feared",
    "kidnap": "kidnapped kidnapping", "cull": "culled culling", "sell": "sold", "wipe": "wiped wiping",
}  # fmt: skip

STATES: Rows = {
    "killed": "dead",
    "injured": "hurt injured wounded",
    "missing": "missing unaccounted",
    "trapped": "trapped",
    "stranded": "stranded",
    "displaced": "homeless displaced",
    "infected": "sick ill positive infected",
    "detained": "detained arrested",
    "aboard": "aboard",
    "survived": "alive",
    "absent": "absent",
    "held": "hostage captive",
    "remaining": "left",
    "destroyed": "ablaze",
    "affected": "malnourished stricken hungry",
}
"""Said of the counted after the number or after `is`: six dead, 30 missing, 40,000 homeless, 19 aboard."""

NOUNS: Rows = {
    "killed": "deaths death lives fatalities bodies victims' corpses remains dead killings",
    "injured": "injuries wounded casualties'",
    "attackers": "gunmen attackers assailants bombers assassins",
    "protesters": "protesters demonstrators protestors marchers",
    "attendance": "fans spectators supporters enthusiasts onlookers worshippers pilgrims viewers' crowd attendance",
    "aboard": "passengers crew",
    "infected": "cases infections patients",
    "displaced": "refugees evacuees",
    "arrivals": "arrivals",
    "vote": "votes ballots",
    "goals": "goals",
    "points": "points",
    "population": "inhabitants population",
    "held": "hostages captives detainees inmates prisoners",
    "jobs_cut": "redundancies layoffs",
    "survived": "survivors",
    "size": "storey storeys storied bedrooms",
    "deployed": "firefighters troops rescuers peacekeepers soldiers' reinforcements",
    "capacity": "seats",
    "level": "claims",
    "charged": "charges counts",
    "exports": "exports",
    "imports": "imports",
    "abstained": "abstentions abstention",
    "hired": "recruits",
}
"""Nouns that give a role by themselves where no verb gives another. A word with a mark is in doubt and left out."""
WEAK_NOUN_ROLES = word_set(
    "passengers crew troops firefighters soldiers patients hostages prisoners inmates detainees refugees"
)

HYPHEN_SIZES = word_set(
    "storey story storeys storied strong member bedroom room seater seat door man person bed team lane nation part page"
    " judge way piece floor acre hectare ton tonne strong-crew car vehicle truck boat"
)
"""After a number and a hyphen: dimensions or headcount of the thing, two-bedroom, 12-strong, seven-member."""

MONEY_NOUNS: Rows = {
    "profit": "profit profits earnings income net pretax ebitda gain'",
    "loss": "loss losses damage damages' shortfall bill' writedown writedowns charge' impairment theft heist haul"
    " swindle fraud scam shr'",
    "revenue": "revenue revenues turnover takings receipts mop-up collection collections revs proceeds",
    "sales": "sales sale' bookings",
    "price": "price prices ransom tariff quote bid' premium' fare fares rent rents ticket tickets fee fees",
    "cost": "cost costs bill bills expense expenses spending expenditure overheads outlay wages salary salaries pay'",
    "loan": "loan loans credit lending mortgage mortgages overdraft tranche facility bailout",
    "debt": "debt debts bond bonds eurobond eurobonds notes borrowing borrowings arrears liabilities debentures",
    "investment": "investment investments placing ipo fundraising funding round capital plant' stake' factory project"
    " expansion",
    "aid": "aid relief subsidy subsidies grant grants donation donations assistance handout handouts package support"
    " ammunition",
    "compensation": "compensation payout payouts damages settlement redress reparations severance",
    "fine": "fine fines penalty penalties",
    "prize": "prize prizes purse jackpot winnings award' lottery",
    "deal": "deal deals contract contracts takeover acquisition merger buyout bid offer transfer purchase agreement"
    " order orders",
    "value": "value valuation assets fortune market-cap capitalisation capitalization estate",
    "dividend": "dividend dividends payout' div distribution",
    "balance": "deficit surplus reserves cash balance deposits holdings account",
    "exports": "exports shipments",
    "imports": "imports",
    "forecast": "estimate estimates forecast forecasts expectations consensus projection guidance outlook",
    "target": "target goal",
    "seized": "contraband drugs",
    "share": "stake' holding'",
    "output": "output gdp production",
    "change": "rise fall increase decrease drop gain decline climb jump cut hike",
    "level": "wage",
    "difference": "gap discount premium spread",
}

ACCOUNTING = word_set(
    "extraordinary special one-time nonrecurring non-recurring restructuring pretax pre-tax after-tax writedown"
    " write-off exceptional impairment capital net tax goodwill"
)
ITEMS: dict[str, FigureRole] = {"charge": "loss", "charges": "loss", "gain": "profit", "gains": "profit",
                                "credit": "profit", "credits": "profit"}  # fmt: skip
"""Items of a balance sheet after a word of accounting: an extraordinary charge of, a capital gain of."""

MONEY_VERBS: Rows = {
    "price": "charge price ask quote fetch auction trade buy demand",
    "cost": "cost spend pay",
    "loss": "steal defraud embezzle swindle lose siphon loot rob launder",
    "fine": "fine",
    "loan": "lend borrow",
    "aid": "donate pledge give contribute allocate earmark grant",
    "investment": "invest raise inject plough",
    "compensation": "compensate award sue",
    "deal": "acquire sign sell",
    "profit": "earn net make",
    "revenue": "gross collect generate",
    "seized": "seize confiscate recover freeze forfeit",
    "debt": "owe",
    "balance": "save deposit",
    "value": "value",
    "prize": "win",
    "forecast": "forecast project",
}
MONEY_IRREGULAR: dict[str, str] = {
    "make": "made",
    "buy": "bought", "spend": "spent", "pay": "paid", "cost": "cost", "lend": "lent", "give": "gave given",
    "steal": "stole stolen", "lose": "lost", "sell": "sold", "win": "won winning", "rob": "robbed robbing",
    "sue": "sued suing",
}  # fmt: skip

TRADE_NOUNS: Rows = {
    "output": "output production crop harvest yield' generation",
    "capacity": "capacity",
    "exports": "exports export shipments",
    "imports": "imports import",
    "sales": "sales deliveries",
    "size": "land farm estate plot",
    "level": "winds gusts rainfall rain snow readings reading wind gust temperature temperatures",
    "cargo": "cargo load mail freight shipment grain'",
    "population": "population",
    "attendance": "attendance turnout'",
    "target": "target goal threshold",
    "forecast": "forecast estimate estimates forecasts expectations",
    "difference": "majority margin lead gap",
    "vote": "vote ballot",
    "arrivals": "arrivals visitors tourists",
    "aid": "aid relief",
    "seized": "haul cocaine heroin cannabis ivory drugs hashish methamphetamine",
}

LEVEL_NOUNS = word_set(
    "rate rates yield yields inflation unemployment index poll polls support approval turnout temperature temperatures"
    " level levels average gdp growth confidence"
)


def by_form(rows: Rows, irregular: dict[str, str]) -> dict[str, FigureRole]:
    """Every form of every verb with its role; the first row that has a form keeps it."""
    table: dict[str, FigureRole] = {}
    for role, verbs in rows.items():
        for verb in verbs.split():
            if "-" in verb:
                continue
            for form in (verb, *(form for form, _ in forms(verb)), *irregular.get(verb, "").split()):
                table.setdefault(form, role)
    return table


def by_word(rows: Rows) -> dict[str, FigureRole]:
    table: dict[str, FigureRole] = {}
    for role, words in rows.items():
        for word in words.split():
            if not word.endswith("'"):
                table.setdefault(word, role.strip())  # type: ignore[arg-type]
    return table


OBJECT_ROLES = by_form(OBJECT_VERBS, IRREGULAR)
SUBJECT_ROLES = by_form(SUBJECT_VERBS, IRREGULAR)
STATE_ROLES = by_word(STATES)
NOUN_ROLES = by_word(NOUNS)
MONEY_NOUN_ROLES = by_word(MONEY_NOUNS)
MONEY_VERB_ROLES = by_form(MONEY_VERBS, MONEY_IRREGULAR)
TRADE_ROLES = by_word(TRADE_NOUNS)
"""What a measured amount is of, where it is no money: output, exports, rain."""

LIGHT_VERBS = word_set(
    "forced had have has been being were was is are be confirmed reported believed found left seen still also already"
    " then later now all got get getting had to began begun could may might would will must needed due set expected"
    " ordered made never not feared presumed thought known who that which said were sent taken brought"
    " initially at least"
)
"""Verbs and small words that a role verb may follow: were forced to flee, have been, are feared dead."""

UP_WORDS = (
    "rise rose rises risen rising raise raised raises raising increase increased increases increasing climb"
    " climbed climbs"
    " climbing jump jumped jumps jumping gain gained gains gaining grow grew grows grown growing surge surged surges"
    " surging soar soared soars soaring advance advanced advances advancing up higher more' hike hiked hikes"
    " hiking lift"
    " lifted lifts lifting boost boosted boosts widen widened widens widening expand expanded accelerate accelerated"
    " quicken quickened rally rallied rebound rebounded add added adds swell swelled swells double doubled doubling"
    " doubles triple tripled tripling quadrupled trebled sixfold leap leapt leaps leaped firm firmed firms strengthen"
    " strengthened recover recovered growth balloon ballooned mount mounted mounts edge' inch' appreciate appreciated"
    " upped ups increase surging faster topped' uptick upturn shot spiked spike swollen"
)
DOWN_WORDS = (
    "fall fell falls fallen falling drop dropped drops dropping decline declined declines declining decrease decreased"
    " decreases lose lost loses losing slide slid slides sliding slip slipped slips slump slumped slumps plunge plunged"
    " plunges plummet plummeted tumble tumbled tumbles sink sank sunk sinks shed sheds shrink shrank shrunk cut cuts"
    " cutting reduce reduced reduces reducing reduction lower lowered lowers lowering down ease eased eases"
    " easing dip dipped dips"
    " narrow narrowed narrows narrowing halve halved halves halving contract contracted weaken weakened weakens slash"
    " slashed slashing wipe wiped trim trimmed trims retreat retreated below' contraction slowed slow slows slowing"
    " depreciate depreciated deteriorate erased crashed crash collapse collapsed fewer' less' downturn dwindle"
    " dwindled whittled"
)
MOVES: dict[str, str] = {word: "up" for word in UP_WORDS.split() if not word.endswith("'")} | {
    word: "down" for word in DOWN_WORDS.split() if not word.endswith("'")
}
"""Words of change over time, and which way."""
MOVE_AFTER = {
    "higher": "up", "lower": "down", "up": "up", "down": "down", "rise": "up", "increase": "up", "gain": "up",
    "growth": "up", "jump": "up", "hike": "up", "surge": "up", "climb": "up", "boost": "up", "advance": "up",
    "leap": "up",
    "rally": "up", "fall": "down", "drop": "down", "decline": "down", "decrease": "down", "cut": "down",
    "slump": "down", "slide": "down", "dip": "down", "reduction": "down", "plunge": "down", "contraction": "down",
    "rises": "up", "increases": "up", "falls": "down", "cuts": "down", "firmer": "up", "easier": "down",
    "weaker": "down",
    "stronger": "up", "faster": "up", "raise": "up",
}  # fmt: skip
"""After the amount: 5 pct higher, a 3 percent rise."""
