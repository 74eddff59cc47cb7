import pytest
from django.urls import reverse

from terreau.entries.tests.factories import make_topic, make_user
from terreau.groups.tests.factories import make_closed, make_group, make_member
from terreau.people.tests.factories import make_person
from terreau.posts.models import Draft, Post
from terreau.posts.tests.factories import make_post, make_shared

pytestmark = pytest.mark.django_db


def to(name, post, *more):
    return reverse(f"post:{name}", args=[post.slug, *more])


def read(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_a_post_goes_its_whole_way_on_pages(client):
    person, group = make_person(title="Zoé Inventée"), make_group()
    make_member(group, person.user)
    client.force_login(person.user)
    path = reverse("post:create_in", args=[group.slug])
    assert path in read(client, group.get_absolute_url())
    uid = Post().uid
    given = {"acting_as": person.pk, "title": "Relus", "text": "Du **bon**.", "draft": str(uid)}
    assert "<strong>bon</strong>" in client.post(path, given | {"do": "preview"}).content.decode()
    client.post(path, given | {"do": "draft"})
    draft = read(client, reverse("post:drafts"))
    assert f"{path}?draft={uid}" in draft
    assert "Du **bon**." in read(client, f"{path}?draft={uid}")
    kept = client.post(reverse("post:keep_in", args=[group.slug]), given | {"text": "Du mieux."})
    assert kept.status_code == 200 and Draft.objects.get().text == "Du mieux."
    client.post(path, given | {"do": "publish"})
    post = Post.objects.get()
    assert (post.context_id, post.author_id, Draft.objects.count()) == (group.pk, person.pk, 0)
    client.post(to("edit", post), {"title": "Relus", "text": "Du *pire*.", "revision": 1})
    history = read(client, to("history", post))
    assert "<del> **bon**.</del>" in history and "<ins> *pire*.</ins>" in history

    client.logout()
    page = read(client, post.get_absolute_url())
    assert "Zoé Inventée" in page and group.get_absolute_url() in page
    assert "Relus" in read(client, group.get_absolute_url())
    assert "Relus" in read(client, reverse("post:of_group", args=[group.slug]))

    client.force_login(person.user)
    client.post(to("withdraw", post), {"reason": "Trop tôt.", "revision": 2})
    client.logout()
    gone = client.get(post.get_absolute_url())
    assert gone.status_code == 410 and "Trop tôt." in gone.content.decode()


def test_who_speaks_for_nobody_is_told_how_to(client):
    client.force_login(make_user())
    assert reverse("person:create") in read(client, reverse("post:create"))


def test_drafts_are_of_one_person(client):
    mine, other = make_person(), make_person()
    draft = Draft.objects.create(user=mine.user, title="Secret", text="Secret")
    client.force_login(other.user)
    assert client.get(f"{reverse('post:create')}?draft={draft.uid}").status_code == 404
    client.post(reverse("post:drop_draft", args=[draft.uid]))
    assert Draft.objects.exists()
    client.force_login(mine.user)
    client.post(reverse("post:drop_draft", args=[draft.uid]))
    assert not Draft.objects.exists()


def test_what_somebody_writes_is_no_markup(client):
    post = make_post(title="<script>x</script>", text="<script>x</script> [l](javascript:x)")
    page = read(client, post.get_absolute_url())
    assert "<script>x" not in page and 'href="javascript:' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_number_of_queries(client, django_assert_num_queries, count):
    group = make_group()
    posts = [make_post(context=group) for _ in range(count)]
    posts[0].topics.set([make_topic() for _ in range(count)])
    paths = {
        posts[0].get_absolute_url(): 4,
        reverse("post:of_group", args=[group.slug]): 2,
        to("history", posts[0]): 2,
    }
    for path, n in paths.items():
        client.get(path)
        with django_assert_num_queries(n):
            client.get(path + "?again")


def test_comments_on_a_shared_post_are_of_its_members(client):
    group = make_closed()
    post, member = make_shared(group), make_member(group)
    path = reverse("comments:write", args=[post.uid])
    client.force_login(make_user())
    assert client.get(path).status_code == 404
    client.force_login(member)
    client.post(path, {"text": "Entre nous.", "do": "publish"})
    assert "Entre nous." in read(client, post.get_absolute_url())
