"""The gallery: every component, drawn, with its parameters."""

import re
from pathlib import Path

from django.template.loader import get_template

from terreau.theme.samples import samples

COMPONENTS = Path(__file__).parent / "templates" / "components"
STYLESHEET = Path(__file__).parent / "static" / "theme" / "terreau.css"


def gallery():
    """The context of `gallery.html`: no query, about 40 small templates rendered.

    `components`: one dict a component with `name`, `parameters` (the comment of its first line) and
    `samples` (dicts `caption`, `html`). `tokens`: the names of the colours of the stylesheet.
    """
    return {
        "components": [
            {
                "name": name,
                "parameters": parameters(name),
                "samples": [
                    {"caption": caption, "html": draw(name, given)} for caption, given in shown
                ],
            }
            for name, shown in samples().items()
        ],
        "tokens": colours(),
    }


def names():
    """The names of all components, in alphabetical order."""
    return sorted(path.stem for path in COMPONENTS.glob("*.html"))


def parameters(name):
    """What the first line of a component says about its parameters."""
    first = (COMPONENTS / f"{name}.html").read_text().partition("#}")[0]
    return first.removeprefix("{#").strip().removeprefix(f"{name}:").strip()


def draw(name, given):
    """The markup of a component with the given parameters and nothing else."""
    return get_template(f"components/{name}.html").render(given)


def colours():
    """The names of the tokens that are colours, in the order of the stylesheet."""
    light = STYLESHEET.read_text().partition("@media")[0]
    return re.findall(r"--([\w-]+): #", light)
