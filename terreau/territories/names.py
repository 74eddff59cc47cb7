"""Names of places as people type them: without accents, forms and punctuation."""

import re
import unicodedata

from django.utils.text import slugify

LONGEST = 200
FORMS = re.compile(r"^(?:cc|ca|cu) (?=\S)(?:(?:du|des|de la|de l|de|d|la|le|les|l) (?=\S))?")
SHORT_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Lower case letters and digits of any alphabet, in words parted by one space.

    "CC du Val d'Œ (St-Léger)" becomes "val d oe saint leger": a leading legal form of French
    intercommunalities goes, short forms of saint are written out. Everything else, NUL, wildcards
    of any database and lone surrogates included, is a space. At most 200 characters.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold().translate(LIGATURES))
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = (SHORT_WORDS.get(word, word) for word in "".join(letters).split())
    return FORMS.sub("", " ".join(words))[:LONGEST].strip()


def slug_of(code: str, level: str, name: str, official_code: str) -> str:
    """A readable address: "france", "bretagne", "ille-et-vilaine-35", "rennes-35238".

    Names of communes repeat and departments overseas are called like their regions, so all below
    regions carry their official code. A name without Latin letters is called by its code.
    """
    words = slugify(name)[:120].strip("-")
    if not words:
        return slugify(code)
    return words if level in ("country", "region") else f"{words}-{slugify(official_code)}"
