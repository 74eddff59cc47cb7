"""How much a text looks like spam: signs with points, so that a person can be told why.

Plain Python. It decides nothing: from ENOUGH points on, a person looks.
"""

import hashlib
import re
from collections import Counter

ENOUGH = 4
_LINK = re.compile(r"https?://\S+|www\.\S+", re.I)
_WORD = re.compile(r"\w{3,}")
_LETTERS = 20
_WORDS = 12


def digest(text: str) -> str:
    """What two texts share that differ in case and spaces only; "" for one without words."""
    folded = " ".join(re.findall(r"\w+", text.casefold()))
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest() if folded else ""


def signs(text: str, *, age_days: int, twins: int = 0) -> dict[str, int]:
    """{name: number} of what speaks for spam.

    links: how many beyond one; mostly_links: the percentage of the text that they take; repeats:
    the percentage that one word takes; capitals: the percentage of capital letters; young: days
    since the account was made; twins: the same text elsewhere.
    """
    found = {}
    links = _LINK.findall(text)
    if len(links) > 1:
        found["links"] = len(links)
    share = 100 * sum(map(len, links)) // max(len(text), 1)
    if links and share >= 50:
        found["mostly_links"] = share
    words = _WORD.findall(_LINK.sub(" ", text.casefold()))
    if len(words) >= _WORDS:
        (_word, most), *_rest = Counter(words).most_common(1)
        if 100 * most // len(words) >= 30:
            found["repeats"] = 100 * most // len(words)
    letters = [sign for sign in text if sign.isalpha()]
    capitals = 100 * sum(map(str.isupper, letters)) // max(len(letters), 1)
    if len(letters) >= _LETTERS and capitals >= 60:
        found["capitals"] = capitals
    if twins:
        found["twins"] = twins
    if age_days < 7 and found:  # being new is no fault by itself
        found["young"] = age_days
    return found


def points(found: dict[str, int]) -> int:
    """The score of some signs: links up to four, the others as they weigh."""
    weights = {"mostly_links": 2, "repeats": 2, "capitals": 1, "twins": 3, "young": 1}
    links = min(found["links"] - 1, 4) if "links" in found else 0
    return links + sum(weights.get(name, 0) for name in found)
