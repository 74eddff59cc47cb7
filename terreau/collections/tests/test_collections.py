import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from terreau.collections import actions
from terreau.collections.models import MOST, Collection, Item
from terreau.collections.queries import export_rows, resources_in
from terreau.collections.tests.factories import make_collection
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_topic, make_user
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_claimed
from terreau.resources.tests.factories import make_resource
from terreau.search.actions import index

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Débuter", "summary": "Trois lectures.", "language": "fr"}


def editor_of(collection):
    return make_user(edits=[collection.author])


def titles(collection):
    return [each.title for each in resources_in(None, collection)]


def test_resources_are_put_together_in_an_order():
    body, admin = make_claimed()
    one, two = make_resource(title="Un"), make_resource(title="Deux")
    collection = actions.create(
        admin, Collection(), acting_as=body, resources=[two, one, two], **GIVEN
    )
    assert titles(collection) == ["Deux", "Un"]
    said = Statement.objects.get(subject=collection.uid)
    assert (said.actor, said.payload) == (None, {"resources": [str(two.uid), str(one.uid)]})
    with pytest.raises(PermissionDenied):
        actions.create(make_user(), Collection(), acting_as=body, **GIVEN)


def test_an_edit_keeps_before_and_after():
    one, two = make_resource(), make_resource()
    collection = make_collection(one, two)
    editor = editor_of(collection)
    actions.edit(editor, collection, resources=[two, one], topics=[make_topic("Eau")], **GIVEN)
    changed = Statement.objects.get(subject=collection.uid).payload["changed"]
    uids = [str(one.uid), str(two.uid)]
    assert changed["resources"] == [uids, uids[::-1]]
    assert changed["title"][1] == "Débuter"
    assert actions.edit(editor, collection, resources=[two, one], **GIVEN).revision == 1
    with pytest.raises(PermissionDenied):
        actions.edit(make_user(), collection, **GIVEN)


def test_what_is_hidden_is_shown_to_nobody_and_stays_for_later(client):
    hidden, shown = make_resource(title="Cachée"), make_resource(title="Visible")
    collection = make_collection(hidden, shown)
    Entry.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    page = client.get(collection.get_absolute_url()).content.decode()
    assert "Cachée" not in page
    assert [row["resources"] for row in export_rows(Collection.objects.all())] == [[str(shown.uid)]]
    actions.edit(editor_of(collection), collection, resources=[shown], **GIVEN)
    assert titles(collection) == ["Visible"]
    Entry.objects.filter(pk=hidden.pk).update(hidden_at=None)
    assert titles(collection) == ["Visible", "Cachée"]


def test_a_collection_is_bounded_and_holds_each_once():
    one = make_resource()
    collection = make_collection(one)
    editor = editor_of(collection)
    actions.add(editor, collection, resource=make_resource())
    with pytest.raises(ValidationError):
        actions.add(editor, collection, resource=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(collection=collection, resource=one, position=9)
    with pytest.raises(ValidationError, match="100"):
        many = [make_resource(author=collection.author) for _ in range(MOST + 1)]
        actions.edit(editor, collection, resources=many)


def test_the_pages_put_together_add_and_edit(client):
    body, admin = make_claimed()
    one, two, three = (make_resource(title=title) for title in ("Un", "Deux", "Trois"))
    client.force_login(admin)
    add = reverse("collection:add", args=[one.slug])
    assert add in client.get(one.get_absolute_url()).content.decode()
    begun = client.get(add, follow=True)
    assert begun.redirect_chain == [(reverse("collection:create") + f"?resource={one.slug}", 302)]
    assert f"Un {one.get_absolute_url()}" in begun.content.decode()
    lines = f"Un {one.get_absolute_url()}\n\nDeux"
    given = GIVEN | {"acting_as": body.pk, "resources": lines}
    answer = client.post(reverse("collection:create"), given)
    collection = Collection.objects.get()
    assert answer.url == collection.get_absolute_url()
    assert titles(collection) == ["Un", "Deux"]
    for resource in (three, three):
        answer = client.post(
            reverse("collection:add", args=[resource.slug]), {"collection": collection.pk}
        )
    assert answer.status_code == 200
    assert titles(collection) == ["Un", "Deux", "Trois"]
    edit = reverse("collection:edit", args=[collection.slug])
    assert "Trois" in client.get(edit).content.decode()
    collection.refresh_from_db()
    given = GIVEN | {"revision": collection.revision, "resources": "Rien de tel\nUn"}
    answer = client.post(edit, given)
    assert "1" in str(answer.context["form"].errors["resources"])
    client.post(edit, given | {"resources": f"http://testserver{two.get_absolute_url()}\nUn"})
    assert titles(collection) == ["Deux", "Un"]
    page = client.get(two.get_absolute_url()).content.decode()
    assert collection.title in page


def test_titles_that_several_have_are_told_apart(client):
    body, admin = make_claimed()
    first, _second = make_resource(title="Pareil"), make_resource(title="Pareil")
    client.force_login(admin)
    given = GIVEN | {"acting_as": body.pk, "resources": "Pareil"}
    answer = client.post(reverse("collection:create"), given)
    assert first.get_absolute_url() in str(answer.context["form"].errors["resources"])


def test_a_collection_is_found_by_what_it_holds(client):
    collection = make_collection(make_resource(title="Hygromètre"))
    index(collection)
    page = client.get(reverse("directory:index") + "?q=hygrometre&kind=collection")
    assert collection.title in page.content.decode()


def test_the_api_says_what_is_in_it(client):
    one, two = make_resource(), make_resource()
    collection = make_collection(two, one)
    said = client.get(f"/api/v1/collections/{collection.uid}/").json()
    assert said["resources"] == [str(two.uid), str(one.uid)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_number_of_queries(client, django_assert_num_queries, count):
    collection = make_collection(*[make_resource() for _ in range(count)])
    client.get(collection.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(collection.get_absolute_url() + "?again")


@pytest.mark.parametrize("count", [1, 3])
def test_a_resource_names_its_collections_in_one_query(client, django_assert_num_queries, count):
    resource = make_resource()
    for _ in range(count):
        make_collection(resource)
    client.get(resource.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(resource.get_absolute_url() + "?again")
