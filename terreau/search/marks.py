"""Tokens of the index that are not words of a text: what filters, and what stands in a title.

Each holds a sign that no lexeme holds. Plain Python.
"""

NO_STATE = "none"


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


def parted(marks):
    """The marks of a document as [(name, value)], without those of its title."""
    return [tuple(mark.split(":", 1)) for mark in marks.split() if mark[0] != "="]


def role_of(name):
    """The role that a mark's name speaks of, or None."""
    return name[: -len(".to")] if name.endswith(".to") else None
