"""Files as moderation knows them."""

from functools import partial

from django.utils.translation import gettext_lazy

from terreau.attachments.models import Attachment
from terreau.attachments.queries import KIND
from terreau.entries.models import Entry
from terreau.moderation.reportables import Reportable, Thing, editors_of, register_reportable


def find(uid):
    """A file to report: one query."""
    file = Attachment.objects.filter(uid=uid).select_related("entry").first()
    if file is None:
        return None
    return Thing(
        uid=file.uid,
        entry=file.entry,
        title=file.title,
        text=f"{file.title}\n\n{file.alt}".strip(),
        url=file.get_absolute_url(),
        is_hidden=file.hidden_at is not None,
        is_seen=partial(sees, file),
        answerable=partial(editors_of, file.entry),
        conceal=partial(conceal, file),
    )


def sees(file, user):
    return Entry.objects.visible_to(user).filter(pk=file.entry_id).exists()


def conceal(file, at):
    """Hide a file, or show it again (None). In the transaction of the decision only."""
    Attachment.objects.filter(pk=file.pk).update(hidden_at=at)


register_reportable(Reportable(KIND, gettext_lazy("a file"), find))
