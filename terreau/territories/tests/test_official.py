"""The list that comes with the package, loaded whole, once."""

import csv
import gzip
from collections import Counter

import pytest

from terreau.territories import actions, queries
from terreau.territories.models import FormerCode, Territory
from terreau.territories.official import BadListError, read


@pytest.mark.django_db
def test_the_official_list_loads_whole_and_only_once(django_assert_num_queries):
    first, again = actions.load_official(), actions.load_official()

    assert first.created == 36_360
    assert (again.created, again.updated, again.ended, again.contained) == (0, 0, 0, 0)
    levels = Counter(Territory.objects.values_list("level", flat=True))
    assert levels == {
        "country": 1,
        "region": 26,
        "department": 109,
        "intercommunality": 1_255,
        "commune": 34_969,
    }
    assert queries.by_code("FR").population == 68_952_941

    rennes = queries.by_official_code("commune", "35238")
    assert (rennes.siren, rennes.postcode_list) == ("213502388", ["35000", "35200", "35700"])
    # Merged communes and the districts of Paris lead to what they are part of.
    codes = {"01126": "Valserhône", "01340": "Arboys en Bugey", "75101": "Paris"}
    assert {c: queries.by_official_code("commune", c).name for c in codes} == codes
    assert FormerCode.objects.count() > 4_000
    with django_assert_num_queries(1):
        above = queries.ancestors(rennes)
    assert [str(place) for place in above] == [
        "France",
        "Bretagne",
        "Ille-et-Vilaine",
        "Rennes Métropole",
    ]
    with django_assert_num_queries(1):
        inside = Territory.objects.filter(pk__in=queries.within("FR-DEP-35"), level="commune")
        assert len(inside) == 332
    assert [str(place) for place in queries.search_by_name("rennes", 2)] == [
        "Rennes",
        "Rennes Métropole",
    ]
    # Departments of a level add up to the country: nothing is counted twice, nothing is lost.
    departments = queries.of_level("department")
    assert sum(queries.within(place.code).count() for place in departments) == 36_360 - 27
    # A group over three departments is counted in the one where most of its people live.
    redon = queries.by_siren("243500741")
    assert redon.parent.code == "FR-DEP-35"
    assert {place.parent.code for place in queries.children(redon).select_related("parent")} == {
        "FR-DEP-35",
        "FR-DEP-44",
        "FR-DEP-56",
    }


def write(path, rows):
    with gzip.open(path, "wt", newline="") as text:
        csv.writer(text).writerows(rows)
    return path


HEADER = ["code", "level", "parent", "also_within", "postcodes", "siren", "population", "name"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ["XT", "planet", "", "", "", "", "", "Terrania"]],
        [HEADER, ["XT", "country", "", "", "", "", "many", "Terrania"]],
        [HEADER, ["XT", "country", "", "", "", "", "-1", "Terrania"]],
        [HEADER, ["XT", "country", "", "", "", "", "1", "Terrania", "more"]],
        [HEADER[:-1], ["XT", "country", "", "", "", "", "1"]],
    ],
)
def test_a_bad_row_is_named(tmp_path, rows):
    with pytest.raises(BadListError, match="line 2"):
        list(read(write(tmp_path / "list.csv.gz", rows)))


def test_a_truncated_file_is_refused(tmp_path):
    path = write(tmp_path / "list.csv.gz", [HEADER, *([["XT", "country"] + [""] * 6] * 50)])
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(BadListError, match="cut short"):
        list(read(path))
