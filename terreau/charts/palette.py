"""The colours of charts, as custom properties that the page may set.

A specification is drawn with *sentinels*, colours that no chart uses otherwise; the finished SVG
carries `var(--chart-1, #2a5a16)` in their place, so that dark mode, print and themes follow the
page. The eight series colours are as far apart for deuteranopes, protanopes and tritanopes as
those of Okabe & Ito (*Color Universal Design*, 2008), and stand 3:1 against the paper. Nothing is
told by colour alone: series also carry a name beside them, and lines a dash of their own.
"""

LIGHT = {
    "--chart-1": "#2a5a16",
    "--chart-2": "#b65f44",
    "--chart-3": "#556797",
    "--chart-4": "#bf8104",
    "--chart-5": "#7c3368",
    "--chart-6": "#378eb0",
    "--chart-7": "#411e0b",
    "--chart-8": "#8e8d81",
    "--chart-ink": "#2a2018",
    "--chart-muted": "#655747",
    "--chart-grid": "#ddd1bd",
    "--chart-paper": "#faf6ed",
}
"""What each property falls back to; the paper separates touching areas."""

DARK = {
    "--chart-1": "#85be73",
    "--chart-2": "#cc6608",
    "--chart-3": "#526cbb",
    "--chart-4": "#f4de73",
    "--chart-5": "#d883b0",
    "--chart-6": "#80d9fe",
    "--chart-7": "#836a5e",
    "--chart-8": "#c8c4ba",
    "--chart-ink": "#f2e9da",
    "--chart-muted": "#b9aa94",
    "--chart-grid": "#3b3026",
    "--chart-paper": "#17120d",
}
"""Values for a page in the dark, for a stylesheet to set."""

SENTINELS = {f"#c0de{number:02x}": name for number, name in enumerate(LIGHT, start=1)}
"""Colour in a specification → custom property in the finished SVG."""

_BY_NAME = {name: colour for colour, name in SENTINELS.items()}
SERIES = tuple(_BY_NAME[f"--chart-{number}"] for number in range(1, 9))
INK, MUTED, GRID, PAPER = (
    _BY_NAME[f"--chart-{name}"] for name in ("ink", "muted", "grid", "paper")
)

DASHES: tuple[tuple[int, ...], ...] = (
    (),
    (7, 4),
    (2, 3),
    (11, 3, 2, 3),
    (4, 2),
    (14, 5),
    (1, 4),
    (8, 3, 2, 3, 2, 3),
)
"""Dash of each series, in pixels drawn and left out; the first is solid."""


def series_colour(number: int) -> str:
    """Sentinel of series `number`, counted from 1; begins again after the eighth."""
    return SERIES[(number - 1) % len(SERIES)]


def series_dash(number: int) -> list[int]:
    """Dash of series `number`, counted from 1; empty means solid."""
    return list(DASHES[(number - 1) % len(DASHES)])
