"""The class of a word by itself: one letter, from the closed lists here, the lexicon, and at last the word's ending.

    N noun    A adjective    R adverb    v verb, base form    z verb or noun in -s    d past or participle    g in -ing
    X auxiliary    D determiner    O pronoun    S possessive    P preposition    T to    C conjunction    W relative

A word of the wire stands in company, so a letter is a first guess: nouns.py and roles.py read the company.
"""

from functools import lru_cache

from streams.figures.lexicon import ADJECTIVES, NOUNS, VERBS, VERBS_TOO
from streams.figures.words import MONTHS, WEEKDAYS, word_list

CLOSED: dict[str, str] = {
    "D": "a an the this that these those all both each every either neither some any no another such half what which",
    "O": "i you he she it we they me him us them himself herself itself themselves who whom someone everyone nobody"
    " anyone everything nothing something one's there",
    "S": "my your his her its our their whose",
    "P": "of in on at by for with from into onto upon over under above below between among amongst amid against across"
    " after before during since until till through throughout via per within without inside outside near off toward"
    " towards around about along behind beyond despite except like unlike than as plus minus versus vs vs. up down out"
    " following aboard past regarding concerning beneath besides beside",
    "T": "to",
    "C": "and or but nor so yet while although though because if unless whereas when where whether that's once",
    "X": "is are was were be been being am has have had having do does did will would shall should can could may might"
    " must isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't don't doesn't didn't"
    " 's didnt doesnt dont wasnt isnt wont cant couldnt weve ive theyve youve im thats hasnt havent",
    "R": "not never also only just even still already now then here again too very more most less least well far soon"
    " later earlier ago away back ahead together almost nearly maybe perhaps once twice often always sometimes further"
    " else instead however meanwhile overnight abroad today tomorrow yesterday tonight alive apiece alone thus hence"
    " anymore yet up-to-date n't nonetheless nevertheless moreover therefore altogether somewhat",
    "N": "people police men women children troops staff crew media data deaths jobs number percent pct cattle sheep"
    " fish crude discount premium aircraft species series means odds news dead' none others rest half-time exports"
    " imports sales workers police officers fans cases civilians residents voters offences losses gains"
    " profits prices costs units homes"
    " patients migrants females males locals marines regulars rebels captives detectives executives detectives"
    " spectators bus gas gang evening morning wedding ceiling feeling beginning earnings savings warning proceeds"
    " belongings findings dwellings buildings ruling hearing spending funding lending"
    " housing trading shipping mining farming fishing banking holding offering filing meeting building red bed"
    " seed deed weed speed feed need' species hundred bid kid friend second third export import rally deal offer"
    " ship fall rise drop vote fire state states count game share post trade market bank fund level rate term lead"
    " tender surplus deficit contract total average majority minority capital goal material trial official arrival"
    " approval disposal withdrawal proposal rival festival criminal capitalist chief native natives fine fines",
    "A": "more' other many few several own same new old young big large small high low great good bad late early first"
    " last next former main top key dead hurt homeless missing sick ill unemployed armed injured wounded infected"
    " displaced suspected alleged registered federal local foreign national gross net annual daily weekly monthly"
    " quarterly raw fresh live free open extra additional total' civilian military commercial domestic overseas"
    " secondary primary mandatory temporary military ordinary",
    "d": "said told left lost won held found hit shot fled fell rose grew sank slid shed cut' put set sent spent sold"
    " bought brought caught fought taught thought built met led fed paid made laid kept felt dealt bled sped stood"
    " understood took shook became came overcame went ran began drank drew drove ate gave knew flew blew threw saw"
    " wrote spoke broke woke froze chose stole swore wore tore bore rode struck stuck swung clung hung dug got forgot"
    " had' swept slept wept leapt kept crept lent meant burnt learnt spilt shut' beat' beaten driven given taken"
    " shaken eaten fallen risen known flown blown thrown shown seen written spoken broken frozen chosen stolen sworn"
    " worn torn born ridden stricken drawn withdrawn withdrew gone done begun drunk sunk shrunk shrank swum swam sung"
    " sang overtaken mistaken undertaken forgiven forbidden hidden bitten wounded netted posted logged axed felled"
    " peaked upheld withheld overthrown misled rebuilt resold bid' topped dubbed rid' quit' split' cast' spread' burst'"
    " hurt'",
    "v": "say says tell tells think know see get go come take make give put keep let help show become remain seem"
    " believe expect need want hope kill flee die buy sell pay send lose win",
    "W": "who whom whose which that' where whereby",
}
"""Lists in order of trust: a later list does not take a word from an earlier one. A mark after a word keeps it out of
the list that its neighbours would suggest; it documents the doubt (`cut` and `hit` are base forms as well)."""

SUFFIXES: tuple[tuple[str, str], ...] = (
    ("ly", "R"), ("ed", "d"), ("ing", "g"), ("ous", "A"), ("ful", "A"), ("ive", "A"), ("less", "A"), ("able", "A"),
    ("ible", "A"), ("ical", "A"), ("ial", "A"), ("onal", "A"), ("ral", "A"), ("ital", "A"), ("ish", "A"), ("ese", "A"),
)  # fmt: skip
ADJECTIVES_IN_LY = (
    "disorderly orderly elderly friendly deadly costly lonely lively ugly likely unlikely timely early daily weekly"
    " monthly yearly quarterly hourly nightly"
)
NOT_ADVERBS = frozenset(word_list("family supply reply ally july assembly italy rally fly belly jelly bully"))
DOUBLED = frozenset("bdgklmnprt")


def _forms(verb: str) -> list[tuple[str, str]]:
    """The regular forms of a verb with their classes."""
    if verb.endswith("e"):
        stem = [(verb + "d", "d"), (verb[:-1] + "ing", "g")]
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return [(verb[:-1] + "ies", "z"), (verb[:-1] + "ied", "d"), (verb + "ing", "g")]
    else:
        stem = [(verb + "ed", "d"), (verb + "ing", "g")]
        if len(verb) > 2 and verb[-1] in DOUBLED and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
            stem += [(verb + verb[-1] + "ed", "d"), (verb + verb[-1] + "ing", "g")]
    ending = "es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return [(verb + ending, "z"), *stem]


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for letter, words in CLOSED.items():
        for word in words.split():
            table.setdefault(word, letter) if not word.endswith("'") else None
    for word in (*MONTHS, *WEEKDAYS):
        table.setdefault(word, "Y")
    table["may"] = "X"
    verbs = frozenset(VERBS)
    for word in NOUNS:
        # Killing and moving are verbs here, whatever a dictionary makes of them.
        if not (word.endswith("ing") and not verbs.isdisjoint((word[:-3], word[:-3] + "e", word[:-4]))):
            table.setdefault(word, "N")
    for verb in VERBS:
        for form, letter in [(verb, "v"), *_forms(verb)]:
            table.setdefault(form, letter)
    for word in (*ADJECTIVES, *ADJECTIVES_IN_LY.split()):
        table.setdefault(word, "A")
    for verb in VERBS_TOO:
        for form, letter in _forms(verb):
            if letter != "z":
                table.setdefault(form, letter)
    return table


TABLE = _table()


@lru_cache(maxsize=32768)
def tag(word: str) -> str:
    """The class of a token in lower case; a sign is its own class, a numeral that is no figure has `0`."""
    first = word[0]
    if not first.isalpha():
        return "0" if first.isdigit() else "§" if first == "#" else first
    letter = TABLE.get(word)
    if letter:
        return letter
    if word.endswith(SHORTENED):
        return "X"
    if word.endswith(OWNERS):
        return "S"
    if "-" in word:
        # A compound modifies: Kurdish-led, first-team, by-election is told by its last part.
        last = word.rpartition("-")[2]
        return "A" if tag(last) in ("d", "g", "A", "v") else "N"
    if word.endswith(ENDINGS):
        for ending, letter in SUFFIXES:
            if word.endswith(ending) and len(word) > len(ending) + 2 and word not in NOT_ADVERBS:
                return letter
    return "N"


SHORTENED = ("n't", "n’t", "'m", "’m", "'ve", "’ve", "'re", "’re", "'ll", "’ll")
OWNERS = ("'s", "’s", "s'", "s’")
ENDINGS = tuple(ending for ending, _ in SUFFIXES)
"""Asked at once: most words that no list has are names."""
