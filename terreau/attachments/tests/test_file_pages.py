import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.attachments import keeping
from terreau.attachments.models import Attachment
from terreau.attachments.tests.factories import PDF, make_attachment, make_picture, sent
from terreau.entries.actions import bury
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.moderation.tests.factories import case_of, make_moderator
from terreau.needs.tests.factories import make_need
from terreau.offers.tests.factories import make_offer
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def need(editor):
    need = make_need()
    need.author.roles.create(user=editor, name="editor")
    return need


def new(entry):
    return reverse("attachments:attach", args=[entry.uid])


def post(client, entry, content, name="x.txt", media_type="text/plain", **given):
    file = sent(content, name, media_type)
    return client.post(new(entry), {"title": "Plan", "alt": "Un plan.", "file": file} | given)


def content_of(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_file_is_added_by_a_form_seen_and_taken_away(client, need, language):
    page = client.get(language + need.get_absolute_url()).content.decode()
    assert f"{language}{new(need)}" in page
    page = client.get(language + new(need)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    answer = post(client, need, make_picture(), "IMG_0001.HEIC", "text/html")
    assert answer.url == need.get_absolute_url()
    file = Attachment.objects.get()
    page = client.get(language + need.get_absolute_url()).content.decode()
    assert f'<img src="{file.get_absolute_url()}" alt="Un plan." width="40" height="30"' in page
    assert "IMG_0001" not in page
    detach = reverse("attachments:detach", args=[file.uid])
    assert detach in page
    assert client.get(detach).status_code == 200
    assert client.post(detach).url == need.get_absolute_url()
    gone = client.get(file.get_absolute_url())
    assert gone.status_code == 410
    assert "/files/" not in client.get(need.get_absolute_url()).content.decode()


def test_what_is_wrong_is_said_beside_its_field(client, need):
    page = post(client, need, make_picture(), alt="")
    assert page.status_code == 200 and 'id="id_alt_error"' in page.content.decode()
    page = post(client, need, b"<svg onload='alert(1)'/>")
    assert page.status_code == 200 and 'id="id_file_error"' in page.content.decode()
    assert client.post(new(need), {"title": "x"}).status_code == 200
    assert not Attachment.objects.exists()


NAMES = [
    "../../../etc/passwd", "..\\..\\web.config", "plan.pdf.exe", "facture\u202efdp.exe",
    "plan.\u0440df", "a\r\nSet-Cookie: a=b.txt", 'x"; filename="evil.html', ".htaccess",
    "CON", "a" * 250 + ".txt", "%2e%2e%2f", "plan.txt;.jpg",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_name_goes_anywhere(client, need, name):
    """Neither the name of the file nor a title of the same letters."""
    file = sent(b"Une note.")
    file._name = name  # as a program sends it that is no browser
    answer = client.post(new(need), {"title": f"Plan {name}"[:200], "file": file})
    assert answer.status_code == 302
    file = Attachment.objects.get()
    folder, _slash, rest = file.path.partition("/")
    assert rest.startswith(folder) and rest.isalnum() and len(file.path) == 35
    served = client.get(file.get_absolute_url())
    said = served.headers["Content-Disposition"]
    assert said.isascii() and said.startswith('attachment; filename="plan') and ".txt" in said
    assert said.count('"') == 2 and said.endswith('.txt"') and len(said) < 130
    assert "Set-Cookie" not in served.headers
    page = client.get(need.get_absolute_url()).content.decode()
    assert "\u202e" not in page and "\r" not in page


def test_a_title_without_letters_is_asked_for_again(client, need):
    assert post(client, need, b"Une note.", title="\u202e\u200b").status_code == 200
    assert not Attachment.objects.exists()


def test_a_title_of_other_letters_gives_a_name_of_ours(client, need):
    post(client, need, b"Une note.", title="План")
    said = client.get(Attachment.objects.get().get_absolute_url()).headers["Content-Disposition"]
    assert said == 'attachment; filename="file.txt"'


@pytest.mark.parametrize(
    ("content", "media_type", "how"),
    [
        (make_picture("PNG"), "image/png", "inline"),
        (PDF, "application/pdf", "attachment"),
        (b"a;b\nc;d", "text/csv; charset=utf-8", "attachment"),
        (b"Une note.", "text/plain; charset=utf-8", "attachment"),
    ],
)
def test_files_are_served_as_what_they_are_and_can_do_nothing(client, content, media_type, how):
    file = make_attachment(make_need(), content=content)
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 200
    assert len(content_of(answer)) == file.size == int(answer.headers["Content-Length"])
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith(f"{how}; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "self" not in policy
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    again = client.get(file.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and "sandbox" in again.headers["Content-Security-Policy"]
    assert client.head(file.get_absolute_url()).status_code == 200
    assert client.post(file.get_absolute_url()).status_code == 405


def served(client, user, file):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.get(file.get_absolute_url())


def test_a_draft_s_file_is_for_those_who_see_the_draft(client):
    need = make_need(published_at=None, state="draft")
    editor = make_user(edits=[need.author])
    file = make_attachment(need, editor)
    answer = served(client, editor, file)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert served(client, make_administrator(), file).status_code == 200
    for user in (None, make_user(), make_moderator()):
        assert served(client, user, file).status_code == 404


def test_a_hidden_entry_hides_its_files(client):
    need = make_need()
    file = make_attachment(need)
    Entry.objects.filter(pk=need.pk).update(hidden_at=timezone.now())
    assert served(client, None, file).status_code == 404
    assert served(client, make_user(), file).status_code == 404
    assert served(client, make_moderator(), file).headers["Cache-Control"] == "private, no-cache"


def test_a_hidden_file_is_for_moderators_and_leaves_its_reason(client):
    need = make_need()
    shown = make_attachment(need, title="Le plan")
    file = make_attachment(need, make_user(edits=[need]), title="Une moquerie")
    reporter, moderator = make_user(), make_moderator()
    client.force_login(reporter)
    report = reverse("moderation:report", args=["attachment", file.uid])
    assert report in client.get(need.get_absolute_url()).content.decode()
    client.post(report, {"reason": "insult", "text": ""})
    client.force_login(moderator)
    case = case_of(file)
    page = client.get(reverse("moderation:case", args=[case.uid])).content.decode()
    assert "Une moquerie" in page
    hide = reverse("moderation:hide", args=[case.uid])
    client.post(hide, {"reason": "insult", "words": "Sans moquerie."})
    for user in (None, reporter):
        assert served(client, user, file).status_code == 404
    assert served(client, moderator, file).status_code == 200
    client.logout()
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Une moquerie" not in page and "Sans moquerie." in page and "Le plan" in page
    item = client.get(f"/api/v1/needs/{need.uid}/").json()
    assert [each["uid"] for each in item["files"]] == [str(shown.uid)]


def test_the_file_of_an_erased_entry_is_gone(client):
    need = make_need()
    file = make_attachment(need)
    bury(need, "Doublon.")
    assert served(client, None, file).status_code == 404


def test_a_file_that_is_lost_is_not_there(client, caplog):
    file = make_attachment(make_need())
    keeping.drop(file.path)
    assert served(client, None, file).status_code == 404
    assert str(file.uid) in caplog.text


def test_the_item_of_the_api_says_its_files(client):
    offer = make_offer()
    assert client.get(f"/api/v1/offers/{offer.uid}/").json()["files"] == []
    file = make_attachment(offer, content=make_picture("WEBP"), title="La salle")
    (said,) = client.get(f"/api/v1/offers/{offer.uid}/").json()["files"]
    assert (said["title"], said["media_type"], said["width"]) == ("La salle", "image/webp", 40)
    assert said["url"].endswith(file.get_absolute_url()) and said["sha256"] == file.digest
    assert "path" not in said


@pytest.mark.parametrize("files", [0, 1, 3])
def test_files_cost_one_query_and_none_where_there_is_none(
    client, django_assert_num_queries, files
):
    offer = make_offer()
    editor = make_user(edits=[offer])
    for _ in range(files):
        make_attachment(offer, editor)
    client.get(offer.get_absolute_url())
    with django_assert_num_queries(4 + bool(files)):
        client.get(offer.get_absolute_url() + "?again")
    with django_assert_num_queries(2 + bool(files)):
        client.get(f"/api/v1/offers/{offer.uid}/")
    for file in Attachment.objects.all():
        with django_assert_num_queries(1):
            client.get(file.get_absolute_url())


def test_only_editors_of_kinds_with_files_reach_the_form(client, editor):
    assert client.get(new(make_need())).status_code == 403
    project = make_project()
    project.roles.create(user=editor, name="editor")
    assert client.get(new(project)).status_code == 404
    client.logout()
    assert client.get(new(make_need())).status_code == 302


def test_what_is_sent_beyond_the_largest_file_is_not_read(client, need, settings):
    settings.FILE_MOST_BYTES = 100_000
    answer = post(client, need, b"a b " * 200_000)
    assert answer.status_code == 200
    assert 'id="id_file_error"' in answer.content.decode()
    assert answer.wsgi_request.FILES["file"].size <= 100_000 + 2 * 2**16
