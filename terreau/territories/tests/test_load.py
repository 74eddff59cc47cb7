from dataclasses import replace
from datetime import date

import pytest

from terreau.territories import actions, queries
from terreau.territories.models import Containment, Territory
from terreau.territories.official import BadListError
from terreau.territories.tests.factories import make_row, make_rows

pytestmark = pytest.mark.django_db
NEXT = date(2031, 1, 1)


def codes_above(code):
    return [place.code for place in queries.ancestors(queries.by_code(code))]


def load(rows, day=NEXT):
    return actions.load(rows, day=day)


def test_first_load_counts_what_it_made():
    report = load(make_rows())

    assert (report.created, report.updated, report.unchanged, report.ended) == (8, 0, 0, 0)
    assert (report.contained, report.released) == (1 + 2 + 3 + 3 + 4 + 5 + 4 + 5, 0)
    assert report.as_dict()["day"] == "2031-01-01"


def test_second_load_changes_nothing(country):
    before = list(Territory.objects.order_by("pk").values())

    report = load(make_rows())

    assert (report.created, report.updated, report.unchanged, report.ended) == (0, 0, 8, 0)
    assert (report.contained, report.released) == (0, 0)
    assert list(Territory.objects.order_by("pk").values()) == before


def test_changed_names_and_populations_follow_and_addresses_stay(country):
    rows = make_rows()
    rows[6] = replace(rows[6], name="Saint-Fictif-le-Neuf", population=11)

    report = load(rows)

    place = queries.by_code("XT-COM-12")
    assert (report.updated, report.unchanged) == (1, 7)
    assert (place.name, place.population) == ("Saint-Fictif-le-Neuf", 11)
    assert place.folded == "saint fictif le neuf"
    assert place.slug == country["XT-COM-12"].slug == "saint-fictif-12"
    assert place.pk == country["XT-COM-12"].pk


def test_what_a_list_no_longer_has_is_ended_and_keeps_its_place(country):
    report = load([row for row in make_rows() if row.code != "XT-COM-12"])

    gone = queries.by_code("XT-COM-12")
    assert (report.ended, gone.ended_on) == (1, NEXT)
    assert codes_above("XT-COM-12") == ["XT", "XT-REG-1", "XT-DEP-1"]
    assert gone not in queries.children(queries.by_code("XT-DEP-1"))
    assert load(make_rows()[:6] + make_rows()[7:], date(2032, 1, 1)).ended == 0
    assert queries.by_code("XT-COM-12").ended_on == NEXT


def test_what_a_later_list_has_again_is_revived(country):
    load([row for row in make_rows() if row.code != "XT-COM-12"])

    report = load(make_rows())

    assert (report.created, report.updated) == (0, 1)
    assert queries.by_code("XT-COM-12").ended_on is None


def test_a_commune_that_moves_leaves_its_former_group_and_department(country):
    rows = make_rows()
    rows[5] = replace(rows[5], parent="XT-DEP-2", also_within="")

    report = load(rows)

    assert codes_above("XT-COM-11") == ["XT", "XT-REG-1", "XT-DEP-2"]
    assert (report.contained, report.released) == (1, 2)


def test_another_country_is_left_alone(country):
    report = load([make_row("XU", "country", name="Utopie")])

    assert (report.created, report.ended) == (1, 0)
    assert Territory.objects.filter(country="XT", ended_on=None).count() == 8


def test_two_places_of_one_address_get_two_addresses(country):
    load([make_row("XU", "country"), make_row("XU-REG-1", "region", "XU", name="Haute-Terre")])

    assert country["XT-REG-1"].slug == "haute-terre"
    assert queries.by_slug("haute-terre-xu-reg-1").code == "XU-REG-1"


@pytest.mark.parametrize(
    "rows, fault",
    [
        ([make_row("XT", "country"), make_row("XT", "country")], "XT is given twice"),
        ([make_row("XT-REG-1", "region", "XT")], "XT-REG-1 lies in XT"),
        ([make_row("XT", "country", "XT")], "XT lies in XT"),
        (
            [make_row("XT-A", "commune"), make_row("XT-B", "commune", "XT-A")],
            "XT-B lies in XT-A",
        ),
    ],
)
def test_a_list_that_contradicts_itself_changes_nothing(country, rows, fault):
    with pytest.raises(BadListError, match=fault):
        load([*rows, make_row("XT-NEW", "commune")])

    assert Territory.objects.current().count() == 8


def test_a_failure_halfway_leaves_nothing(country, monkeypatch):
    monkeypatch.setattr(actions, "_insert_pairs", lambda pairs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        load([*make_rows(), make_row("XT-COM-13", "commune", "XT-DEP-1")])

    assert queries.by_code("XT-COM-13") is None
    assert Containment.objects.filter(descendant__code="XT-COM-13").count() == 0


def test_progress_ends_at_its_total():
    seen = []

    actions.load(make_rows(), day=NEXT, progress=lambda done, total: seen.append((done, total)))

    assert seen == sorted(seen)
    assert seen[-1] == (8 + 27, 8 + 27)


def test_a_code_that_a_commune_had_leads_to_it(client, django_assert_num_queries):
    rows = make_rows()
    merged = [replace(row, former="13 14 21") if row.code == "XT-COM-12" else row for row in rows]
    load(merged)
    with django_assert_num_queries(2):
        place = queries.by_code("XT-COM-13")
    assert place.code == "XT-COM-12"
    assert queries.by_official_code("commune", "14", "XT") == place
    assert queries.by_official_code("department", "14", "XT") is None
    assert queries.by_code("XT-COM-21").code == "XT-COM-21"  # which the list still has
    for code in ("XT-COM-13", "XT-COM-12"):
        page = client.get(f"/en/territories/{code}/", follow=True)
        assert page.status_code == 200 and page.context["place"] == place
    assert client.get("/territories/XT-COM-13/")["Location"] == "/territories/XT-COM-12/"
    assert client.get("/territories/XT-COM-99/").status_code == 404

    again = [
        replace(row, former="14") if row.code in ("XT-COM-11", "XT-COM-12") else row for row in rows
    ]
    load(again)
    assert queries.by_code("XT-COM-13") is None  # no longer in the list
    assert queries.by_code("XT-COM-14") is None  # of which parts lie in two
