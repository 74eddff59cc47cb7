"""The parts of a whole."""

import pytest

from terreau.theme.gallery import draw
from terreau.theme.shares import share_bar


def test_parts_fill_the_bar_in_order():
    bar = share_bar([{"label": "a", "value": 1}, {"label": "b", "value": 3}], title="All")
    assert bar["total"] == 4
    assert [(part["x"], part["width"], part["percent"]) for part in bar["parts"]] == [
        ("0.00", "25.00", 25),
        ("25.00", "75.00", 75),
    ]


def test_widths_add_up_to_the_whole():
    bar = share_bar([{"label": str(value), "value": value} for value in (1, 1, 1, 7, 0, 13)])
    assert sum(float(part["width"]) for part in bar["parts"]) == pytest.approx(100, abs=0.05)


def test_nothing_at_all_is_no_division_by_zero():
    bar = share_bar([{"label": "a", "value": 0}])
    assert bar["parts"][0]["width"] == "0.00"
    assert "0&nbsp;%" in draw("share_bar", {"bar": bar})


def test_a_part_keeps_its_own_tone_and_address():
    bar = share_bar([{"label": "a", "value": 2, "tone": "operated", "url": "/a/"}])
    markup = draw("share_bar", {"bar": bar})
    assert "tone-operated" in markup
    assert '<a href="/a/">a</a>' in markup
