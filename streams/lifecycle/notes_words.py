"""Words in which agencies kill, hold, release and correct, as data. All are folded: small letters without accents.

The languages are those of the wires seen so far: English, German, French, Spanish; Italian, Portuguese and Dutch only
where one word says it. A word that is common in news stands here only where something else must agree with it.
"""

from typing import Literal

Action = Literal["kill", "withdraw", "hold", "release", "correct", "retract"]
"""kill: never use it (wrong, libellous). withdraw: taken back without saying so much; a desk treats it as a kill.
hold: do not use it for now. release: a hold is lifted. correct: what stands in it is put right. retract: what the item
claimed is taken back by a text that is news itself (a false alarm), so that no text dies."""

# What a header field says, after `sig:` and the like are cut off. `advisory` is no action: it says that editors are
# spoken to, and only then are the phrases below believed in a body. `cancel` is a warning's end, whatever the reason.
SIGNALS: dict[str, Action] = {
    "corrected": "correct",
    "correction": "correct",
    "corrective": "correct",
    "disregard": "withdraw",
    "elimination": "withdraw",
    "hold": "hold",
    "kill": "kill",
    "deleted": "withdraw",
    "retracted": "withdraw",
    "retraction": "withdraw",
    "withdrawn": "withdraw",
    "withhold": "hold",
}
ADVISORY_SIGNALS = frozenset({"advisory", "service", "servicenote"})
CANCEL_SIGNALS = frozenset({"cancel", "canceled", "cancelled"})

# Marks in first place of a headline or of a text. `loud` ones are ordinary words: they must stand before a colon, a
# slash, stars or a dash with spaces around it, or be the whole line, and a single word must stand in capitals, for
# `HOLD-UP AT BANK` and `Alert withdrawn for coast` are news. Phrases that nobody writes otherwise need none of that.
# `ruckruf` is not here: German recalls of products begin so. `refile` neither: the text is right, its form was not.
MARKS: tuple[tuple[Action | None, bool, str], ...] = (
    # English
    (None, False, "hold for release"),  # an embargo, no hold: see embargo.py
    ("kill", False, "bulletin kill"),
    ("kill", False, "mandatory kill"),
    ("kill", False, "kill and substitute"),
    ("kill", False, "kill notice"),
    ("kill", False, "kill note"),
    ("kill", False, "kill advisory"),
    ("kill", True, "kill"),
    ("withdraw", False, "story withdrawn"),
    ("withdraw", False, "item withdrawn"),
    ("withdraw", True, "alert withdrawn"),
    ("withdraw", True, "call withdrawn"),
    ("withdraw", True, "newsalert withdrawn"),
    ("withdraw", True, "snap withdrawn"),
    ("withdraw", True, "rush withdrawn"),
    ("withdraw", True, "retracted"),
    ("withdraw", True, "retraction"),
    ("withdraw", True, "retracts"),
    ("withdraw", False, "mandatory elimination"),
    ("withdraw", True, "elimination"),
    ("withdraw", True, "disregard"),
    ("withdraw", True, "withdrawal"),
    ("withdraw", True, "withdrawn"),
    ("hold", False, "mandatory hold"),
    ("hold", False, "hold notice"),
    ("hold", False, "hold advisory"),
    ("hold", True, "hold"),
    ("hold", True, "withhold"),
    ("release", False, "hold lifted"),
    ("release", False, "hold released"),
    ("release", False, "kill lifted"),
    ("release", False, "release of hold"),
    ("correct", True, "corrected"),
    ("correct", True, "correction"),
    ("correct", True, "corrections"),
    ("correct", True, "corrective"),
    ("correct", True, "corrects"),
    # German; its agencies write KILL and HOLD in English too
    ("withdraw", False, "meldung zuruckgezogen"),
    ("withdraw", True, "zuruckgezogen"),
    ("withdraw", True, "zuruckziehung"),
    ("withdraw", True, "storno"),
    ("withdraw", True, "storniert"),
    ("hold", True, "gesperrt"),
    ("hold", True, "sperrvermerk"),
    ("release", False, "sperrvermerk aufgehoben"),
    ("release", False, "sperrung aufgehoben"),
    ("release", False, "hold aufgehoben"),
    ("release", True, "freigabe"),
    ("correct", True, "berichtigung"),
    ("correct", True, "berichtigt"),
    ("correct", True, "korrektur"),
    ("correct", True, "korrigiert"),
    # French: `annule et remplace` kills, and its own text is the substitute
    ("kill", False, "annule et remplace"),
    ("kill", False, "depeche annulee"),
    ("kill", False, "alerte annulee"),
    ("kill", True, "annulation"),
    ("kill", True, "annule"),
    ("kill", True, "annulee"),
    ("withdraw", True, "retrait"),
    ("withdraw", True, "retiree"),
    ("hold", False, "a suspendre"),
    ("hold", False, "suspension de depeche"),
    ("release", False, "levee de suspension"),
    ("correct", True, "rectificatif"),
    ("correct", True, "rectification"),
    ("correct", True, "corrige"),
    # Spanish
    ("kill", False, "nota anulada"),
    ("kill", False, "anula y sustituye"),
    ("kill", True, "anulacion"),
    ("kill", True, "anulada"),
    ("kill", True, "anulado"),
    ("withdraw", True, "retirada"),
    ("hold", True, "retener"),
    ("correct", True, "correccion"),
    ("correct", True, "rectificacion"),
    ("correct", True, "corregida"),
    # Italian, Portuguese, Dutch
    ("kill", True, "annullamento"),
    ("kill", True, "annullato"),
    ("kill", True, "anulacao"),
    ("withdraw", True, "ingetrokken"),
    ("correct", True, "rettifica"),
    ("correct", True, "errata corrige"),
    ("correct", True, "correcao"),
    ("correct", True, "correctie"),
)

# What may stand before a mark: how pressing it is, and to whom it goes.
BEFORE_MARKS = (
    "alert",
    "newsalert",
    "rush",
    "snap",
    "bulletin",
    "urgent",
    "flash",
    "eil",
    "advisory",
    "attention",
    "achtung",
    "atencion",
    "attenzione",
)

# Marks at the end of a slug, behind a comma or a slash (`EU--Harbor-Bank,KILL`), or a take that is nothing else.
SLUG_MARKS: dict[str, Action] = {
    "corrective": "correct",
    "correction": "correct",
    "disregard": "withdraw",
    "elimination": "withdraw",
    "hold": "hold",
    "kill": "kill",
    "korrektur": "correct",
    "retract": "withdraw",
    "retraction": "withdraw",
    "withdrawn": "withdraw",
    "withhold": "hold",
}

# To whom a note speaks. A body without mark is read for orders only where its first words, or its headline, do so.
ADDRESSES = (
    "dear colleagues", "dear clients", "dear customers", "dear editors", "dear subscribers", "attention editors",
    "attention subscribers", "editors", "editors'? note", "editor's note", "note to editors", "eds", "eds note",
    "advisory", "clients please note", "subscribers please note",
    "liebe kolleg", "liebe kund", "sehr geehrte", "achtung", "an die redaktion", "an alle redaktionen",
    "hinweis an die redaktion", "hinweis fur die redaktion", "redaktionen",
    "chers abonnes", "chers clients", "chers confreres", "a nos abonnes", "a nos clients", "aux redactions",
    "attention redactions", "attention abonnes", "avis aux redactions", "avis aux abonnes", "note aux redactions",
    "note aux abonnes", "mesdames, messieurs",
    "estimados", "apreciados", "atencion", "a los abonados", "a nuestros abonados", "a los clientes",
    "a las redacciones", "aviso a los", "aviso a las", "aviso a nuestros", "nota a los", "nota a las",
)  # fmt: skip

# What a note calls the item that it names. `alert`: a line that went ahead; `story`: a text; neither: anything.
ITEM_NOUNS: dict[str, str] = {
    # English
    "alert": "alert", "alerts": "alert", "article": "story", "articles": "story", "bulletin": "alert",
    "call": "alert", "copy": "", "dispatch": "story", "feature": "story", "flash": "alert", "item": "", "items": "",
    "lead": "story", "message": "", "newsalert": "alert", "newsalerts": "alert", "newsbreak": "", "report": "",
    "reports": "", "snap": "alert", "snaps": "alert", "stories": "story", "story": "story", "take": "story",
    "text": "story", "urgent": "", "version": "", "versions": "", "writethru": "story",
    # German
    "artikel": "story", "beitrag": "story", "beitrage": "story", "bericht": "story", "blitzmeldung": "alert",
    "eilmeldung": "alert", "fassung": "", "meldung": "", "meldungen": "", "nachricht": "", "nachrichten": "",
    # French
    "alerte": "alert", "depeche": "", "depeches": "", "papier": "story", "papiers": "story", "texte": "story",
    "urgents": "",
    # Spanish
    "alerta": "alert", "cable": "", "cables": "", "despacho": "", "despachos": "", "informacion": "",
    "informaciones": "", "nota": "", "notas": "", "noticia": "", "noticias": "", "texto": "story", "urgente": "",
}  # fmt: skip

# Orders: at the start of a sentence, behind an address or a `please`. What is ordered on must follow within a few words
# (an item noun, a number, a slug, a quoted title): `do not use the earlier name` and `kill the lights` order nothing.
ORDERS: tuple[tuple[Action, str], ...] = (
    # English
    ("kill", r"kill"),
    ("kill", r"(?:do not|don't|never) (?:use|publish|run|print|distribute|broadcast|post)"),
    ("kill", r"(?:remove|delete)"),
    ("withdraw", r"(?:disregard|discard|eliminate|ignore|withdraw)"),
    ("hold", r"(?:hold(?: back| off on)?|withhold)"),
    ("release", r"(?:release|lift (?:the|our) hold on)"),
    # German: the verb stands at the end, see STATEMENTS; here what stands in front
    ("withdraw", r"loschen(?: sie)?"),
    ("hold", r"halten sie"),
    # French
    ("kill", r"(?:de )?(?:ne pas|ne plus) (?:utiliser|publier|diffuser|reprendre)"),
    ("kill", r"(?:ne pas|ne plus) (?:tenir compte)(?: de)?"),
    ("kill", r"(?:d'|de |de bien vouloir )?(?:annuler|supprimer|annulez|supprimez)"),
    ("hold", r"(?:de )?(?:suspendre|suspendez)(?: la (?:diffusion|publication) de)?"),
    # Spanish
    ("kill", r"no (?:usar|utilizar|publicar|difundir|usen|utilicen|publiquen|difundan|empleen)"),
    ("kill", r"(?:anular|anulen|eliminar|eliminen|borrar|borren|supriman)"),
    ("hold", r"(?:retener|retengan)"),
)
POLITE = (
    r"(?:(?:please|kindly|you must|you should|we ask you to|editors must|mandatory|urgent|immediately"
    r"|bitte|merci|veuillez|priere|nous vous prions|vous etes pries"
    r"|por favor|rogamos|les rogamos|se ruega|sirvanse|favor)\b[ ,:]*){0,3}"
)

# Statements about an item: its name stands before the verb, or (in German) between the parts of the verb. `of`: the
# words that must come before, within one sentence; what stands between is bounded. In an editors' note above copy of
# its own they are no order: `the earlier version was withdrawn` explains a substitute.
STATEMENTS: tuple[tuple[Action, str], ...] = (
    # English
    (
        "withdraw",
        r"(?:is|are|has been|have been|was|were|must be|should be|is to be|are to be) (?:hereby |being |now )?"
        r"(?:withdrawn|killed|eliminated|deleted|retracted|disregarded|cancell?ed)",
    ),
    ("kill", r"(?:must|should|may|is|are|can) not (?:to )?be (?:used|published|run|distributed|broadcast)"),
    (
        "hold",
        r"(?:is|are|has been|must be|should be|is to be) (?:put |placed |being )?(?:held(?: back)?|on hold|withheld)",
    ),
    (
        "withdraw",
        r"(?:retracts?|has retracted|is retracting|withdraws?|has withdrawn|is withdrawing|rescinds?|has rescinded)"
        r" (?:its|the|our|that) (?:\w{1,20} ){0,2}?(?:call|alert|newsalert|story|item|report|snap)",
    ),
    ("release", r"hold (?:on|of)[^.!?]{0,160}? (?:is|are|has been|have been) (?:lifted|released)"),
    ("release", r"(?:may|can) (?:now |again |now again )?be (?:used|published|run|distributed)"),
    ("release", r"(?:is|are|has been) (?:now |hereby )?(?:released|cleared for (?:use|publication))"),
    # German
    (
        "kill",
        r"(?:nicht|nicht mehr) (?:zu )?(?:verwenden|nutzen|benutzen|veroffentlichen|verwendet werden"
        r"|veroffentlicht werden)",
    ),
    ("kill", r"bitte (?:verwenden|nutzen|veroffentlichen) sie[^.!?]{0,160}? nicht\b(?! vor)"),
    (
        "withdraw",
        r"(?:wird|werden|ist|sind|wurde|wurden) [^.!?]{0,60}?(?:zuruckgezogen|storniert|annulliert|hinfallig)",
    ),
    ("withdraw", r"(?:ist|sind|bitte)[^.!?]{0,60}? (?:zu loschen|loschen)"),
    ("withdraw", r"(?:ziehen wir|zieht \w{2,20}|wir ziehen)[^.!?]{0,160}? zuruck"),
    ("hold", r"(?:wird|werden|ist|sind|bitte)[^.!?]{0,60}? (?:gesperrt|zuruckgehalten|zuruckhalten|zuruckzuhalten)"),
    (
        "release",
        r"(?:kann|konnen|darf|durfen) (?:nun |jetzt |ab sofort )?(?:wieder )?(?:verwendet|veroffentlicht) werden",
    ),
    ("release", r"(?:wird|ist) (?:hiermit |nun |wieder )?freigegeben"),
    # French
    ("kill", r"(?:est|sont|doit etre|doivent etre) (?:a )?(?:annulee?s?|supprimee?s?|annuler|supprimer)"),
    ("kill", r"ne (?:doit|doivent|peut|peuvent) (?:pas|plus) etre (?:utilisee?s?|publiee?s?|diffusee?s?)"),
    ("withdraw", r"(?:est|sont|a ete|ont ete) (?:retiree?s?)"),
    ("hold", r"(?:est|sont) (?:suspendue?s?|mise?s? en attente)"),
    ("release", r"(?:peut|peuvent) (?:a nouveau |desormais )?etre (?:utilisee?s?|publiee?s?|diffusee?s?)"),
    # Spanish
    ("kill", r"(?:queda|quedan|ha sido|han sido|esta|estan) (?:anulad[oa]s?|eliminad[oa]s?)"),
    ("kill", r"no (?:debe|deben) ser (?:usad|utilizad|publicad|difundid)[oa]s?"),
    ("withdraw", r"(?:queda|quedan|ha sido|han sido) retirad[oa]s?"),
    ("hold", r"(?:queda|quedan) (?:retenid|en suspens)[oa]s?"),
    ("release", r"(?:puede|pueden) (?:volver a )?ser (?:usad|utilizad|publicad|difundid)[oa]s?"),
)  # fmt: skip

# What is a part of an item: an order about one puts the item right, and is no kill of it.
PARTS = (
    "byline", "caption", "credit", "figure", "figures", "graf", "grafs", "headline", "line", "name", "para",
    "paragraph", "paragraphs", "paras", "passage", "photo", "photos", "picture", "quote", "quotes", "sentence",
    "sentences", "absatz", "absatze", "bild", "foto", "passus", "satz", "satze", "uberschrift", "zahl", "zitat",
    "citation", "paragraphe", "phrase", "titre", "cita", "frase", "parrafo", "titular",
)  # fmt: skip

# Words that limit what may not be done: until a time (an embargo) or for a place or a medium (a restriction). Then the
# sentence is no kill.
LIMITS = (
    "before", "until", "till", "prior", "earlier than", "outside", "without", "unless", "except", "vor", "bis",
    "ausserhalb", "ohne", "avant", "jusqu", "hors", "sans", "sauf", "antes", "hasta", "fuera", "sin", "salvo",
)  # fmt: skip
UNTIL_NOTICE = (
    "until further notice", "for now", "for the time being", "bis auf weiteres", "vorerst", "jusqu'a nouvel ordre",
    "hasta nuevo aviso",
)  # fmt: skip
PLACES_LIMIT = ("in", "on", "for", "im", "auf", "fur", "en", "sur", "dans", "pour", "para")

# How a correction is told in an editors' note.
CORRECTING = (
    r"in (?:a|an|the|its|our|some|several|earlier)\b[^.!?]{0,200}?, [^.!?,]{1,60}? (?:erroneously|incorrectly|wrongly"
    r"|mistakenly|misspelled|misidentified|misstated|misquoted|misreported)",
    r"(?:in|please read (?:in|at))\b[^.!?]{0,120}? (?:item|story|stories|take)\b[^.!?]{0,200}?"
    r" (?:pl(?:ease|s) (?:read|reverse)|should read|corrects)",
    r"please read (?:in|at|after)\b[^.!?]{0,60}? (?:item|story)\b",
    r"in our (?:disclosure|release|notice|statement)\b[^.!?]{0,200}? (?:was|were) (?:given|stated|reported) as",
    r"(?:corrects|correcting)\b",
    r"(?:korrigiert|berichtigt|korrektur|berichtigung)\b[ :]",
    r"(?:corrige|rectifie)\b",
    r"(?:corrige|rectifica)\b",
)
# Verbs of a note above a new version: with one of these a correction is only mentioned.
TELLING = (
    "adds", "updates", "recasts", "rewrites", "leads with", "changes byline", "new throughout", "with details",
    "erganzt", "aktualisiert", "neu:", "ajoute", "actualise", "anade", "amplia", "actualiza",
)  # fmt: skip

# A warning that was none. A warning that ends because the danger is over says none of these.
FALSE_ALARM = (
    r"false alarm|false warning|(?:sent|issued|triggered|sent out) (?:in error|by mistake|erroneously)|faulty sensor"
    r"|fehlalarm|irrtumlich|versehentlich|falscher alarm|fausse alerte|fausse alarme|par erreur|falsa alarma|por error"
    r"|falso allarme|per errore"
)

# Headlines of lists: what they tell of withdrawals was told before, and what they plan is no order.
LISTS = (
    "overview", "schedule", "planned", "planner", "digest", "budget", "lookahead", "look ahead", "diary", "week ahead",
    "day ahead", "news list", "index", "roundup of corrections", "ubersicht", "vorschau", "tagesvorschau",
    "terminvorschau", "terminubersicht", "tagesplanung", "themenplanung", "agenda", "previsions", "calendrier",
    "sommaire", "menu du jour", "prevision", "previsiones", "calendario", "temario",
)  # fmt: skip

MONTHS: dict[str, int] = {
    **dict.fromkeys(("january", "jan", "januar", "janner", "janvier", "enero"), 1),
    **dict.fromkeys(("february", "feb", "februar", "fevrier", "febrero"), 2),
    **dict.fromkeys(("march", "mar", "marz", "mars", "marzo"), 3),
    **dict.fromkeys(("april", "apr", "avril", "abril"), 4),
    **dict.fromkeys(("may", "mai", "mayo"), 5),
    **dict.fromkeys(("june", "jun", "juni", "juin", "junio"), 6),
    **dict.fromkeys(("july", "jul", "juli", "juillet", "julio"), 7),
    **dict.fromkeys(("august", "aug", "aout", "agosto"), 8),
    **dict.fromkeys(("september", "sept", "sep", "septembre", "septiembre"), 9),
    **dict.fromkeys(("october", "oct", "oktober", "okt", "octobre", "octubre"), 10),
    **dict.fromkeys(("november", "nov", "novembre", "noviembre"), 11),
    **dict.fromkeys(("december", "dec", "dezember", "dez", "decembre", "diciembre"), 12),
}
WEEKDAYS: dict[str, int] = {
    **dict.fromkeys(("monday", "montag", "lundi", "lunes"), 0),
    **dict.fromkeys(("tuesday", "dienstag", "mardi", "martes"), 1),
    **dict.fromkeys(("wednesday", "mittwoch", "mercredi", "miercoles"), 2),
    **dict.fromkeys(("thursday", "donnerstag", "jeudi", "jueves"), 3),
    **dict.fromkeys(("friday", "freitag", "vendredi", "viernes"), 4),
    **dict.fromkeys(("saturday", "samstag", "sonnabend", "samedi", "sabado"), 5),
    **dict.fromkeys(("sunday", "sonntag", "dimanche", "domingo"), 6),
}
# How many days back; `hoy` and `hier` need their preposition, for `hier` is German for here.
DAYS_BACK = (
    (0, r"today(?:'s)?|this (?:morning|afternoon|evening)(?:'s)?|heutigen?|von heute|d'aujourd'hui|de hoy"),
    (1, r"yesterday(?:'s)?|last night(?:'s)?|gestrigen?|von gestern|d'hier|de ayer"),
)

# Words before a number that make it an item's: `item abc 0298`, `No. 0298`, `Nr. 0298`.
NUMBER_WORDS = ("no", "nr", "num", "number", "nummer", "numero", "n°", "nº", "#")

# What stands before a title without quotes; the title goes to the comma.
HEADLINED = (
    "headlined", "titled", "entitled", "uberschrieben", "mit dem titel", "intitule", "intitulee", "titulado",
    "titulada",
)  # fmt: skip

# Words that go on in a list of items.
AND = ("and", "und", "sowie", "et", "y", "e")

ARTICLES = ("the", "our", "die", "den", "das", "la", "le", "les", "el", "las", "los")

# Words that stand between what a note calls an item and what the item is about.
ABOUT = (
    "about",
    "for",
    "of",
    "on",
    "over",
    "regarding",
    "concerning",
    "zum",
    "zur",
    "zu",
    "uber",
    "sur",
    "concernant",
    "sobre",
)

# Words of a topic that name nothing.
_STOP_WORDS = (
    "a an and are at by for from had has have her his in is its of on or our that the their this to was were will with"
    " about after before over said says story item alert report"
    " am auf aus bei das dem den der des die ein eine einem einer eines fur im ist mit nach und uber von vor wie zu zum"
    " zur au aux avec ce ces dans de des du en est et la le les leur par pour que qui sa se ses son sur un une"
    " al con del el en es esta la las lo los para por que se sin sobre su sus un una y"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
