"""Samples of figures."""

from terreau.theme.samples.facts import FIGURES, PHASES
from terreau.theme.shares import share_bar


def shown():
    return {
        "figure_row": [("", {"figures": FIGURES, "label": "The portfolio in four figures"})],
        "figure_grid": [("", {"figures": FIGURES, "label": "The same, the first one larger"})],
        "figure": [
            ("All", {**FIGURES[0], "n": 419, "link": "Reproduce this count"}),
            ("With a unit", FIGURES[3]),
            ("The least", {"value": 11, "label": "incubators"}),
        ],
        "progress": [
            ("", {"label": "Transparency", "value": 3, "maximum": 5}),
            ("In other words", {"label": "Read", "value": 1, "maximum": 4, "text": "a quarter"}),
        ],
        "share_bar": [
            (
                "",
                {
                    "bar": share_bar(
                        [
                            {"label": label, "value": value, "tone": tone}
                            for (label, tone), value in zip(
                                PHASES[:6], (24, 109, 74, 24, 14, 90), strict=True
                            )
                        ],
                        title="Where the projects stand",
                    ),
                    "level": 3,
                },
            )
        ],
    }
