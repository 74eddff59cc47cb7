"""What changed between two texts, word by word. Plain Python."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_WORD = re.compile(r"\s*\S+|\s+$")


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """[(same, gone or new, words)] in the order in which they are read."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found = []
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name == "equal":
            found.append((SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append((GONE, "".join(old[a:b])))
        if d > c:
            found.append((NEW, "".join(new[c:d])))
    return found
