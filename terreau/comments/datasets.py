"""Comments as open data: what is there to be read, and who wrote only as they show themselves."""

from django.conf import settings
from django.utils.translation import gettext_lazy

from terreau.comments.queries import batches
from terreau.entries.datasets import Dataset, register_dataset


def row(comment):
    """What everybody may know of a comment, as plain values."""
    name, address = comment.face or ("", "")
    organization = comment.organization
    organization = organization if organization is not None and organization.is_public else None
    return {
        "uid": str(comment.uid),
        "entry_uid": str(comment.entry.uid),
        "parent_uid": str(comment.parent.uid) if comment.parent else "",
        "at": comment.created_at,
        "edited_at": comment.edited_at,
        "by": name,
        "profile": settings.SITE_URL + address if address else "",
        "organization_uid": str(organization.uid) if organization else "",
        "text": comment.text,
        "useful": comment.useful_count,
        "too": comment.too_count,
        "help": comment.help_count,
        "answer_due_on": comment.answer_due_on,
        "answered_at": comment.answered_at,
    }


def rows():
    for batch in batches():
        yield from map(row, batch)


register_dataset(Dataset("comments", gettext_lazy("comments"), "comments", rows))
