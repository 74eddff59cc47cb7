import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from terreau.entries.models import Role, Tombstone
from terreau.entries.tests.factories import make_topic, make_user
from terreau.groups import belonging
from terreau.groups.models import Group
from terreau.groups.tests.factories import make_closed, make_facilitator, make_group, make_member
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_claimed
from terreau.people.actions import erase
from terreau.people.tests.factories import make_person
from terreau.posts import actions, notices, queries
from terreau.posts.models import Draft, Post, State, Version
from terreau.posts.tests.factories import make_post, make_shared
from terreau.search.models import Document, Word

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Trois formulaires relus", "text": "Nous avons **relu** trois formulaires."}


def published(person=None, group=None, **given):
    """A post of a person, who is taken into the group."""
    person = person or make_person()
    if group is not None and not Role.objects.filter(entry=group, user=person.user).exists():
        make_member(group, person.user)
    post = Post(context=group)
    return actions.create(person.user, post, acting_as=person, **GIVEN | given)


def said(post):
    return [each.verb for each in Statement.objects.filter(subject=post.uid).order_by("id")]


def told(user):
    return sorted(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_a_post_in_the_open_is_public_and_names_who_speaks_and_not_whose_uid():
    post = published()
    assert post.is_public and post.summary == "Nous avons relu trois formulaires."
    statement = Statement.objects.get(subject=post.uid)
    assert (statement.actor, statement.payload) == (None, {"author_uid": str(post.author.uid)})
    assert Document.objects.filter(pk=post.pk).exists()


def test_a_post_in_an_open_group_wakes_the_group():
    group = make_group()
    before = group.active_at
    post = published(group=group)
    assert post.is_public and post.context_id == group.pk
    assert Group.objects.get(pk=group.pk).active_at > before


def test_members_alone_write_in_a_group_that_is_alive():
    person = make_person()
    for group in (make_group(), make_closed()):
        with pytest.raises(PermissionDenied):
            actions.create(person.user, Post(context=group), acting_as=person, **GIVEN)
    archived = make_group(state="archived")
    make_member(archived, person.user)
    with pytest.raises(PermissionDenied):
        actions.create(person.user, Post(context=archived), acting_as=person, **GIVEN)


def test_nobody_speaks_for_others():
    body, _ = make_claimed()
    with pytest.raises(PermissionDenied):
        actions.create(make_user(), Post(), acting_as=body, **GIVEN)


@pytest.mark.parametrize("text", ["", "  \x00", "a" * 20_001])
def test_a_post_says_something_and_not_too_much(text):
    with pytest.raises(ValidationError):
        published(text=text)


def test_a_post_in_a_closed_group_is_of_its_members_alone():
    group, body = make_closed(), make_claimed()[0]
    writer = make_user(edits=[body])
    make_member(group, writer)
    post = actions.create(writer, Post(context=group), acting_as=body, **GIVEN)
    member, colleague = make_member(group), make_user(edits=[body])
    assert (post.published_at, post.slug, said(post)) == (None, str(post.uid), [])
    assert not Document.objects.filter(pk=post.pk).exists()
    seen = {user: Post.objects.visible_to(user).exists() for user in (None, member, colleague)}
    assert seen == {None: False, member: True, colleague: False}
    with pytest.raises(PermissionDenied):
        actions.edit(colleague, post, title="Autre", text="Autre")
    belonging.leave(member, group)
    assert not Post.objects.visible_to(member).exists()


def test_members_of_a_closed_group_are_told_who_want_to_be():
    group = make_closed()
    one, two = make_member(group), make_member(group)
    belonging.choose(two, group, reach="members", is_told=False)
    post = published(group=group)
    assert (notices.tell_members_of(post.pk), notices.tell_members_of(post.pk)) == (1, 0)
    assert (told(one), told(two), told(post.user)) == (["posts.new"], [], [])


def test_a_change_keeps_what_was_said():
    post = published()
    actions.edit(post.user, post, title=post.title, text=post.text)
    assert post.version == 1
    actions.edit(post.user, post, title="Quatre formulaires", text="Nous en avons relu quatre.")
    assert (post.version, said(post)) == (2, ["posts.create", "posts.edit"])
    (_, now, _), (_, then, _) = queries.versions_of(post)
    assert now.startswith("Quatre") and then.startswith("Trois")
    topic = make_topic()
    actions.edit(post.user, post, title=post.title, text=post.text, topics=[topic])
    assert (post.version, list(post.topics.all())) == (2, [topic])


def test_a_shared_post_is_changed_in_silence():
    post = published(group=make_closed())
    actions.edit(post.user, post, title="Autre", text="Autre chose.")
    assert (post.version, post.revision, said(post)) == (2, 2, [])


def test_people_are_called_by_the_address_of_their_profile():
    called = make_person()
    post = published(text=f"Merci @{called.slug} !")
    assert told(called.user) == ["posts.mentioned"]
    actions.edit(post.user, post, title=post.title, text=f"Encore merci @{called.slug}.")
    assert told(called.user) == ["posts.mentioned"]


def test_what_is_withdrawn_leaves_a_tombstone_and_no_word():
    post = published(text="Xylophone cassé.")
    actions.edit(post.user, post, title=post.title, text="Xylophone réparé.")
    actions.withdraw(post.user, post, reason="Trop tôt.")
    assert (post.text, post.state, post.published_at) == ("", State.WITHDRAWN, None)
    assert Tombstone.objects.get(uid=post.uid).reason == "Trop tôt."
    assert not Version.objects.exists()
    assert not Word.objects.filter(word="xylophone").exists()
    with pytest.raises(PermissionDenied):
        actions.edit(post.user, post, title="Retour", text="Retour")


def test_a_shared_post_is_withdrawn_within_its_circle():
    group = make_closed()
    post, member = published(group=group), make_member(group)
    actions.withdraw(post.user, post)
    assert Post.objects.visible_to(member).get().text == ""
    assert not Tombstone.objects.exists()
    assert queries.posts_in(member, group)[0] == []


def test_posting_has_a_pace():
    person = make_person()
    for number in range(5):
        published(person, text=f"Numéro {number}")
    with pytest.raises(ValidationError):
        published(person, text="Numéro de trop")


def test_drafts_are_kept_and_go_with_what_they_became():
    person = make_person()
    uid = Post().uid
    actions.keep_draft(person.user, uid, None, "Titre", "Début")
    actions.keep_draft(person.user, uid, None, "Titre", "Début et suite")
    assert Draft.objects.get().text == "Début et suite"
    assert queries.drafts_of(make_user()) == []
    published(person, draft=uid)
    assert not Draft.objects.exists()
    actions.keep_draft(person.user, uid, None, "Titre", "")
    actions.keep_draft(person.user, uid, None, " ", "")
    assert not Draft.objects.exists()


def test_erasing_an_account_takes_the_words_and_leaves_those_of_organizations():
    person, group = make_person(), make_closed()
    make_facilitator(group)
    mine, shared = published(person), published(person, group)
    body = make_claimed()[0]
    theirs = make_post(author=body, user=person.user)
    erase(person.user)
    for post in (mine, shared):
        post.refresh_from_db()
        assert (post.title, post.text, post.slug) == ("…", "", str(post.uid))
    theirs.refresh_from_db()
    assert theirs.text and theirs.user is None


def test_a_post_hidden_in_a_closed_group_is_read_by_nobody_but_its_author():
    group, body = make_closed(), make_claimed()[0]
    member, writer = make_member(group), make_member(group, make_user(edits=[body]))
    post = make_shared(group, author=body)
    Post.objects.filter(pk=post.pk).update(hidden_at=post.created_at)
    assert not Post.objects.visible_to(member).exists()
    assert Post.objects.visible_to(writer).exists()
