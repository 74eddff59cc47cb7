"""Buttons above the directory of a kind: what one can do there beside reading."""

from terreau.entries.panels import Panel, register_panel
from terreau.prepared.addresses import address


def register_doors(kind, *doors, order=50):
    """doors: (lazy label, name of an address), the first the most prominent; no query."""

    def of_directory(_user, _subject):
        tones = ["", *["quiet"] * len(doors)]
        return {
            "doors": [
                {"label": str(label), "url": address(name), "tone": tone}
                for (label, name), tone in zip(doors, tones, strict=False)
            ]
        }

    register_panel(
        Panel(f"directory-{kind}", "entries/panels/doors.html", of_directory, order=order)
    )
