"""Whom a comment calls is a link to their profile, where everybody may read that."""

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.comments.mentions import MOST_OF_PAGE, addresses_in, linked
from terreau.comments.models import Comment
from terreau.comments.tests.factories import make_comment
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_user
from terreau.people.tests.factories import make_person
from terreau.projects.tests.factories import make_project

LINK = '<a href="/people/zebuline/">@zebuline</a>'
KNOWN = {"zebuline": "/people/zebuline/", "x-y": "/people/x-y/"}


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>@zebuline, viens</p>", f"<p>{LINK}, viens</p>"),
        ("<p>(@zebuline)</p>", f"<p>({LINK})</p>"),
        ("<p>@zebuline @x-y</p>", f'<p>{LINK} <a href="/people/x-y/">@x-y</a></p>'),
        ("<p>@nobody</p>", None),
        ("<p>@Zebuline @zebuline-b a@zebuline @@zebuline</p>", None),
        ("<p>@zébuline</p>", None),
        ("<p><code>@zebuline</code></p>", None),
        ("<pre><code>x <em>@zebuline</em></code></pre>", None),
        ('<p><a href="https://x.example/@zebuline">@zebuline</a></p>', None),
        ('<p title="@zebuline">x</p>', None),
        ("<p>&lt;@zebuline&gt;</p>", f"<p>&lt;{LINK}&gt;</p>"),
        ("<p><code>a</code> @zebuline</p>", f"<p><code>a</code> {LINK}</p>"),
    ],
)
def test_what_becomes_a_link(html, wanted):
    assert linked(html, KNOWN) == (wanted or html)


@pytest.mark.django_db
def test_a_mention_leads_to_a_public_profile_and_to_no_other(client):
    project = make_project()
    shown = make_person(slug="zebuline-inventee")
    draft = make_person(slug="cachee-inventee", published_at=None)
    hidden = make_person(slug="masquee-inventee", hidden_at=timezone.now())
    slugs = " ".join(f"@{each.slug}" for each in (shown, draft, hidden))
    make_comment(project, text=f"Avec {slugs} et @personne.")
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'<a href="{shown.get_absolute_url()}">@zebuline-inventee</a>' in page
    assert "@cachee-inventee @masquee-inventee et @personne." in page
    page = client.get(f"/en{project.get_absolute_url()}").content.decode()
    assert f'<a href="/en{shown.get_absolute_url()}">' in page
    client.force_login(draft.user)
    address = project.get_absolute_url()
    assert draft.get_absolute_url() not in client.get(f"{address}?a").content.decode()
    Entry.objects.filter(pk=shown.pk).update(published_at=None)
    assert "@zebuline-inventee</a>" not in client.get(f"{address}?b").content.decode()


@pytest.mark.django_db
def test_what_is_hidden_calls_nobody(client):
    project, person = make_project(), make_person()
    comment = make_comment(project, text=f"@{person.slug}")
    Comment.objects.filter(pk=comment.pk).update(hidden_at=timezone.now())
    page = client.get(reverse("comments:detail", args=[comment.uid])).content.decode()
    assert person.slug not in page


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_mentions_cost_one_query_a_page(client, django_assert_num_queries, count):
    project, writer = make_project(), make_user()
    for _ in range(count):
        people = " ".join(f"@{make_person().slug}" for _ in range(count))
        make_comment(project, writer, text=f"Avec {people}.")
    address = reverse("comments:index", args=[project.uid])
    client.get(address)
    with django_assert_num_queries(5):
        page = client.get(f"{address}?again").content.decode()
    assert page.count(">@") == count * count


@pytest.mark.django_db
def test_a_page_leads_to_so_many_people_at_most(django_assert_num_queries):
    texts = [" ".join(f"@p-{n}-{m}" for m in range(10)) for n in range(500)]
    with django_assert_num_queries(1) as asked:
        addresses_in(texts)
    assert asked.captured_queries[0]["sql"].count("p-") <= MOST_OF_PAGE
