"""What `terreau check` says of the search index."""

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry
from terreau.search.models import Document


def documents_that_drifted():
    """One line for each entry that search misses, shows without right, or knows as it was."""
    kinds = [kind.slug for kind in all_kinds()]
    public = Entry.objects.public().filter(kind__in=kinds)
    missing = public.filter(search_document__isnull=True).order_by("pk")
    for uid in missing.values_list("uid", flat=True).iterator():
        yield _("%(uid)s cannot be found") % {"uid": uid}
    hidden = Document.objects.filter(
        Q(entry__published_at__isnull=True) | Q(entry__hidden_at__isnull=False)
    )
    for uid in hidden.order_by("pk").values_list("entry__uid", flat=True).iterator():
        yield _("%(uid)s can be found and should not") % {"uid": uid}
    same = Q(
        changed_at=F("entry__updated_at"),
        published_at=F("entry__published_at"),
        state=F("entry__state"),
    )
    old = Document.objects.exclude(same).exclude(pk__in=hidden).order_by("pk")
    for uid in old.values_list("entry__uid", flat=True).iterator():
        yield _("%(uid)s is found as it was before: run reindex") % {"uid": uid}


register_truth(gettext_lazy("search finds what is public, as it is"), documents_that_drifted)
