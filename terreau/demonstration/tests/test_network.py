"""The invented network: shown by a first start, marked as such, removed without a trace."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.actions import open_account
from terreau.accounts.queries import user_with
from terreau.collections.models import Collection, Item
from terreau.comments import actions as comments
from terreau.comments.models import Comment, Reaction
from terreau.demonstration import actions
from terreau.demonstration.forgetting import forget
from terreau.demonstration.queries import invented
from terreau.entries import tallies
from terreau.entries.actions import give_role
from terreau.entries.consistency import truths
from terreau.entries.demonstration import loaders
from terreau.entries.invented import invented_uid, is_invented
from terreau.entries.models import Entry, Link, Role, Tombstone
from terreau.follows.models import Follow
from terreau.groups.models import Membership
from terreau.ledger.models import Statement
from terreau.moderation.models import Case, Decision, Report
from terreau.needs import actions as needs
from terreau.needs import helping
from terreau.needs.models import Help, Need
from terreau.needs.queries import late_page
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.organizations.tests.factories import make_organization
from terreau.people.models import Person
from terreau.portfolio import ahead
from terreau.portfolio.courses import read
from terreau.posts.models import Version
from terreau.projects.models import Project
from terreau.projects.queries import count_by_phase
from terreau.projects.tests.factories import make_project
from terreau.replications.models import Replication
from terreau.resources.models import Feedback, Resource
from terreau.reviews.coverage import coverage
from terreau.reviews.tests.factories import make_review
from terreau.search.actions import index
from terreau.search.models import Document
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
load = dict(loaders())["network"]


@pytest.fixture
def network():
    make_territory(code="FR-DEP-35", name="Ille-et-Vilaine")
    load(None)
    return invented()


def broken():
    return {str(name): list(found()) for name, found in truths() if list(found())}


def counts():
    """How many rows every table of what was invented has, but for what must stay."""
    models = (Entry, Need, Offer, Person, Help, Link, Role, Replication, Comment, Reaction,
              Follow, Case, Decision, Report, Document, Resource, Feedback, Item,
              Membership, Version,
              get_user_model())  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def test_the_last_room_is_loaded_last():
    assert [name for name, _load in loaders()][-1] == "network"


def test_a_first_start_shows_needs_in_every_state(network):
    states = dict.fromkeys(Need.objects.order_by("pk").values_list("state", flat=True))
    assert list(states) == ["open", "matched", "in_progress", "met", "partly_met", "unmet"]
    assert network.filter(kind="need").count() == 12
    assert [each.title for each in late_page()] == ["Savoir qui entretient la digue du marais"]
    assert Need.objects.filter(answered_at__isnull=False).count() == 1
    assert network.filter(kind="offer").count() == 6
    assert network.filter(kind="organization").count() == 4
    assert Resource.objects.filter(state="outdated").count() == 1
    assert network.filter(kind="resource").count() == 5
    assert Collection.objects.get().items.count() == 4
    assert Feedback.objects.filter(replied_at__isnull=False).count() == 1
    groups = network.filter(kind="group").order_by("state").values_list("state", flat=True)
    assert list(groups) == ["closed", "on_request", "open"]
    assert network.filter(kind="post").count() == 5
    assert set(Person.objects.values_list("state", flat=True)) == {
        "agent", "elected", "researcher", "association", "company", "citizen",
    }  # fmt: skip
    assert Person.objects.filter(verified_at__isnull=False).count() == 2
    assert Person.objects.filter(is_pseudonym=True).count() == 1
    assert Replication.objects.filter(state="confirmed").count() == 2
    assert Comment.objects.filter(answered_at__isnull=False).count() == 1
    assert Case.objects.filter(closed_at__isnull=False).count() == 1
    assert network.filter(territory__code="FR-DEP-35").exists()
    assert broken() == {}


def test_all_of_it_is_marked(network, client):
    assert all(map(is_invented, Entry.objects.order_by("pk")))
    (closed,) = network.filter(shared_at__isnull=False)
    assert client.get(closed.get_absolute_url()).status_code == 404
    client.force_login(Role.objects.filter(entry=closed.context).earliest("pk").user)
    for entry in network.order_by("pk"):
        page = client.get(entry.get_absolute_url()).content.decode()
        assert "Données de démonstration\u00a0: inventées" in page, entry
    lists = client.get(reverse("need:index")).content.decode()
    assert lists.count("Données de démonstration\u00a0: inventées") == 12


def test_no_figure_counts_what_is_invented(network):
    real = make_project(phases=[("construction", date(2024, 1, 1))])
    today = timezone.localdate()
    ahead.rebuild()
    assert count_by_phase(today) == {"construction": 1, "": 0}
    for found in (read(today), ahead.reading_ahead(today)):
        assert found.now["construction"] == {0: 1}
        assert sum(n for counts in found.now.values() for n in counts.values()) == 1
    assert coverage(today).projects == 1
    assert Project.objects.exclude(pk=real.pk).count() == 3


def test_nothing_real_is_marked(client):
    project = make_project()
    assert not is_invented(project)
    assert not is_invented(Entry(uid=uuid4()))
    assert "Données de démonstration" not in client.get(project.get_absolute_url()).content.decode()


def test_their_own_page_is_full_for_who_tries_the_site(network, client):
    client.force_login(user_with("editor@example.org"))
    page = client.get(reverse("feed:mine")).content.decode()
    told = [each.title for each in network.order_by("pk") if each.title in page]
    assert len(told) >= 8


def test_a_second_start_changes_nothing(network, django_assert_num_queries):
    before, statements = counts(), Statement.objects.count()
    with django_assert_num_queries(2):
        said = load(None)
    assert counts() == before
    assert Statement.objects.count() == statements
    assert "réseau inventé" in said


def test_it_is_forgotten_without_a_trace():
    make_territory(code="FR-DEP-35", name="Ille-et-Vilaine")
    actions.create_demonstration_accounts()
    index(make_project())
    before = counts()
    load(None)
    uids = list(invented().values_list("uid", flat=True))
    call_command("forget_demonstration")
    assert counts() == before
    assert broken() == {}
    assert not get_user_model().objects.filter(email__endswith=actions.DOMAIN).exists()
    assert set(Tombstone.objects.values_list("uid", flat=True)) == set(uids)
    said = Statement.objects.filter(subject__in=uids).exclude(verb="demonstration.forget")
    assert said.exists()
    assert not said.exclude(payload=None).exists()
    text = " ".join(Document.objects.values_list("title_lexemes", flat=True))
    assert "lavoir" not in text


def test_what_was_forgotten_stays_so(network, client):
    address = Need.objects.get(uid=invented_uid("need/water")).get_absolute_url()
    forget()
    load(None)
    assert not invented().exists()
    assert client.get(address).status_code == 410
    assert forget() == 0


def test_what_is_real_stays_when_it_is_forgotten(network):
    """A real need that invented people helped with is open again, a real offer is free again."""
    real = make_organization()
    index(real)
    user = open_account("reelle@example.org", is_proven=True)
    give_role(user, real, Role.Name.ADMIN)
    lab = network.get(uid=invented_uid("organization/lab"))
    leonie = Person.objects.get(uid=invented_uid("person/leonie")).user
    given = {"title": "Un vrai besoin", "problem": "Il reste.", "acting_as": real}
    need = needs.publish(user, needs.create(user, Need(), **given))
    help = helping.offer_help(leonie, need, helper=lab)
    needs.close(user, helping.accept_help(user, need, help=help), outcome="met", hours=3)
    offer = offers.create(
        user, Offer(), title="Une vraie offre", form="room", summary="Là.", acting_as=real
    )
    asked = Need.objects.get(uid=invented_uid("need/signs"))
    helping.accept_help(
        leonie, asked, help=helping.offer_help(user, asked, helper=real, offer=offer)
    )
    project = make_project(author=real)
    index(project)
    tallies.rebuild()
    comments.write(leonie, project, text="Dit par une personne inventée.")
    comments.react(leonie, project, meaning="useful")
    assert Offer.objects.get(pk=offer.pk).state == "taken"
    forget()
    assert Need.objects.get(pk=need.pk).state == "open"
    assert (Offer.objects.get(pk=offer.pk).state, Offer.objects.get(pk=offer.pk).taken) == (
        "open",
        0,
    )
    assert Comment.objects.get().text == ""
    assert broken() == {}


def test_nothing_is_removed_where_something_real_hangs_on_it(network):
    make_review(project=Project.objects.get(uid=invented_uid("project/paths")))
    before = counts()
    with pytest.raises(CommandError, match="Rien n’a été supprimé"):
        call_command("forget_demonstration")
    assert counts() == before
