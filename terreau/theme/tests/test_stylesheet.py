"""The stylesheet: small, complete in the dark, and readable by eyes that need contrast."""

import gzip
import re
from itertools import product

import pytest

from terreau.theme.gallery import STYLESHEET

CSS = STYLESHEET.read_text()
TEMPLATES = STYLESHEET.parents[2] / "templates"
SPRITE = (STYLESHEET.parent / "icons.svg").read_text()
GROUNDS = ("paper", "surface", "sunken")
TEXTS = [
    "ink",
    "muted",
    "leaf",
    "clay",
    "ochre",
    "link",
    "info",
    "warn",
    "error",
    "success",
    "neutral",
    "chart-ink",
    "chart-muted",
]
PHASES = [
    "investigation",
    "construction",
    "acceleration",
    "consolidation",
    "operated",
    "transferred",
    "merged",
    "sustained",
    "stopped",
    "stopped-early",
    "ended",
    "dormant",
    "paused",
]
OTHERS_RELY_ON = (
    [f"chart-{number}" for number in range(1, 9)]
    + [f"map-{number}" for number in range(6)]
    + ["chart-ink", "chart-grid", "chart-muted", "chart-paper", "map-line", "ink", "paper"]
)


def blocks():
    """The token blocks: light, dark by the system's wish, dark by the reader's own."""
    light = re.search(r"\n:root \{\n(.*?)\n\}", CSS, re.S)[1]
    wished = re.search(r':root:not\(\[data-theme="light"\]\) \{\n(.*?)\n  \}', CSS, re.S)[1]
    chosen = re.search(r':root\[data-theme="dark"\] \{\n(.*?)\n  \}', CSS, re.S)[1]
    return light, wished, chosen


def colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", block))


LIGHT, DARK = colours(blocks()[0]), colours(blocks()[1])
each_mode = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour, ground, part):
    """color-mix(in srgb, colour part, ground)"""
    both = zip(
        *((int(each[at : at + 2], 16) for at in (1, 3, 5)) for each in (colour, ground)),
        strict=True,
    )
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in both)


def test_contrast_agrees_with_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_stylesheet_is_small():
    assert len(gzip.compress(CSS.encode(), 9)) < 15_000


def test_braces_are_balanced_and_nothing_is_fetched():
    assert CSS.count("{") == CSS.count("}")
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_both_ways_into_the_dark_are_the_same():
    _, wished, chosen = blocks()
    assert wished == chosen
    assert set(LIGHT) == set(DARK)


@each_mode
def test_tokens_that_others_rely_on_exist(tokens):
    assert [name for name in OTHERS_RELY_ON if name not in tokens] == []


def test_every_token_that_is_used_is_defined():
    defined = set(re.findall(r"--([\w-]+):", CSS))
    assert set(re.findall(r"var\(--([\w-]+)", CSS)) <= defined


@each_mode
@pytest.mark.parametrize(("text", "ground"), list(product(TEXTS, GROUNDS)))
def test_text_can_be_read(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@each_mode
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-leaf", "leaf"),
        ("on-soil", "soil"),
        ("on-soil-muted", "soil"),
        ("paper", "ink"),
        ("paper", "error"),
    ],
)
def test_text_on_colour_can_be_read(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@each_mode
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        *product([*PHASES, "line-strong", "focus"], GROUNDS),
        *product([f"chart-{number}" for number in range(1, 9)], ("paper", "surface")),
        ("root", "paper"),
        ("on-soil", "soil"),
    ],
)
def test_shapes_can_be_told_from_the_ground(tokens, shape, ground):
    assert contrast(tokens[shape], tokens[ground]) >= 3


@each_mode
@pytest.mark.parametrize("tone", [*PHASES, "info", "warn", "error", "success", "neutral"])
def test_badges_and_notices_can_be_read(tokens, tone):
    ground = mixed(tokens[tone], tokens["surface"], 0.11)
    assert contrast(tokens["ink"], ground) >= 4.5
    assert contrast(tokens[tone], ground) >= 3


@each_mode
def test_links_in_notices_can_be_read(tokens):
    for tone in ("info", "warn", "error", "success"):
        assert contrast(tokens["link"], mixed(tokens[tone], tokens["surface"], 0.07)) >= 4.5


@each_mode
def test_steps_of_the_map_go_one_way(tokens):
    steps = [luminance(tokens[f"map-{number}"]) for number in range(6)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert all(contrast(tokens[f"map-{n}"], tokens[f"map-{n + 1}"]) > 1.15 for n in range(5))


@each_mode
def test_numbers_on_the_map_can_be_read(tokens):
    for step in (0, 1, 2):
        assert contrast(tokens["ink"], tokens[f"map-{step}"]) >= 4.5
    assert contrast("#17120d", tokens["map-3"]) >= 4.5
    for step in (4, 5):
        assert contrast(tokens["paper"], tokens[f"map-{step}"]) >= 4.5


def test_phases_have_a_badge_a_tone_and_a_shape_each():
    for phase in PHASES:
        key = phase.replace("stopped-early", "stopped_in_investigation")
        assert f".badge-{key} " in CSS
        assert f".tone-{key} " in CSS
        assert f'id="{key}"' in SPRITE


def test_icons_that_templates_name_exist():
    texts = [path.read_text() for path in TEMPLATES.parents[1].glob("*/templates/**/*.html")]
    named = r'(?:icon\.html" with name=|{% icon |icon=)"(\w+)"'
    used = {name for text in texts for name in re.findall(named, text)}
    assert used
    assert used <= set(re.findall(r'id="(\w+)"', SPRITE))


def test_classes_that_templates_use_are_in_the_stylesheet():
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)))
    plain = r'class="([\w\s-]+)"'
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for names in re.findall(plain, path.read_text())
        for name in names.split()
    }
    assert used - styled == {"site-footer"} - styled
