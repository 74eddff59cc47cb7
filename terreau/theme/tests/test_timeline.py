"""The geometry of the timeline."""

from datetime import date

import pytest

from terreau.theme.gallery import draw
from terreau.theme.timeline import BAND, LANE, ROW, timeline

TODAY = date(2026, 8, 20)
START, END = date(2020, 1, 1), date(2030, 1, 1)


def spell(phase, start, end=None, **more):
    return {"phase": phase, "label": phase.title(), "start": start, "end": end, **more}


LIFE = [
    spell("investigation", date(2021, 1, 1), date(2022, 1, 1)),
    spell("construction", date(2022, 1, 1), date(2024, 1, 1)),
    spell("acceleration", date(2024, 1, 1)),
]


def drawn(spells, lanes=(), **edges):
    return timeline(spells, lanes, today=TODAY, **({"start": START, "end": END} | edges))


def place(day):
    return pytest.approx(100 * (day - START).days / (END - START).days, abs=0.011)


def test_bands_stand_where_their_dates_are():
    bands = drawn(LIFE)["bands"]
    assert [float(band["x"]) for band in bands] == [
        place(date(2021, 1, 1)),
        place(date(2022, 1, 1)),
        place(date(2024, 1, 1)),
    ]
    ends = [float(band["x"]) + float(band["width"]) for band in bands]
    assert ends == [place(date(2022, 1, 1)), place(date(2024, 1, 1)), place(TODAY)]


def test_phases_climb_and_do_not_touch():
    picture = drawn(LIFE)
    tops = [band["y"] for band in picture["bands"]]
    assert tops == sorted(tops, reverse=True)
    assert tops[0] - tops[1] == tops[1] - tops[2] == ROW > BAND
    assert tops[0] + BAND < picture["ground"]
    assert all(0 < band["label_y"] < band["y"] for band in picture["bands"])


def test_a_phase_that_returns_returns_to_its_row():
    again = [*LIFE[:2], spell("investigation", date(2024, 1, 1))]
    first, _, third = drawn(again)["bands"]
    assert first["y"] == third["y"]


def test_stems_join_what_follows_on_the_same_day():
    picture = drawn(LIFE)
    assert [float(stem["x"]) for stem in picture["stems"]] == [
        place(date(2022, 1, 1)),
        place(date(2024, 1, 1)),
    ]
    assert all(stem["y1"] < stem["y2"] for stem in picture["stems"])
    gap = [spell("investigation", date(2021, 1, 1), date(2022, 1, 1)), LIFE[2]]
    assert drawn(gap)["stems"] == []


def test_an_open_spell_ends_today_and_a_plan_at_the_edge():
    bands = drawn([LIFE[2], spell("operated", date(2027, 1, 1))])["bands"]
    now, plan = bands
    assert now["open"]
    assert not now["hatched"]
    assert plan["planned"]
    assert plan["hatched"]
    assert not plan["open"]
    assert float(plan["x"]) + float(plan["width"]) == pytest.approx(100, abs=0.02)


def test_what_lies_ahead_is_marked_only_when_there_is_some():
    picture = drawn(LIFE)
    assert float(picture["ahead"]["x"]) + float(picture["ahead"]["width"]) == pytest.approx(100)
    assert float(picture["today"]["x"]) == place(TODAY)
    assert drawn(LIFE, end=TODAY)["ahead"] is None


def test_an_undated_spell_fills_what_is_unknown():
    unknown = [spell("investigation", None), *LIFE[1:]]
    picture = drawn(unknown)
    first = picture["bands"][0]
    assert first["undated"]
    assert first["hatched"]
    assert float(first["x"]) == 0
    assert float(first["width"]) == place(date(2022, 1, 1))
    line = picture["table"][0]
    assert line["start"] is None
    assert line["undated"]


def test_an_undated_last_spell_runs_from_the_last_known_date_to_today():
    picture = drawn([LIFE[0], spell("construction", None)])
    last = picture["bands"][-1]
    assert float(last["x"]) == place(date(2022, 1, 1))
    assert float(last["x"]) + float(last["width"]) == place(TODAY)


def test_a_beginning_without_a_date_has_room():
    picture = timeline([spell("investigation", None), *LIFE[1:]], today=TODAY)
    assert 10 < float(picture["bands"][0]["width"]) < 20


def test_only_undated_spells_still_make_a_picture():
    picture = timeline([spell("construction", None), spell("acceleration", None)], today=TODAY)
    assert not picture["empty"]
    assert all(0 <= float(band["x"]) <= 100 for band in picture["bands"])


def test_an_exit_is_a_point():
    picture = drawn([*LIFE[:2], spell("stopped", date(2024, 1, 1), terminal=True)])
    assert [point["phase"] for point in picture["points"]] == ["stopped"]
    assert len(picture["bands"]) == 2
    assert float(picture["points"][0]["x"]) == place(date(2024, 1, 1))


def test_lanes_lie_under_the_ground_one_below_the_other():
    lanes = [
        {"label": "First", "spans": [(date(2021, 1, 1), date(2023, 1, 1)), (TODAY, None)]},
        {"label": "Second", "spans": [{"start": date(2023, 1, 1), "end": None}], "url": "/b/"},
    ]
    picture = drawn(LIFE, lanes)
    first, second = picture["lanes"]
    assert second["y"] - first["y"] == LANE
    assert picture["ground"] < first["label_y"] < first["y"]
    assert second["y"] + second["bands"][0]["height"] <= picture["height"]
    assert len(first["bands"]) == 2
    assert second["url"] == "/b/"
    assert [line["label"] for line in picture["table"] if line["lane"]] == [
        "First",
        "First",
        "Second",
    ]


def test_labels_stay_inside_and_do_not_meet_in_a_row():
    late = drawn([spell("operated", date(2026, 1, 1), date(2026, 6, 1))], end=TODAY)["bands"][0]
    assert late["anchor"] == "end"
    early = drawn([spell("operated", date(2020, 2, 1), date(2020, 6, 1))])["bands"][0]
    assert early["anchor"] == "start"
    returned = [
        spell("construction", date(2021, 1, 1), date(2021, 6, 1)),
        spell("acceleration", date(2021, 6, 1), date(2022, 1, 1)),
        spell("construction", date(2022, 1, 1), date(2022, 6, 1)),
    ]
    assert [band["named"] for band in drawn(returned)["bands"]] == [True, True, False]


@pytest.mark.parametrize(
    ("start", "years"),
    [(date(2025, 11, 1), False), (date(2024, 1, 1), True), (date(1990, 5, 17), True)],
)
def test_ticks_fit_on_a_phone(start, years):
    ticks = timeline([spell("construction", start)], today=TODAY)["ticks"]
    assert 2 <= len(ticks) <= 14
    assert sum(not tick["minor"] for tick in ticks) <= 6
    assert {bool(tick["year"]) for tick in ticks} == {years}
    assert [tick["x"] for tick in ticks] == sorted((t["x"] for t in ticks), key=float)


def test_years_are_ticked_on_their_first_day():
    ticks = drawn(LIFE)["ticks"]
    assert [tick["date"] for tick in ticks] == [date(year, 1, 1) for year in range(2020, 2031)]


def test_everything_outside_the_edges_is_left_out():
    picture = drawn([*LIFE, spell("operated", date(2031, 1, 1))], start=date(2023, 1, 1))
    assert [band["phase"] for band in picture["bands"]] == ["construction", "acceleration"]
    assert float(picture["bands"][0]["x"]) == 0
    assert len(picture["table"]) == 4


def test_nothing_known_is_empty_and_says_so():
    picture = timeline([], today=TODAY)
    assert picture["empty"]
    assert "<svg" not in draw("timeline", {"timeline": picture, "title": "A life"})


def test_one_day_is_wide_enough_to_be_seen():
    picture = drawn([spell("construction", date(2022, 1, 1), date(2022, 1, 2))])
    assert float(picture["bands"][0]["width"]) >= 0.4


def test_months_are_counted_where_both_dates_are_known():
    months = [line["months"] for line in drawn(LIFE)["table"]]
    assert months == [12, 24, None]


def test_the_table_says_in_words_what_the_picture_shows():
    markup = draw("timeline", {"timeline": drawn(LIFE), "title": "A life"})
    for word in ("Investigation", "Construction", "Acceleration"):
        assert f'<th scope="row">{word}</th>' in markup


def test_no_line_crosses_words():
    picture = draw("timeline", {"timeline": drawn(LIFE), "title": "Life"})
    svg = picture.partition("<svg")[2].rpartition("</svg>")[0]
    words = [svg.index(f"{name}<tspan") for name in ("Investigation", "Construction")]
    shapes = [svg.rindex(f'class="timeline-{name}"') for name in ("stem", "ground", "today")]
    assert max(shapes) < min(words)


def test_the_date_of_today_stays_inside_the_picture_of_a_phone():
    late = drawn(LIFE, end=date(2026, 12, 1))["today"]
    assert (late["anchor"], float(late["x"]) < 97) == ("end", True)
