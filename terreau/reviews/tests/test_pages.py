"""The pages of reviews, and the whole path of one through its forms."""

import hashlib
import html
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects.tests.factories import make_project
from terreau.reviews import actions, decisions, dossier, remarks
from terreau.reviews.exports import export_rows
from terreau.reviews.models import Condition, Decision, Remark, Review, Seat, Section, State
from terreau.reviews.queries import decision_of, meeting_then, pending_of
from terreau.reviews.tests.factories import (
    LONG_AGO,
    TODAY,
    decided,
    make_held_review,
    make_manager,
    make_review,
    make_seat,
    make_teammate,
)
from terreau.search.actions import index_many
from terreau.teams.tests.factories import make_mission

pytestmark = pytest.mark.django_db


def page(client, address, status=200):
    found = client.get(address)
    assert found.status_code == status, address
    return found.content.decode()


def post(client, review, name, *keys, status=302, **given):
    """Send the form of an action, as somebody who saw the review as it is."""
    review.refresh_from_db()
    address = reverse(f"review:{name}", args=[review.slug, *keys])
    found = client.post(address, given | {"revision": review.revision})
    assert found.status_code == status, found.content.decode()
    review.refresh_from_db()
    return found


def test_the_whole_path_of_a_review(client):
    host = make_incubator()
    manager, chair = make_user(edits=[host]), make_user()
    project = make_project(phases=[("construction", LONG_AGO)], hosts=[host])
    teammate = make_user(edits=[project])
    client.force_login(manager)
    address = f"{reverse('review:plan')}?project={project.slug}"
    client.post(address, {"quorum": 1, "planned_on": TODAY.isoformat(), "revision": 0})
    review = Review.objects.get()
    assert (review.author_id, review.due_on > LONG_AGO, review.quorum) == (host.pk, True, 1)
    post(client, review, "seat", role="chair", email=chair.email)
    client.force_login(chair)
    post(client, review, "declare", interests="", recused="")
    client.force_login(teammate)
    post(client, review, "open_dossier")
    post(client, review, "write", done="Nous avons livré.", gate_measure="Les délais.")
    client.force_login(make_user())
    post(client, review, "remark", text="Il manque une aide.", uses="on")
    client.force_login(teammate)
    remark = Remark.objects.get()
    post(client, review, "answer", remark.pk, text="Elle arrive.")
    client.force_login(manager)
    post(client, review, "freeze")
    seat = Seat.objects.known().get(review=review)
    post(client, review, "hold", held_on=TODAY.isoformat(), present=[seat.pk])
    client.force_login(chair)
    post(
        client, review, "decide",
        request=uuid.uuid4(), kind="conditions", reasons="Les délais baissent.",
        funded_until=(TODAY + timedelta(days=200)).isoformat(), amount="50000",
        condition_1_text="Publier le budget.", condition_1_owner=project.pk,
        condition_1_due_on=(TODAY + timedelta(days=60)).isoformat(),
    )  # fmt: skip
    assert review.state == State.DECIDED
    client.force_login(teammate)
    post(client, review, "reply", text="Merci.")
    client.force_login(manager)
    condition = Condition.objects.get()
    post(client, review, "settle", condition.pk, outcome="closed", reason="C’est fait.")
    client.logout()
    text = page(client, f"/en{review.get_absolute_url()}")
    for words in ("Les délais baissent.", "Publier le budget.", "met: C’est fait.", "Merci.",
                  "Il manque une aide.", "Elle arrive.", "50,000 €", "no interests"):  # fmt: skip
        assert words.lower() in text.lower(), words
    assert chair.email not in text
    text = page(client, f"/en{project.get_absolute_url()}")
    assert "The next review is due on" in text
    assert "Les délais baissent." in text


def test_the_page_says_plainly_what_is_late(client):
    review = make_review(due_on=TODAY - timedelta(days=3))
    text = page(client, f"/en{review.get_absolute_url()}")
    assert "it is 3 days late" in text
    assert "it is 3 days late" in page(client, f"/en{review.subject.get_absolute_url()}")
    assert "1 review of this incubator is overdue" in page(
        client, f"/en{review.author.get_absolute_url()}"
    )


def test_a_project_of_a_source_shows_committees_without_a_decision(client):
    project = make_project(phases=[("construction", LONG_AGO)])
    project.events.create(name="committee", happened_on=LONG_AGO + timedelta(days=10))
    text = page(client, f"/en{project.get_absolute_url()}")
    assert "also tells of 1 committee, decision not recorded" in text
    assert "The next review is due on" in text or "A review was due on" in text


def test_a_dossier_can_be_verified(client):
    _user, review = make_held_review()
    frozen = review.dossiers.get()
    text = page(client, f"/en/reviews/{review.slug}/dossier/1/")
    assert frozen.digest in text
    assert "/record/" in text
    sent = client.get(f"/reviews/{review.slug}/dossier/1/canonical.json")
    assert hashlib.sha256(sent.content).hexdigest() == frozen.digest
    assert page(client, f"/reviews/{review.slug}/dossier/2/", status=404)


def test_a_draft_fills_itself(client):
    review = make_review()
    text = page(client, f"/en/reviews/{review.slug}/dossier/")
    assert "This dossier is not frozen" in text
    assert "Somebody has used it for real" in text


def test_the_page_as_known_before_the_decision(client):
    user, review = make_held_review()
    decided(user, review)
    yesterday = TODAY - timedelta(days=1)
    long_ago = timezone.now() - timedelta(days=6)
    review.passages.filter(state="planned").update(at=long_ago)
    text = page(client, f"/en{review.get_absolute_url()}?known_at={yesterday}")
    assert "Les usages sont là." not in text
    assert "Planned" in text
    assert "Les usages sont là." in page(client, review.get_absolute_url())


def test_a_corrected_decision_is_shown_as_it_was_known(client):
    user, review = make_held_review()
    decided(user, review)
    past = TODAY - timedelta(days=3)
    Decision.objects.update(recorded_at=f"{past}T08:00Z")
    decisions.correct(
        user, review, request=uuid.uuid4(), reasons="D’autres raisons.", correction="Coquille."
    )
    before = page(client, f"/en{review.get_absolute_url()}?known_at={past}")
    assert ("Les usages sont là." in before, "D’autres raisons." in before) == (True, False)
    now = page(client, f"/en{review.get_absolute_url()}")
    assert ("D’autres raisons." in now, "Coquille." in now) == (True, True)


def test_what_is_wrong_stands_beside_its_field(client):
    user, review = make_held_review()
    client.force_login(user)
    found = post(
        client, review, "decide", status=200, request=uuid.uuid4(), kind="stop_impact",
        reasons="Peu d’usages.",
    )  # fmt: skip
    text = found.content.decode()
    assert text.count("Cette décision le demande.") + text.count("This decision asks for it.") >= 3
    assert review.state == State.HELD


def test_targets_are_frozen_with_the_decision(client):
    user, review = make_held_review()
    client.force_login(user)
    text = page(client, f"/en/reviews/{review.slug}/decide/")
    assert "no indicator yet" in text


def test_a_transfer_and_a_merger_are_typed(client):
    user, review = make_held_review()
    other = make_project()
    client.force_login(user)
    post(
        client, review, "decide", request=uuid.uuid4(), kind="merge", reasons="Mieux ensemble.",
        into=f"https://example.org{other.get_absolute_url()}",
    )  # fmt: skip
    assert decision_of(review).receiver_id == other.pk


HOSTILE = ["open_dossier", "freeze", "reschedule", "seat", "hold", "cancel", "decide", "reply"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_member_of_another_organization_is_refused(client, name):
    _user, review = make_held_review()
    client.force_login(make_user(edits=[make_incubator()]))
    review.refresh_from_db()
    given = {"request": uuid.uuid4(), "kind": "continue", "reasons": "Non.", "text": "Non.",
             "author": review.author_id, "revision": review.revision}  # fmt: skip
    found = client.post(reverse(f"review:{name}", args=[review.slug]), given)
    assert found.status_code == 403
    review.refresh_from_db()
    assert review.state == State.HELD


def test_a_review_cannot_be_planned_for_a_project_of_others(client):
    project = make_project(phases=[("construction", LONG_AGO)], hosts=[make_incubator()])
    mine = make_incubator()
    client.force_login(make_user(edits=[mine]))
    address = f"{reverse('review:plan')}?project={project.slug}"
    found = client.post(address, {"quorum": 1, "revision": 0, "author": mine.pk})
    assert (found.status_code, Review.objects.count()) == (403, 0)


def test_a_part_of_another_review_is_not_found(client):
    user, review = make_held_review()
    _other_user, other = make_held_review()
    client.force_login(user)
    decided(_other_user, other, "conditions")
    condition = Condition.objects.get()
    address = reverse("review:settle", args=[review.slug, condition.pk])
    assert client.post(address, {"outcome": "waived", "reason": "Non."}).status_code == 404


def test_a_hidden_remark_leaves_its_reason(client):
    review = make_review(state=State.OPEN)
    remarks.remark(make_user(), review, text="Une injure.")
    client.force_login(make_administrator())
    post(client, review, "hide_remark", Remark.objects.get().pk, reason="Contraire à la charte.")
    client.logout()
    text = page(client, review.get_absolute_url())
    assert ("Une injure." in text, "Contraire à la charte." in text) == (False, True)


def test_a_review_of_a_hidden_project_is_not_shown(client):
    _user, review = make_held_review()
    project = review.subject
    project.hidden_at = timezone.now()
    project.save(update_fields=["hidden_at"])
    for address in (review.get_absolute_url(), f"/reviews/{review.slug}/dossier/1/",
                    f"/api/v1/reviews/{review.uid}/"):  # fmt: skip
        assert client.get(address).status_code == 404


def test_the_manager_sees_what_is_pressing_first(client):
    host = make_incubator()
    manager = make_user(edits=[host])
    late, silent = (
        make_project(title=title, phases=[("construction", LONG_AGO)], hosts=[host])
        for title in ("En retard", "Muet")
    )
    make_review(project=late, due_on=TODAY - timedelta(days=10))
    make_held_review(manager, project=silent)
    make_project(title="À planifier", phases=[("investigation", TODAY)], hosts=[host])
    client.force_login(manager)
    text = page(client, f"/en/reviews/manage/{host.slug}/")
    places = [text.index(title) for title in ("Muet", "En retard", "À planifier")]
    assert places == sorted(places)
    assert "Plan the review" in text
    only = page(client, f"/en/reviews/manage/{host.slug}/?standing=overdue")
    assert only.count("Muet") == 0
    client.force_login(make_user())
    page(client, f"/reviews/manage/{host.slug}/", status=403)


def manager_costs(django_assert_num_queries, client, host, queries):
    with django_assert_num_queries(queries):
        page(client, f"/reviews/manage/{host.slug}/")


def test_one_and_three_projects_cost_their_manager_the_same(client, django_assert_num_queries):
    host = make_incubator()
    manager = make_user(edits=[host])
    client.force_login(manager)

    def add():
        user, review = make_held_review(
            manager, project=make_project(phases=[("construction", LONG_AGO)], hosts=[host])
        )
        decided(user, review, "conditions")

    add()
    manager_costs(django_assert_num_queries, client, host, 17)
    add()
    add()
    manager_costs(django_assert_num_queries, client, host, 17)


def test_a_managers_view_is_kept_until_anything_changes(
    client, settings, django_assert_num_queries
):
    settings.PAGE_SHELF_BYTES = 1
    host = make_incubator()
    manager = make_user(edits=[host])
    client.force_login(manager)
    address = f"/reviews/manage/{host.slug}/"
    page(client, address)
    manager_costs(django_assert_num_queries, client, host, 8)
    project = make_project(phases=[("construction", LONG_AGO)], hosts=[host])  # without a statement
    assert project.title not in page(client, address)
    make_held_review(manager, project=project)
    assert project.title in page(client, address)


def test_due_dates_are_a_calendar(client):
    review = make_review(planned_on=TODAY + timedelta(days=3))
    text = page(client, f"/reviews/calendar/{review.author.slug}.ics")
    assert text.count("BEGIN:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{review.due_on:%Y%m%d}" in text


def test_everybody_finds_what_waits_for_them(client):
    user, _review = make_held_review()
    client.force_login(user)
    assert "Record the decision" in page(client, "/en/")
    member = make_user()
    open_one = make_review(state=State.OPEN)
    make_seat(open_one, user=member)
    client.force_login(member)
    assert "Declare your interests" in page(client, "/en/notifications/")
    client.force_login(make_teammate(open_one))
    assert "Write in the dossier" in page(client, "/en/notifications/")
    client.force_login(make_user())
    assert "What waits for you" not in page(client, "/en/")


def test_an_administrator_holds_reviews_for_the_leading_host(client):
    host = make_incubator()
    project = make_project(phases=[("construction", LONG_AGO)], hosts=[host])
    client.force_login(make_administrator())
    text = page(client, f"/en{project.get_absolute_url()}")
    assert "Plan a review" in text
    client.post(f"{reverse('review:plan')}?project={project.slug}", {"quorum": 2, "revision": 0})
    assert Review.objects.get().author_id == host.pk


def test_a_conflict_is_told(client):
    user, review = make_held_review()
    client.force_login(user)
    seen = review.revision
    decided(make_manager(review), review)
    given = {"request": uuid.uuid4(), "kind": "rework", "reasons": "Autre.", "revision": seen}
    found = client.post(reverse("review:decide", args=[review.slug]), given)
    assert found.status_code == 409
    assert Decision.objects.count() == 1


def test_a_form_that_is_sent_twice_ends_on_the_review(client):
    user, review = make_held_review()
    client.force_login(user)
    given = {"request": uuid.uuid4(), "kind": "rework", "reasons": "Autre.",
             "revision": review.revision}  # fmt: skip
    for _ in range(2):
        found = client.post(reverse("review:decide", args=[review.slug]), given)
        assert (found.status_code, found.headers["Location"]) == (302, review.get_absolute_url())
    assert Decision.objects.count() == 1
    assert pending_of(review.subject) is not None


def test_the_receiver_confirms(client):
    user, review = make_held_review()
    receiver = make_organization()
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY + timedelta(days=30))
    client.force_login(make_user(edits=[receiver]))
    assert "Confirm that you take it over" in page(client, f"/en{review.get_absolute_url()}")
    post(client, review, "receive", on=TODAY.isoformat())
    assert "confirmed on" in page(client, f"/en{review.get_absolute_url()}")


def test_the_api_says_what_was_decided(client):
    user, review = make_held_review()
    decided(user, review, "conditions")
    found = client.get(f"/api/v1/reviews/{review.uid}/").json()
    assert found["decision"]["kind"] == "conditions"
    assert found["decision"]["dossier"] == found["dossiers"][0]["digest"]
    assert found["conditions"][0]["outcome"] == "open"
    kept = client.get(f"/api/v1/reviews/{review.uid}/dossiers/1/").json()
    assert kept["content"]["project"] == str(review.subject.uid)


def test_the_page_costs_the_same_with_one_and_three_remarks(client, django_assert_num_queries):
    review = make_review(state=State.OPEN)

    def cost(queries):
        with django_assert_num_queries(queries):
            page(client, review.get_absolute_url())

    remarks.remark(make_user(), review, text="Un.")
    cost(10)
    for words in ("Deux.", "Trois."):
        remarks.remark(make_user(), review, text=words)
        actions.reschedule(
            make_manager(review), review, planned_on=TODAY + timedelta(days=len(words))
        )
    cost(10)


def test_the_dossier_as_it_was_known(client):
    """Nothing that was written, decided or measured later is in it."""
    user, before = make_held_review()
    decided(user, before, "conditions", criteria="Mille usagers.")
    review = pending_of(before.subject)
    actions.open_dossier(user, review)
    actions.write(user, review, texts={"ask": "Un an."})
    past = timezone.now() - timedelta(days=9)
    for rows in (Section, Decision, Condition):
        rows.objects.update(recorded_at=past)
    actions.write(user, review, texts={"ask": "Six mois."})
    decisions.settle(
        user, before, condition=Condition.objects.get(), outcome="closed", reason="Fait."
    )  # fmt: skip
    address = f"/en/reviews/{review.slug}/dossier/"
    now = page(client, address)
    assert ("Six mois." in now, "Publier les statistiques." in now) == (True, False)
    then = page(client, f"{address}?known_at={TODAY - timedelta(days=5)}")
    assert ("Six mois." in then, "Un an." in then) == (False, True)
    assert ("Publier les statistiques." in then, "Mille usagers." in then) == (True, True)
    earlier = page(client, f"{address}?known_at={TODAY - timedelta(days=20)}")
    assert not any(words in earlier for words in ("Un an.", "Mille usagers.", "Publier les"))


def test_a_version_that_was_not_frozen_yet_is_not_found(client):
    _user, review = make_held_review()
    page(client, f"/reviews/{review.slug}/dossier/1/")
    page(client, f"/reviews/{review.slug}/dossier/1/?known_at={TODAY - timedelta(days=2)}", 404)


def test_a_dossier_stands_beside_the_decision_before_it_and_no_later_one():
    user, first = make_held_review()
    decided(user, first, criteria="Les premiers.")
    second = pending_of(first.subject)
    actions.hold(user, second, held_on=TODAY, present=[make_seat(second), make_seat(second)])
    decided(user, second, criteria="Les suivants.")
    assert dossier.content(first, TODAY)["before"] is None
    assert dossier.content(second, TODAY)["before"]["criteria"] == "Les premiers."


def test_a_confirmation_is_not_known_before_it_came(client):
    user, review = make_held_review()
    receiver = make_organization()
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY + timedelta(days=30))
    Decision.objects.update(recorded_at=timezone.now() - timedelta(days=9))
    decisions.receive(make_user(edits=[receiver]), review, on=TODAY)
    address = f"/en{review.get_absolute_url()}"
    assert "confirmed on" in page(client, address)
    then = page(client, f"{address}?known_at={TODAY - timedelta(days=3)}")
    assert ("confirmed on" in then, "not confirmed yet" in then) == (False, True)


def test_the_page_before_there_was_a_review_says_nothing_of_it(client):
    _user, review = make_held_review(planned_on=TODAY - timedelta(days=1))
    text = page(client, f"/en{review.get_absolute_url()}?known_at={TODAY - timedelta(days=3)}")
    assert "Not known yet" in text
    assert not any(words in text for words in ("Due on", "Held on", "The committee meets on"))


def test_the_day_of_a_meeting_as_it_was_known(client):
    """It is read from the record, where it stands with the day on which it was said."""
    review = make_review()
    actions.reschedule(make_manager(review), review, planned_on=TODAY + timedelta(days=3))
    found = list(Statement.objects.filter(subject=review.uid))
    assert meeting_then(review, found, TODAY) == {
        "planned_on": TODAY + timedelta(days=3), "quorum": 2,
    }  # fmt: skip
    assert meeting_then(review, [], TODAY)["planned_on"] is None


def test_the_page_of_a_project_knows_no_decision_of_later(client):
    user, review = make_held_review()
    decided(user, review, criteria="Mille usagers.")
    project = review.subject
    make_mission(project)
    Review.objects.update(created_at=timezone.now() - timedelta(days=9))
    review.passages.filter(state="planned").update(at=timezone.now() - timedelta(days=9))
    address = f"/en{project.get_absolute_url()}"
    now = page(client, address)
    assert ("Les usages sont là." in now, "active member" in now) == (True, True)
    then = page(client, f"{address}?known_at={TODAY - timedelta(days=3)}")
    assert ("Les usages sont là." in then, "active member" in then) == (False, False)
    assert "The next review is due on" in then


def test_a_decision_is_in_lists_and_feeds_with_its_reasons(client):
    user, review = make_held_review()
    decided(user, review, reasons="Les délais **baissent**.")
    index_many([review.pk])
    said = "Continuer. Les délais baissent."
    assert said in page(client, "/en/directory/feed/?kind=review")
    assert said in page(client, "/en/reviews/")
    for address in ("/en/feed/", "/en/feed/atom/", "/en/feed/json/"):
        assert said in html.unescape(page(client, address)), address
    assert "Les délais baissent." in page(client, review.subject.get_absolute_url())
    decisions.correct(
        user, review, request=uuid.uuid4(), reasons="Les usages montent.", correction="Coquille."
    )
    review.refresh_from_db()
    assert "Les usages montent." in review.summary


def test_late_answers_are_on_the_page_of_the_incubator_and_in_open_data(client):
    review = make_review(state=State.OPEN)
    remarks.remark(make_user(), review, text="Il manque une aide.")
    address = f"/en{review.author.get_absolute_url()}"
    words = "Remarks whose answer is late"

    def late():
        return next(export_rows(Review.objects.filter(pk=review.pk)))["late_answers"]

    assert (words in page(client, address), late()) == (False, 0)
    Remark.objects.update(answer_due_on=TODAY - timedelta(days=1))
    review.revision += 1  # an answer becomes late at midnight, when every kept page does too
    review.save(update_fields=["revision"])
    cache.clear()
    assert (words in page(client, address), late()) == (True, 1)
    remarks.answer(make_teammate(review), review, remark=Remark.objects.get(), text="Elle arrive.")
    assert (words in page(client, address), late()) == (False, 0)
