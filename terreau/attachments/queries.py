from django.http import Http404

from terreau.attachments.models import Attachment
from terreau.entries.kinds import Feature, all_kinds
from terreau.entries.models import Entry, Tombstone, visible
from terreau.entries.queries import Gone, specific
from terreau.moderation.queries import hidings_of

KIND = "attachment"  # of tombstones


def allowing():
    return [kind.slug for kind in all_kinds() if kind.allows(Feature.ATTACH)]


def entry_with_files(user, uid):
    """An entry that can have files, as its own kind: two queries. Raises Http404."""
    entries = Entry.objects.visible_to(user).filter(uid=uid, kind__in=allowing())
    for entry in specific(entries[:1]):
        return entry
    raise Http404(str(uid))


def files_of(entry):
    """The files beside an entry, the oldest first: one query, none where there is none.

    Each has `hiding`: the decision that hides it; a second query where some are hidden.
    """
    if not entry.file_count:
        return []
    found = list(Attachment.objects.filter(entry=entry.pk).order_by("pk"))
    hidden = hidings_of(KIND, [each.uid for each in found if each.hidden_at])
    for each in found:
        each.hiding = hidden.get(each.uid)
    return found


def file_at(user, uid):
    """A file with its entry, where the user may have it: one query. Raises Gone or Http404."""
    files = Attachment.objects.filter(visible(user, "entry__"), uid=uid)
    file = files.select_related("entry").first()
    if file is not None and (file.hidden_at is None or sees_hidden(user)):
        return file
    tombstone = Tombstone.objects.filter(uid=uid, kind=KIND).first()
    if tombstone is not None:
        raise Gone(tombstone)
    raise Http404(str(uid))


def sees_hidden(user):
    return user.is_authenticated and user.is_active and (user.is_staff or user.is_moderator)


def file_to_detach(user, uid):
    """(a file, hidden or not; its entry as its own kind): two queries. Raises Http404."""
    files = Attachment.objects.filter(visible(user, "entry__"), uid=uid)
    file = files.select_related("entry").first()
    for entry in specific([file.entry] if file else ()):
        return file, entry
    raise Http404(str(uid))


def known(paths):
    """Those of these paths that a row tells of: one query."""
    return set(Attachment.objects.filter(path__in=paths).values_list("path", flat=True))


def is_any():
    return Attachment.objects.exists()


def files_by(user):
    """The files that somebody added, with their entries and who speaks there: one query."""
    files = Attachment.objects.filter(user=user).select_related("entry__author")
    return files.order_by("pk")
