import pytest
from django.db import connection

from terreau.organizations.tests.factories import make_organization
from terreau.search import actions, engines
from terreau.search.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def far_apart(monkeypatch):
    """Documents whose ids lie in many eras, looked for as if there were very many of them."""
    monkeypatch.setattr(engines, "FEW", 0)
    for number in range(60):
        make_organization(
            pk=1 + number * 5000,
            title="Vélo" if number % 3 else "Train",
            summary="rare" if number in (2, 50) else "Un mot",
        )
    actions.index_many(1 + number * 5000 for number in range(60))


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize(
    "expression",
    [[("velo",)], [("velo", "train")], [("velo",), ("rar",)], [("train",), ("velo",)],
     [("mot",), ("kind:organization",)], [("=train",)], [("nothing",)]],
)  # fmt: skip
def test_the_newest_are_found_wherever_they_are(far_apart, limit, expression):
    answers = [
        pk
        for pk, *texts in Document.objects.order_by("-pk").values_list(
            "pk", "title_lexemes", "body_lexemes", "marks"
        )
        if all(set(tokens) & set(" ".join(texts).split()) for tokens in expression)
    ]

    assert engines.newest(expression, limit, 60) == answers[:limit]


@pytest.mark.parametrize("highest", [0, 1, 5000, 10**6, 10**9])
@pytest.mark.parametrize("width", [0, 1, 2047, 2048, 20_000, 10**6])
def test_a_window_holds_the_highest_ids_in_few_tokens(highest, width):
    tokens = engines._window(highest, width)
    bits = int(tokens[0].partition(":")[0][3:])

    eras = {int(token.partition(":")[2]) for token in tokens}
    assert len(tokens) <= engines.WIDEST + 1
    assert {(highest - back) >> bits for back in range(0, width + 1, 1024)} <= eras


@pytest.mark.parametrize("tokens", [(), ("a'b",), ('a"b',), ("a b",), ("a\\b",)])
def test_what_is_no_token_is_refused(tokens):
    with pytest.raises(ValueError, match="not tokens"):
        engines.newest([tokens], 1, 1)


def test_the_index_follows_every_way_a_row_changes():
    organization = make_organization(title="Vélo")
    actions.index(organization)
    Document.objects.filter(pk=organization.pk).update(title_lexemes="train")
    after_update = [engines.newest([(word,)], 9, 1) for word in ("velo", "train")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")

    assert after_update == [[], [organization.pk]]
    assert engines.newest([("train",)], 9, 1) == []


def test_the_index_can_be_taken_away_and_laid_again():
    organization = make_organization(title="Vélo")
    actions.index(organization)
    connection.check_constraints()  # now rather than at the end, so that tables can be altered

    engines.remove(connection)
    engines.install(connection)

    assert engines.newest([("velo",)], 9, 1) == [organization.pk]
