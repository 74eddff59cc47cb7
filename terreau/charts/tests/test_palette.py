"""The colours of charts hold for every eye, on light paper and on dark."""

import itertools
import math

import pytest

from terreau.charts.palette import DARK, DASHES, LIGHT

# Machado, Oliveira & Fernandes, A physiologically-based model for simulation of color vision
# deficiency, IEEE TVCG 15 (2009): matrices for full deficiency, on linear RGB.
EYES = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Ottosson, Oklab (2020): a space in which distances are those that people see.
LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def linear(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour, eye):
    light = [min(1.0, max(0.0, c)) for c in times(EYES[eye], linear(colour))]
    return times(LAB, [c ** (1 / 3) for c in times(LMS, light)])


def luminance(colour):
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_series_can_be_told_apart(colours, eye):
    """In hundredths of Oklab; the nearest two of Okabe & Ito's eight are 7.6 apart."""
    series = [colours[f"--chart-{number}"] for number in range(1, 9)]
    for one, other in itertools.combinations(series, 2):
        assert 100 * math.dist(seen(one, eye), seen(other, eye)) >= 7.5, (one, other)


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_and_text_stand_out_from_the_paper(colours):
    """WCAG 2.2: 3:1 for what is needed to understand a graphic (1.4.11), 4.5:1 for text (1.4.3)."""
    paper = colours["--chart-paper"]
    for number in range(1, 9):
        assert contrast(colours[f"--chart-{number}"], paper) >= 3
    assert contrast(colours["--chart-ink"], paper) >= 7
    assert contrast(colours["--chart-muted"], paper) >= 4.5
    assert len(set(DASHES)) == 8


def test_both_palettes_set_the_same_properties():
    assert list(LIGHT) == list(DARK)
