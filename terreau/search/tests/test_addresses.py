import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from terreau.search.addresses import SearchQuery, cursor, parsed, position


def test_an_address_and_its_search_say_the_same():
    said = (
        "q=eau+%C3%A9t%C3%A9&kind=project&state=paused&territory=X&topic=t"
        "&incubated_by=f&sort=title&page=3"
    )

    query = parsed(QueryDict(said))

    assert query == SearchQuery(
        "eau été", "project", "paused", "X", "t", {"incubated_by": "f"}, "title", 3
    )
    assert query.query_string == said


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, "1.5"])
def test_what_cannot_be_read_is_left_out(page):
    assert parsed({"page": page, "sort": "chaos", "funny": "x"}) == SearchQuery()


def test_another_filter_begins_on_the_first_page():
    query = SearchQuery("eau", page=4, after="x", roles={"incubated_by": "f"})

    assert query.but(topic="t") == SearchQuery("eau", topic="t", roles={"incubated_by": "f"})
    assert query.but(incubated_by="") == SearchQuery("eau")
    assert query.but(sponsored_by="s").roles == {"incubated_by": "f", "sponsored_by": "s"}


def test_a_state_goes_with_its_kind():
    query = SearchQuery(kind="project", state="paused")

    assert query.but(kind="").state == ""
    assert query.but(kind="project", state="stopped").state == "stopped"


def test_the_page_of_a_kind_is_about_that_kind():
    assert parsed({"kind": "organization"}, "project").kind == "project"


@pytest.mark.parametrize("back", [False, True])
def test_a_cursor_says_where_a_page_ended(back):
    place = position(cursor("École « 2 »", 7, back))

    assert (place.value, place.pk, place.back) == ("École « 2 »", 7, back)


@given(st.text())
def test_what_is_no_cursor_is_none(word):
    assert position(word) is None


@pytest.mark.parametrize(
    "packed", ["WzEsMiwwXQ", "WyJhIiwtMSwwXQ", "WyJhIix0cnVlLDBd", "e30", "W10"]
)
def test_a_cursor_of_other_things_is_none(packed):
    assert position(packed) is None
