import pytest
from django.db import connection

from terreau.territories import queries
from terreau.territories.models import Territory
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def codes(places):
    return [place.code for place in places]


def test_ancestors_are_largest_first_in_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        above = queries.ancestors(country["XT-COM-21"])

    assert codes(above) == ["XT", "XT-REG-1", "XT-DEP-2", "XT-EPCI-9"]
    assert queries.ancestors(country["XT"]) == []


def test_crumbs_leave_groups_out_and_end_with_the_place(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        path = queries.crumbs(country["XT-COM-21"])

    assert codes(path) == ["XT", "XT-REG-1", "XT-DEP-2", "XT-COM-21"]


def test_within_nests_into_one_query(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        inside = set(Territory.objects.filter(pk__in=queries.within("XT-EPCI-9")))

    assert sorted(codes(inside)) == ["XT-COM-11", "XT-COM-21", "XT-EPCI-9"]


def test_a_group_over_two_departments_is_counted_in_one(country):
    one, two = (
        set(Territory.objects.filter(pk__in=queries.within(code)).values_list("code", flat=True))
        for code in ("XT-DEP-1", "XT-DEP-2")
    )

    assert "XT-EPCI-9" in one and "XT-EPCI-9" not in two
    assert not one & two


@pytest.mark.parametrize("code", ["", "XT-NOWHERE", "' OR 1=1 --", "é" * 5000])
def test_an_unknown_code_contains_nothing(country, code):
    assert not queries.within(code).exists()
    assert queries.by_code(code) is None


def test_is_within(country, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert queries.is_within(country["XT-COM-21"], "XT-DEP-2")
        assert not queries.is_within(country["XT-COM-21"], "XT-DEP-1")


@pytest.mark.parametrize("count", [1, 3])
def test_containing_codes_cost_one_query(country, django_assert_num_queries, count):
    ids = [country[code].pk for code in ("XT-COM-11", "XT-DEP-2", "XT")][:count]

    with django_assert_num_queries(1):
        found = queries.containing_codes(ids)

    assert sorted(found[ids[0]]) == ["XT", "XT-COM-11", "XT-DEP-1", "XT-EPCI-9", "XT-REG-1"]
    assert list(found) == ids


def test_lookups_by_official_names(country, django_assert_num_queries):
    group = make_territory(country["XT-DEP-1"], siren="900000001", level="intercommunality")
    with django_assert_num_queries(4):
        assert queries.by_official_code("commune", "11", "XT") == country["XT-COM-11"]
        assert queries.by_slug("mont-sombre-2") == country["XT-DEP-2"]
        assert list(queries.by_codes(["XT", "nothing"])) == ["XT"]
        assert queries.by_siren("900000001") == group
    with django_assert_num_queries(0):
        assert queries.by_siren("") is None


@pytest.mark.parametrize(
    "code, level, expected",
    [
        ("XT", None, ["XT-REG-1"]),
        ("XT-DEP-1", None, ["XT-EPCI-9", "XT-COM-11", "XT-COM-12"]),
        ("XT-DEP-1", "commune", ["XT-COM-11", "XT-COM-12"]),
        ("XT-EPCI-9", None, ["XT-COM-11", "XT-COM-21"]),
        ("XT-COM-11", None, []),
    ],
)
def test_children(country, django_assert_num_queries, code, level, expected):
    with django_assert_num_queries(1):
        assert codes(queries.children(country[code], level)) == expected


def test_of_level_is_by_name(country):
    assert codes(queries.of_level("department", "XT")) == ["XT-DEP-2", "XT-DEP-1"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("fictif", ["XT-COM-21", "XT-COM-12"]),
        ("ST FICT", ["XT-COM-12"]),
        ("evry l'oeil", ["XT-COM-11"]),
        ("pays d'oe", ["XT-EPCI-9"]),
        ("cc du pays", ["XT-EPCI-9"]),
        ("01110", ["XT-COM-11"]),
        ("12", ["XT-COM-12"]),
        ("nulle part", []),
        ("%", []),
        ("\x00", []),
        ("fictif'); DROP TABLE x; --", []),
        ("x" * 10_000, []),
    ],
)
def test_search_by_name(country, django_assert_max_num_queries, text, expected):
    with django_assert_max_num_queries(2):
        assert codes(queries.search_by_name(text)) == expected


def test_search_costs_one_query_when_enough_names_begin_so(country, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(queries.search_by_name("fictif", 1)) == 1
    with django_assert_num_queries(0):
        assert queries.search_by_name("--", 5) == queries.search_by_name("fictif", 0) == []


def test_search_puts_the_whole_name_first_then_people(country):
    for name, population in [("Fictif-Ville", 900), ("Fictif-Bourg", 90), ("Bel-Fictif", 9_000)]:
        make_territory(country["XT-DEP-1"], level="commune", name=name, population=population)

    assert [place.name for place in queries.search_by_name("fictif", 4)] == [
        "Fictif",
        "Fictif-Ville",
        "Fictif-Bourg",
        "Bel-Fictif",
    ]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Ligne\nbreak", "‮gnirts", "'\"&"])
def test_hostile_names_are_kept_as_they_are(country, name):
    place = make_territory(country["XT-DEP-1"], name=name)

    assert queries.by_slug(place.slug).name == name


def test_prefix_search_uses_the_index(country):
    """SQLite says which index; PostgreSQL would scan so small a table and has its own operator."""
    found = Territory.objects.filter(folded__opens="fict").order_by()
    if connection.vendor == "sqlite":
        assert "USING INDEX" in found.explain()
    else:
        assert "LIKE" in str(found.query) or "~~" in found.explain()
