"""How anybody can check that a dossier is the one that the public record knows."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from terreau.projects.sheet import day_of


def draft_words(review):
    return {
        "title": _("The dossier today"),
        "lead": _("It fills itself from what is known of %(project)s.")
        % {"project": review.subject.title},
        "frozen": None,
        "proof": [],
    }


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
        "frozen": dossier,
        "proof": items,
    }
