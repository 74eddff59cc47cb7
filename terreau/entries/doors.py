"""Buttons above the directory of a kind: what one can do there beside reading."""

from terreau.entries.panels import Panel, register_panel
from terreau.prepared.addresses import address


def register_doors(kind, *doors, prominent=1, order=50):
    """doors: (lazy label, name of an address); prominent: how many of the first; no query."""

    def of_directory(_user, _subject):
        return {
            "doors": [
                {
                    "label": str(label),
                    "url": address(name),
                    "tone": "" if at < prominent else "quiet",
                }
                for at, (label, name) in enumerate(doors)
            ]
        }

    register_panel(
        Panel(f"directory-{kind}", "entries/panels/doors.html", of_directory, order=order)
    )
