"""Files come and go. Who did it is told to nobody: an entry may be of a person with a profile, and
a signed statement would tie its name to the uid under which the person does everything else."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.attachments import keeping, queries
from terreau.attachments.models import Attachment
from terreau.attachments.types import label_of
from terreau.entries.actions import action
from terreau.entries.models import Entry, Tombstone
from terreau.ledger import actions as ledger
from terreau.ledger.models import Statement
from terreau.moderation.pace import Pace, keep_pace, register_pace

ATTACH = "attachments.attach"
BESIDE = {"is_unsigned": True, "is_beside": True}
register_pace(Pace("file", new=10, known=60))


def add(user, entry, *, file, title, alt="", revision=None):
    """Keep a file, then attach it; what could not be attached is not kept."""
    attach.check(user, entry)
    path = keeping.keep(file.content)
    try:
        return attach(user, entry, file=file, title=title, alt=alt, path=path)
    except Exception:
        keeping.drop(path)
        raise


@action(
    ATTACH,
    sentence=gettext_lazy("{subject}: a file was added: {type}."),
    labels={"type": label_of},
    **BESIDE,
)
def attach(user, entry, *, file, title, alt, path):
    """Put a file that is kept beside an entry. The record keeps its digest and no word of it."""
    most = settings.FILES_OF_ENTRY
    if Attachment.objects.filter(entry=entry.pk).count() >= most:
        words = ngettext(
            "%(n)d file is the most that a page has: take one away first.",
            "%(n)d files are the most that a page has: take one away first.",
            most,
        )
        raise ValidationError(words % {"n": most})
    if Attachment.objects.filter(entry=entry.pk, digest=file.digest).exists():
        raise ValidationError({"file": _("This file is here already.")})
    if file.width and not alt:
        raise ValidationError({"alt": _("Say what the picture shows: not everybody sees it.")})
    keep_pace(user, "file")
    made = Attachment(
        entry_id=entry.pk, user=user, title=title, alt=alt, media_type=file.media_type,
        size=len(file.content), width=file.width, height=file.height, digest=file.digest, path=path,
    )  # fmt: skip
    made.full_clean(exclude=("entry", "user"), validate_unique=False)
    made.save()
    count(entry)
    return {
        "file": str(made.uid), "type": made.media_type, "bytes": made.size, "sha256": made.digest,
    }  # fmt: skip


@action("attachments.detach", sentence=gettext_lazy("{subject}: a file was taken away."), **BESIDE)
def detach(user, entry, *, attachment):
    """Take a file away for good; its address says that it was there."""
    found = Attachment.objects.filter(pk=attachment.pk, entry=entry.pk).first()
    if found is None:
        raise ValidationError(_("This file was taken away in the meantime."))
    bury(found, _("Taken away by those who publish the page."))
    count(entry)
    return {"file": str(found.uid), "sha256": found.digest}


for name in ("check", "is_public", "is_beside"):
    setattr(add, name, getattr(attach, name))


def count(entry):
    """Keep on the entry how many files stand beside it, in the transaction that changes it."""
    entry.file_count = Attachment.objects.filter(entry=entry.pk).count() or None
    Entry.objects.filter(pk=entry.pk).update(file_count=entry.file_count)


def bury(file, reason):
    """Delete a file and leave a tombstone; its bytes go once that is committed (receivers)."""
    Tombstone.objects.create(uid=file.uid, kind=queries.KIND, slug=str(file.uid), reason=reason)
    Attachment.objects.filter(pk=file.pk).delete()


def forget(user):
    """Erase what somebody added; what an organization published stays, without whose hand it was.

    The record loses what it said of an erased file: by its digest, somebody who has a copy could
    tell that it was here.
    """
    for file in list(queries.files_by(user)):
        speaker = file.entry.author or file.entry
        if speaker.kind == "organization":
            Attachment.objects.filter(pk=file.pk).update(user=None)
            continue
        for statement in Statement.objects.filter(subject=file.entry.uid, verb=ATTACH):
            if (statement.payload or {}).get("file") == str(file.uid):
                ledger.erase_payload(statement)
        bury(file, _("Erased at the person’s own request."))
        count(file.entry)


def sweep():
    """Remove what is kept and no row tells of; how many. Safe to run twice.

    Not where there is no row at all: that is rather the wrong database than the last file.
    """
    swept = 0
    for paths in keeping.batches() if queries.is_any() else ():
        told = queries.known(paths)
        for path in paths:
            if path not in told and keeping.is_old(path):
                keeping.drop(path)
                swept += 1
    return swept
