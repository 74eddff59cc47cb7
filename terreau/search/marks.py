"""Tokens of the index that are not words of a text: what filters, and what stands in a title.

Each holds a sign that no lexeme holds. Plain Python.
"""

import re
from collections import Counter, defaultdict

NO_STATE = "none"
_CELL = re.compile(r"kind:(\S+) state:(\S+)")  # in this order and first in every document


def in_title(lexeme):
    return f"={lexeme}"


def of_kind(kind):
    return f"kind:{kind}"


def of_state(state):
    return f"state:{state or NO_STATE}"


def inside(territory_id):
    """For each territory that contains the entry's."""
    return f"in:{territory_id}"


def about(topic_id):
    return f"topic:{topic_id}"


def linked(role, target_id):
    """For each link from the entry that is true today."""
    return f"{role}.to:{target_id}"


def counted(marks):
    """{name: Counter of values} of the marks of many documents, without those of titles."""
    found = defaultdict(Counter)
    for mark, times in Counter(marks.split()).items():
        if mark[0] != "=":
            name, value = mark.split(":", 1)
            found[name][value] = times
    return found


def cells(marks):
    """{(kind, state): how many documents} of the marks of many documents."""
    found = Counter(_CELL.findall(marks))
    return {(kind, "" if state == NO_STATE else state): n for (kind, state), n in found.items()}
