from django.db.models import Q
from django.utils import timezone

from terreau.entries.queries import authored, by_uid_or_404, entry_at, topics_of
from terreau.entries.sentences import said_of
from terreau.ledger.queries import latest
from terreau.needs.helping import helps_seen
from terreau.needs.models import HELPED, Need, State
from terreau.prepared import prepared

LATEST = 6  # statements that a page shows
MOST_LATE = 200
BATCH = 500
AWAITING = (State.OPEN, *HELPED)


def need_page(user, slug):
    """What the page of a need shows, its panels and suggestions apart: 5 queries, 6 for who is
    signed in."""
    need = entry_at(Need, user, slug, ("territory", "author", "addressed_to"))
    return {
        "need": need,
        "topics": topics_of(need.pk),
        "helps": helps_seen(user, need),
        "statements": said_of(user, need, latest(LATEST, need.uid)),
    }


def late(today=None):
    """The public needs whose answer is due since before a day, the longest first, as a queryset."""
    today = today or timezone.localdate()
    waiting = Need.objects.public().filter(
        due_on__lt=today, answered_at__isnull=True, state__in=AWAITING
    )
    return waiting.select_related("addressed_to", "author").order_by("due_on", "pk")


def late_page():
    """Needs without an answer after their day: one query."""
    return list(late()[:MOST_LATE])


def of_organization(user, organization, limit=12):
    """The needs that an organization has, or that are addressed to it, newest first: one query."""
    return _of_speaker(organization.pk, user=user, limit=limit)


@prepared
def _of_speaker(pk, *, user, limit):
    own = Q(pk__in=authored(pk)) | Q(addressed_to=pk)
    return Need.objects.visible_to(user).filter(own, state__in=AWAITING).newest()[:limit]


def searched_texts(need):
    """What search reads of a need beside title and summary."""
    return [need.problem, need.background, need.get_form_display(), need.transferred]


def need_by_uid(user, uid):
    """A need by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Need, user, uid)


def export_rows(needs):
    """The open data of needs: one plain row each: one query."""
    rows = needs.select_related("territory", "author", "addressed_to").order_by("pk")
    for need in rows.iterator(chunk_size=BATCH):
        yield {
            "uid": str(need.uid),
            "slug": need.slug,
            "title": need.title,
            "problem": need.problem,
            "background": need.background,
            "form": need.form,
            "state": need.state,
            "by": public_uid(need.author),
            "addressed_to": public_uid(need.addressed_to),
            "territory": need.territory.code if need.territory else "",
            "deadline": need.deadline,
            "answer_due_on": need.due_on,
            "answered_at": need.answered_at,
            "matched_on": need.matched_on,
            "closed_on": need.closed_on,
            "hours": need.hours,
            "transferred": need.transferred,
            "reason": need.reason,
        }


def late_rows():
    """The open data of needs without an answer after their day: one query."""
    for need in late():
        yield {
            "uid": str(need.uid),
            "title": need.title,
            "addressed_to": public_uid(need.addressed_to),
            "due_on": need.due_on,
            "days_late": (timezone.localdate() - need.due_on).days,
        }


def public_uid(entry):
    return str(entry.uid) if entry is not None and entry.is_public else ""
