from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terreau.entries.models import Link
from terreau.entries.tests.factories import make_topic, make_user
from terreau.search import candidates
from terreau.search.addresses import SORTS, SearchQuery, parsed
from terreau.search.queries import find
from terreau.search.tests.factories import (
    indexed,
    make_found_incubator,
    make_found_organization,
    make_found_project,
    make_place,
    titles,
)

pytestmark = pytest.mark.django_db


def found(text="", user=None, **asked):
    return find(user, SearchQuery(text, **asked))


def facet(answer, name):
    """[(label, count, selected)] of a facet, [] where it is not offered."""
    values = [each.values for each in answer.facets if each.name == name]
    return [(value.label, value.count, value.selected) for value in values[0]] if values else []


@pytest.mark.parametrize(
    "typed",
    ["logement", "LOGEMENTS", "l’logement", "accès aux logements", "acces logement", "logem",
     "logemnt", "loge*", "aides d'accès", "lo* acc*"],
)  # fmt: skip
def test_french_is_found_however_it_is_typed(typed):
    make_found_project(title="Mon toit", summary="Une aide à l'accès au logement.")
    make_found_project(title="Autre chose", summary="Des vélos.")

    assert titles(typed) == ["Mon toit"]


@pytest.mark.parametrize("typed", ["building", "builds", "the buildings of", "biulding"])
def test_english_is_found_in_english(typed):
    make_found_project(title="Roof", summary="Permits for new buildings.", language="en")
    make_found_project(title="Autre chose", summary="Des vélos.")

    assert titles(typed) == ["Roof"]


def test_every_word_must_be_there():
    make_found_project(title="Vélo", summary="Pour la ville.")
    make_found_project(title="Train", summary="Pour la ville.")

    assert titles("ville vélo") == ["Vélo"]


def test_titles_come_before_texts_and_equals_by_title():
    make_found_project(title="Zèbre", summary="Parle de forêt.")
    make_found_project(title="Arbre", summary="Parle de forêt.")
    make_found_project(title="La forêt", summary="Des arbres.")

    assert titles("forêt") == ["La forêt", "Arbre", "Zèbre"]


def test_texts_of_the_kind_topics_and_places_are_read():
    bretagne, water = make_place("Bretagne"), make_topic("Hydrologie")
    project = make_found_project(
        title="A", problem="Les crues.", audience="pompiers", territory=bretagne, topics=[water]
    )

    for word in ("crue", "pompier", "bretagne", "hydrologie"):
        assert titles(word) == [project.title]


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_what_is_not_public_is_found_by_nobody(hidden):
    make_found_project(title="Secret", **hidden)

    assert titles("secret", user=make_user(is_staff=True)) == []
    assert titles(user=make_user(is_staff=True)) == []


@pytest.mark.parametrize(
    "typed",
    ['"', "'", '"a', "a AND", "NOT a", "OR", "NEAR(a b)", "title:a", "a*", "*", "^a", "-a", "(",
     "a & b", "a | ", "!a", "a:*", "\\", "a\0b", "\ud800", "%", "_", "''; DROP TABLE x; --",
     "a" * 5000, "é" * 150, "🌱", "日本語", "a " * 99],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["", *SORTS])
def test_nothing_typed_raises(typed, sort):
    make_found_project(title="Abeille")

    found(typed, sort=sort)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "kind", "state", "territory", "topic", "incubated_by", "sort", "page", "after"]
        ),
        st.text(max_size=40) | st.sampled_from(["project", "stopped", "title", "2", "10001"]),
    )
)
def test_no_address_raises(parameters):
    assert find(None, parsed(parameters)).entries == []


class TestWords:
    def test_a_mistyped_word_is_searched_as_meant_and_said(self):
        make_found_project(title="Numérique", summary="Un service numérique.")

        answer = found("service numerrique")

        assert [each.title for each in answer.entries] == ["Numérique"]
        assert answer.suggestion == "service numérique"

    def test_a_word_like_no_other_is_named(self):
        make_found_project(title="Numérique")

        answer = found("numérique xylophone")

        assert (answer.entries, answer.asked.missing) == ([], ("xylophone",))

    def test_a_known_word_stands_for_itself_only(self):
        make_found_project(title="Port")
        make_found_project(title="Portail")

        assert titles("port") == ["Port"]
        assert titles("port*") == ["Port", "Portail"]

    def test_a_beginning_stands_for_the_words_that_begin_so(self):
        make_found_project(title="Portail")
        make_found_project(title="Portefeuille")

        assert titles("porte") == ["Portefeuille"]
        assert titles("porta") == ["Portail"]
        assert sorted(titles("por")) == ["Portail", "Portefeuille"]

    def test_words_too_common_are_left_out(self):
        make_found_project(title="Le vélo")

        assert (titles("le vélo"), found("le vélo").asked.ignored) == (["Le vélo"], ("le",))


class TestFilters:
    @pytest.fixture
    def places(self):
        france = make_place("France", "country")
        bretagne = make_place("Bretagne", within=france)
        finistere = make_place("Finistère", "department", bretagne)
        return france, bretagne, finistere, make_place("Corse", within=france)

    def test_a_territory_counts_with_all_it_contains(self, places):
        _france, bretagne, finistere, corse = places
        make_found_project(title="Brest", territory=finistere)
        make_found_project(title="Rennes", territory=bretagne)
        make_found_organization(title="Ajaccio", territory=corse)

        answer = found(territory=bretagne.code, sort="title")

        assert [each.title for each in answer.entries] == ["Brest", "Rennes"]
        assert (answer.total, answer.more_than) == (2, False)
        assert facet(answer, "territory") == [("Bretagne", None, True), ("Finistère", 1, False)]
        assert facet(found(), "territory") == [("Bretagne", 2, False), ("Corse", 1, False)]

    def test_a_topic_and_an_incubator_narrow_down_together(self):
        topic, other = make_topic("Eau"), make_topic("Air")
        host = make_found_incubator(title="Fabrique", slug="fabrique")
        make_found_project(title="Source", topics=[topic], hosts=[host])
        make_found_project(title="Vent", topics=[other], hosts=[host])
        make_found_project(title="Pluie", topics=[topic])

        assert titles(topic=topic.slug, sort="title") == ["Pluie", "Source"]
        for named in (host.slug, str(host.uid), host.uid.hex):
            assert titles(roles={"incubated_by": named}, sort="title") == ["Source", "Vent"]
        answer = found(topic=topic.slug, roles={"incubated_by": "fabrique"})
        assert [each.title for each in answer.entries] == ["Source"]
        assert facet(answer, "incubated_by") == [("Fabrique", None, True)]

    def test_a_link_that_has_ended_counts_no_more(self):
        host = make_found_incubator(slug="fabrique")
        project = make_found_project(title="Source", hosts=[host])

        Link.objects.update(valid_from="2020-01-01", valid_to="2021-01-01")
        indexed(project)

        assert titles(roles={"incubated_by": "fabrique"}) == []

    def test_kinds_and_states_are_counted_beside_what_is_chosen(self):
        make_found_project(title="A", phases=[("construction", date(2024, 1, 1))])
        make_found_project(title="B", phases=[("acceleration", date(2024, 1, 1))])
        make_found_incubator(title="C")

        answer = found(kind="project", state="construction")

        assert [each.title for each in answer.entries] == ["A"]
        assert answer.total == 1
        assert [count for _label, count, _chosen in facet(answer, "kind")] == [1, 1]
        assert [count for _label, count, _chosen in facet(answer, "state")] == [1, 1]

    def test_a_project_without_a_phase_can_be_asked_for(self):
        project = make_found_project(title="A")
        type(project).objects.update(state="")
        indexed(project)
        make_found_project(title="B")

        assert titles(kind="project", state="none") == ["A"]
        assert titles("a", kind="project", state="none") == ["A"]

    @pytest.mark.parametrize(
        "asked",
        [{"kind": "x"}, {"kind": "project", "state": "x"}, {"territory": "x"}, {"topic": "x"},
         {"roles": {"incubated_by": "x"}}],
    )  # fmt: skip
    def test_what_does_not_exist_finds_nothing_and_is_named(self, asked):
        make_found_project()

        answer = found(**asked)

        assert (answer.entries, answer.total) == ([], 0)
        assert list(answer.filters.unknown.values()) == ["x"]


class TestOrder:
    @pytest.fixture
    def three(self):
        for title, year in (("Éclair", 2024), ("zoo", 2026), ("Abri", 2025)):
            make_found_project(
                title=title,
                summary="un mot",
                published_at=f"{year}-01-01T00:00Z",
                updated_at=f"{4000 - year}-01-01T00:00Z",
            )

    @pytest.mark.parametrize("text", ["", "mot"])
    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("newest", ["zoo", "Abri", "Éclair"]),
            ("title", ["Abri", "Éclair", "zoo"]),
            ("changed", ["Éclair", "Abri", "zoo"]),
        ],
    )
    def test_entries_come_in_the_order_asked_for(self, three, text, sort, order):
        assert titles(text, sort=sort) == order
        assert titles(text, sort=sort, kind="project", state="construction") == order

    @pytest.mark.parametrize("sort", ["newest", "title", "changed"])
    @pytest.mark.parametrize("kind", ["", "project"])
    def test_pages_of_the_whole_directory_follow_one_another_both_ways(self, sort, kind):
        for number in range(7):
            make_found_project(title=f"Titre {number % 3}", published_at="2026-01-01T00:00Z")
        query = SearchQuery(sort=sort, kind=kind)
        whole = [entry.pk for entry in find(None, query, 20).entries]

        pages, page = [], find(None, query, 3)
        while page.next:
            pages.append(page)
            page = find(None, query.but(**page.next), 3)
        back = [find(None, query.but(**each.previous), 3) for each in (page, pages[-1])]

        pks = [[entry.pk for entry in each.entries] for each in [*pages, page]]
        assert [len(each) for each in pks] == [3, 3, 1]
        assert [pk for each in pks for pk in each] == whole
        assert [[e.pk for e in each.entries] for each in back] == [pks[1], pks[0]]
        assert pages[0].previous is None
        assert back[1].previous is None
        assert back[0].next is not None

    @pytest.mark.parametrize("after", ["x", "WyJhIiwxLDBd", "é"])
    @pytest.mark.parametrize("sort", ["newest", "title"])
    def test_a_cursor_that_says_nothing_begins_anew(self, three, after, sort):
        assert titles(sort=sort, after=after)[-1:] == titles(sort=sort)[-1:]

    def test_a_ranked_search_has_numbered_pages(self):
        for number in range(5):
            make_found_project(title=f"Vélo {number}")

        pages = [find(None, SearchQuery("vélo", page=number), 2) for number in (1, 2, 3, 4)]

        assert [[e.title[-1] for e in each.entries] for each in pages] == [
            ["0", "1"], ["2", "3"], ["4"], ["4"],
        ]  # fmt: skip
        assert [each.next for each in pages] == [{"page": 2}, {"page": 3}, None, None]


class TestManyMore:
    """What happens beyond the number of documents that a search looks at."""

    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr(candidates, "CAP", 3)

    def test_counts_are_said_to_be_of_the_first(self):
        for number in range(5):
            make_found_project(title=f"Vélo {number}")

        answer = found("vélo")

        assert (len(answer.entries), answer.total, answer.more_than, answer.capped) == (
            3, 3, True, True,
        )  # fmt: skip
        assert [count for *_label, count, _chosen in facet(answer, "kind")] == [3]

    def test_words_in_a_title_are_looked_at_before_newer_entries(self):
        make_found_project(title="Le vélo", summary="x")
        for number in range(5):
            make_found_project(title=f"Service {number}", summary="Des vélos.")

        assert titles("vélo") == ["Le vélo", "Service 3", "Service 4"]

    def test_one_filter_is_still_counted_exactly(self):
        topic = make_topic()
        for number in range(5):
            make_found_project(title=f"Service {number}", topics=[topic])

        answer = found(topic=topic.slug)

        assert (len(answer.entries), answer.total, answer.more_than, answer.capped) == (
            3, 5, False, True,
        )  # fmt: skip
        assert [count for *_label, count, _chosen in facet(answer, "kind")] == [5]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("asked", "cost"),
    [
        ({}, 13),
        ({"text": "vélo"}, 10),
        ({"text": "vélo", "kind": "project", "state": "construction", "sort": "title"}, 10),
        ({"text": "vlo*"}, 2),
        ({"kind": "project", "sort": "changed"}, 12),
        ({"topic": "eau"}, 11),
        ({"topic": "eau", "text": "vélo", "roles": {"incubated_by": "fabrique"}}, 12),
    ],
)
def test_a_search_costs_the_same_for_one_and_for_three(
    django_assert_num_queries, count, asked, cost
):
    topic = make_topic()
    type(topic).objects.update(slug="eau")
    topic.refresh_from_db()
    host = make_found_incubator(slug="fabrique")
    for number in range(count):
        make_found_project(
            title=f"Vélo {number}",
            territory=make_place("Bretagne"),
            topics=[topic],
            hosts=[host],
        )

    with django_assert_num_queries(cost):
        found(**asked)
