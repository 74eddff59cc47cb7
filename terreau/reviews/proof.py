"""What stands around a dossier: as of when it is, and how anybody can check a frozen one."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from terreau.evidence.words import known_form
from terreau.projects.sheet import day_of
from terreau.reviews.offers import address


def draft_words(review, known_at=None):
    """Title, lead and notice of a dossier that is not frozen, today or as it was known on a day."""
    place = address(review, "draft")
    said = {
        "title": _("The dossier today"),
        "lead": _("It fills itself from what is known of %(project)s."),
        "notice": _("This dossier is not frozen: it changes until the committee reads it."),
    }
    if known_at is not None:
        said |= {
            "title": _("The dossier on %(day)s"),
            "lead": _("It is filled from what was known of %(project)s at the end of that day."),
            "notice": _(
                "What the project says of its problem has no past here: it is that of today."
            ),
        }
    words = {"project": review.subject.title, "day": known_at and day_of(known_at)}
    said = {name: text % words for name, text in said.items()}
    return said | {"review": review, "frozen": None, "proof": []} | known_form(place, known_at)


def frozen_words(review, dossier, statement):
    """Title, lead and proof of a frozen version; statement: the line that keeps its digest."""
    day = day_of(timezone.localdate(dossier.frozen_at))
    items = [
        {"term": _("Digest (SHA-256)"), "html": format_html("<code>{}</code>", dossier.digest)},
        {
            "term": _("To verify"),
            "text": _("Its canonical text (RFC 8785), of which sha256sum gives the digest"),
            "url": reverse("review:canonical", args=[review.slug, dossier.version]),
        },
    ]
    if statement is not None:
        items.append(
            {
                "term": _("Public record"),
                "text": _("The line of the record that keeps it"),
                "url": statement.get_absolute_url(),
            }
        )
    return {
        "title": _("Dossier, version %(n)d") % {"n": dossier.version},
        "lead": _("Frozen on %(day)s: it never changes again.") % {"day": day},
        "review": review,
        "frozen": dossier,
        "proof": items,
    }
