import os
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone

from terreau.attachments import actions, consistency, keeping, reporting
from terreau.attachments.models import Attachment
from terreau.attachments.personal import rows
from terreau.attachments.reception import examined
from terreau.attachments.tasks import sweep_files
from terreau.attachments.tests.factories import make_attachment, make_picture
from terreau.entries.actions import bury
from terreau.entries.models import Entry, Tombstone
from terreau.entries.tests.factories import make_user
from terreau.ledger.leaves import holds
from terreau.ledger.models import Statement
from terreau.needs.tests.factories import make_need
from terreau.offers.tests.factories import make_offer
from terreau.people.actions import erase
from terreau.people.tests.factories import make_person
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
TEXT = examined(b"Une note sur les haies.")


def paths():
    return [path for batch in keeping.batches() for path in batch]


@pytest.fixture(autouse=True)
def empty_storage():
    yield
    for path in paths():
        default_storage.delete(path)


def kept_for(path, hours):
    """Make a kept file look as old as that."""
    node = default_storage._resolve(path)
    node.modified_time = timezone.now() - timedelta(hours=hours)


def test_an_editor_adds_a_file_and_the_record_keeps_no_word_of_it():
    need = make_need()
    editor = make_user(edits=[need.author])
    file = make_attachment(need, editor, "Signé Zébuline.".encode(), "Les souhaits de Zébuline")
    said = Statement.objects.get(subject=need.uid)
    assert (said.verb, said.actor) == ("attachments.attach", None)
    assert said.payload == {
        "file": str(file.uid), "type": "text/plain", "bytes": file.size, "sha256": file.digest,
    }  # fmt: skip
    need.refresh_from_db()
    assert (need.file_count, need.revision) == (1, 0)
    with keeping.opened(file.path) as kept:
        assert kept.read().decode() == "Signé Zébuline."
    assert "zébuline" not in file.path.lower() and "." not in file.path


@pytest.mark.parametrize("kind", ["stranger", "member", "inactive", "hidden", "no files"])
def test_who_may_not_add(kind):
    entry = make_project() if kind == "no files" else make_need()
    user = make_user(edits=[] if kind in ("stranger", "member") else [entry])
    if kind == "inactive":
        user.is_active = False
    if kind == "hidden":
        Entry.objects.filter(pk=entry.pk).update(hidden_at=timezone.now())
        entry.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.add(user, entry, file=TEXT, title="Note")
    assert paths() == []


def test_an_entry_has_so_many_files_and_none_twice(settings):
    settings.FILES_OF_ENTRY = 2
    offer = make_offer()
    editor = make_user(edits=[offer])
    make_attachment(offer, editor, b"a b")
    with pytest.raises(ValidationError):
        make_attachment(offer, editor, b"a b")
    make_attachment(offer, editor, b"c d")
    with pytest.raises(ValidationError):
        make_attachment(offer, editor, b"e f")
    assert len(paths()) == 2
    assert list(consistency.counts_that_drifted()) == []


def test_a_picture_needs_words():
    need = make_need()
    with pytest.raises(ValidationError):
        make_attachment(need, content=make_picture(), alt="")
    assert paths() == []


def test_what_fails_on_the_way_leaves_no_file(monkeypatch):
    monkeypatch.setattr(actions, "keep_pace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_attachment(make_need())
    assert paths() == [] and not Attachment.objects.exists()


def test_a_young_account_adds_ten_an_hour():
    user = make_user()
    needs = [make_need() for _ in range(2)]
    for need in needs:
        need.roles.create(user=user, name="editor")
    for number in range(10):
        make_attachment(needs[number % 2], user)
    with pytest.raises(ValidationError):
        make_attachment(needs[0], user)


def test_a_file_is_taken_away_with_its_bytes(django_capture_on_commit_callbacks):
    need = make_need()
    editor = make_user(edits=[need])
    file = make_attachment(need, editor)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(editor, need, attachment=file)
        assert paths() == [file.path]  # until it is committed
    assert paths() == []
    need.refresh_from_db()
    assert need.file_count is None
    assert Tombstone.objects.get(uid=file.uid).kind == "attachment"
    with pytest.raises(ValidationError):
        actions.detach(editor, need, attachment=file)


def test_nobody_takes_away_through_another_entry():
    file = make_attachment(make_need())
    other = make_need()
    with pytest.raises(ValidationError):
        actions.detach(make_user(edits=[other]), other, attachment=file)
    with pytest.raises(PermissionDenied):
        actions.detach(make_user(edits=[other]), file.entry, attachment=file)


def test_an_entry_that_goes_takes_its_files_along(django_capture_on_commit_callbacks):
    need = make_need()
    make_attachment(need)
    with django_capture_on_commit_callbacks(execute=True):
        bury(need, "Doublon.")
    assert paths() == [] and not Attachment.objects.exists()


def test_who_is_erased_takes_along_what_they_added_for_themselves(
    django_capture_on_commit_callbacks,
):
    user = make_user()
    person = make_person(user=user)
    own = make_need(author=person)
    mine = make_attachment(own, user, "Signé Zébuline.".encode())
    theirs = make_need()
    theirs.author.roles.create(user=user, name="editor")
    official = make_attachment(theirs, user)
    assert [each["uid"] for each in rows(user)] == [str(mine.uid), str(official.uid)]
    with django_capture_on_commit_callbacks(execute=True):
        erase(user)
    assert paths() == [official.path]
    assert Attachment.objects.get().user is None
    said = Statement.objects.get(subject=own.uid, verb="attachments.attach")
    assert said.is_erased and holds(said)
    assert not Statement.objects.get(subject=theirs.uid).is_erased
    assert list(consistency.counts_that_drifted()) == []


def test_what_nobody_knows_is_swept_once_it_is_old():
    file = make_attachment(make_need())
    old, young = keeping.keep(b"old"), keeping.keep(b"young")
    kept_for(old, 2)
    kept_for(file.path, 2)
    sweep_files()
    assert sorted(paths()) == sorted([file.path, young])
    sweep_files()
    assert sorted(paths()) == sorted([file.path, young])


def test_nothing_is_swept_where_no_file_is_known():
    old = keeping.keep(b"old")
    kept_for(old, 2)
    sweep_files()
    assert paths() == [old]


def test_a_lost_file_is_told():
    file = make_attachment(make_need())
    assert list(consistency.files_that_are_lost()) == []
    keeping.drop(file.path)
    assert list(consistency.files_that_are_lost()) == [f"file {file.uid}"]


def test_moderation_hides_a_file_alone():
    file = make_attachment(make_need(), title="Une moquerie")
    thing = reporting.find(file.uid)
    assert thing.entry.pk == file.entry_id
    assert "Une moquerie" in thing.text and not thing.is_hidden
    thing.conceal(timezone.now())
    assert reporting.find(file.uid).is_hidden


def test_files_are_durable_and_closed_to_others(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    storage = storages.create_storage(
        {"BACKEND": "terreau.attachments.keeping.Durable", "OPTIONS": {"location": tmp_path}}
    )
    storage.save("ab/abcd", ContentFile(b"x"))
    assert len(flushed) == 2
    assert (tmp_path / "ab/abcd").read_bytes() == b"x"
    assert (tmp_path / "ab/abcd").stat().st_mode & 0o777 == 0o640
