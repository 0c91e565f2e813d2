"""Words that the readers know: labels, widgets, months, agencies. Folded where that is said; sorted."""

# Labels that a page prints above a headline, folded. A label is no headline and no alert: `BREAKING: …` with the news
# on its line is one, and is not here.
SECTION_LABELS = frozenset(
    {
        "africa", "americas", "asia", "asia pacific", "asia-pacific", "breaking", "breaking news", "business",
        "economy", "entertainment", "europe", "exclusive", "headlines", "health", "home", "international",
        "just in", "latest", "latest news", "lifestyle", "local news", "markets", "middle east", "national", "news",
        "news update", "opinion", "politics", "press release", "science", "sport", "sports", "tech", "technology",
        "top news", "top stories", "top story", "travel", "uk", "uk news", "us", "us news", "world", "world news",
    }
)  # fmt: skip

# What a comment or share widget leaves at a page's end, folded, a whole line. `no comment` is not here: it is what
# ministers say.
WIDGETS = frozenset(
    {
        "add a comment", "add comment", "be the first to comment", "comment", "comments", "comments are closed",
        "comments are closed.", "email this", "follow us", "follow us on facebook", "follow us on twitter",
        "leave a comment", "leave a reply", "like this", "log in to comment", "no comments", "no comments yet",
        "no comments yet.", "post a comment", "print", "print this", "related articles", "related posts", "reply",
        "share", "share on facebook", "share on twitter", "share this", "share this article", "share this story",
        "share this:", "tweet", "write a comment",
    }
)  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

# Agencies whose credit is not two to eight capitals; those need no list.
AGENCIES = ("ats", "Bernama", "Canadian Press", "CP", "dpa", "Kyodo", "Reuter", "Reuters", "Xinhua")

# Words that stand before a colon in capitals and are no place, folded.
NOT_PLACES = frozenset(
    {
        "advisory", "alert", "analysis", "attention", "breaking", "breaking news", "bulletin", "caption", "caution",
        "clarification", "contact", "contacts", "correction", "corrected", "edit", "editor", "editor's note",
        "editors", "embargo", "embargoed", "exclusive", "explainer", "factbox", "feature", "flash", "friday", "hold",
        "interview", "just in", "kill", "latest", "live", "monday", "new", "news", "newsalert", "note", "notes",
        "obituary", "official", "opinion", "photo", "photos", "preview", "profile", "quotes", "refile", "repeat",
        "review", "saturday", "securite", "source", "sources", "subject", "summary", "sunday", "thursday", "timeline",
        "top news", "tuesday", "update", "updated", "urgent", "video", "warning", "watch", "wednesday", "withdrawn",
        "wrapup",
    }
)  # fmt: skip

# Inside a place these stay small when the rest is brought down from capitals.
SMALL_WORDS = frozenset({"and", "au", "da", "das", "de", "del", "di", "do", "dos", "of", "sur", "the", "upon"})
# Short capitals that are names as they stand. Other two-letter words are words: LA PAZ, EL PASO, ST. LOUIS.
CAPITAL_NAMES = frozenset({"DC", "EU", "UAE", "UK", "UN", "US", "USA", "USS"})

# Abbreviations that end a headline with a full stop and make no sentence of it, folded.
ABBREVIATIONS = frozenset(
    {"a.m.", "co.", "corp.", "d.c.", "inc.", "jr.", "ltd.", "n.y.", "p.m.", "plc.", "sr.", "u.k.", "u.n.", "u.s."}
)
