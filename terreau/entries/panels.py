"""What a room shows on pages of floors below it: home, a territory, a theme, an organization.

A page names its slots; a room registers a panel for a slot in its module `panels`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

_panels = defaultdict(list)


@dataclass(frozen=True)
class Panel:
    """slot: home, territory, organization, project …; entry-top and entry are on the page of every
    entry, below its header and above its record; publishing is above the button of a public act,
    about (entry, act); template: shown with what `context` returns.

    context: (user, subject) → dict, or None to show nothing; subject: what the page is about,
    None on the home page.
    """

    slot: str
    template: str
    context: Callable
    order: int = 50


def register_panel(panel):
    _panels[panel.slot].append(panel)
    _panels[panel.slot].sort(key=lambda each: each.order)


def panels_of(slot):
    return tuple(_panels[slot])
