"""Who may do what: every permission × every standing × every state, against a committed table.

After a change of rights that is meant, `python manage.py rights > tests/rights.csv` writes the
table anew, and the difference is what a reviewer reads.
"""

import csv
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import reverse

from terreau.accounts.models import User
from terreau.entries import rights
from terreau.entries.actions import declared
from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry, Role
from terreau.entries.tests.factories import make_administrator, make_user

TABLE = Path(__file__).parent / "rights.csv"
KINDS = [*all_kinds(), None]
each_kind = pytest.mark.parametrize(
    "kind", KINDS, ids=lambda kind: kind.slug if kind else rights.OTHERWISE
)
pytestmark = pytest.mark.django_db


def written():
    with TABLE.open(newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def of(kind, rows):
    return [row for row in rows if row[0] == (kind.slug if kind else "none")]


def table(kind, make=None):
    return [tuple(row) for row in rights.rows([kind], make)][1:]


def from_factory(kind, state, author):
    """An entry as the tests of its room make it, brought into a state.

    By an organization, unless its kind knows better who speaks in it.
    """
    app = kind.model.__module__.rsplit(".", 1)[0]
    entry = getattr(import_module(f"{app}.tests.factories"), f"make_{kind.slug}")()
    values = {"state": state}
    if not rights.is_speaker(kind) and kind.slug not in rights._specimens:
        values["author"] = author
    Entry.objects.filter(pk=entry.pk).update(**values)
    return kind.model.objects.get(pk=entry.pk)


def test_the_table_has_the_columns_that_rooms_registered():
    assert written()[0] == (
        "entry", "permission", "situations", *(each.name for each in rights.standings()),
    )  # fmt: skip
    assert {row[0] for row in written()[1:]} == {kind.slug if kind else "none" for kind in KINDS}


@each_kind
def test_rights_are_those_of_the_committed_table(kind):
    measured = table(kind, from_factory if kind else None)
    assert measured == of(kind, written()), "python manage.py rights > tests/rights.csv"


@each_kind
def test_specimens_have_the_rights_of_entries_from_factories(kind):
    if kind is not None:
        for situation in ("draft", next(iter(kind.states()), "")):
            made = rights.measured(kind, situation, from_factory)
            assert rights.measured(kind, situation) == made


def test_measuring_leaves_nothing_behind():
    def there():
        return User.objects.count(), Entry.objects.count(), Role.objects.count()

    before = there()
    for kind in KINDS:
        rights.measured(kind, "draft")
    assert there() == before


def test_every_action_is_in_the_table():
    acts = {name for name, each in declared.items() if each.act is not None}
    assert acts - {row[1] for row in written()} == set()


def columns():
    head, *rows = written()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_nobody_acts_without_signing_in():
    acts = [row for row in columns() if row["permission"] != rights.SEE]
    assert [row for row in acts if row["anonymous"] == "yes"] == []


def test_a_role_elsewhere_gives_nothing_here():
    """But that any body may vouch for a figure or a title, or help; in whose name, the action
    checks."""
    more = {row["permission"] for row in columns() if row["other"] != row["signed_in"]}
    assert more == {
        "evidence.attest", "evidence.check", "evidence.revoke", "needs.offer_help",
        "replications.declare",
    }  # fmt: skip


def test_moderators_moderate_and_have_no_other_right():
    """But to say of a resource what reports of it say."""
    more = [row for row in columns() if row["moderator"] != row["signed_in"]]
    apart = {row["permission"] for row in more} - {rights.SEE}
    apart -= {"resources.outdate", "resources.mark_duplicate", "resources.renew"}
    assert {name.partition(".")[0] for name in apart} == {"moderation"}
    assert {row["situations"] for row in more if row["permission"] == rights.SEE} == {"hidden"}


def test_what_whoever_is_signed_in_may_do():
    allowed = {row["permission"] for row in columns() if row["signed_in"] == "yes"}
    assert allowed == {
        rights.SEE, "organizations.ask", "people.create", "reviews.remark", "moderation.report",
        "groups.join", "groups.ask",
        "comments.write", "comments.ask", "comments.react",
        "comments.edit", "comments.delete",  # of what they wrote
        "resources.rate", "resources.rerate", "resources.unrate",  # the same
        "moderation.appeal",  # of what is theirs alone: the action checks
    }  # fmt: skip


def test_administrators_of_the_platform_alone_see_the_page(client):
    page = reverse("rights:index")
    assert client.get(page).status_code == 302
    client.force_login(make_user())
    assert client.get(page).status_code == 403
    client.force_login(make_administrator())
    for kind in KINDS:
        name = kind.slug if kind else "none"
        shown = client.get(page, {"kind": name})
        told = {row[1] for row in of(kind, written()) if not row[1].endswith(".create")}
        assert {row[0] for row in shown.context["rows"]} == told
    for wrong in ({"kind": "unicorn"}, {"situation": "flying"}, {"kind": "none", "situation": "x"}):
        assert client.get(page, wrong).status_code == 404
