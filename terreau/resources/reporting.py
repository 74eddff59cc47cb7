"""Feedback as moderation knows it, and what reports of a resource say of its state."""

from functools import partial

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.models import Entry
from terreau.moderation.reportables import Reportable, Thing, register_reportable
from terreau.resources.models import Feedback, Resource


def find(uid):
    """A feedback to report: one query."""
    found = Feedback.objects.filter(uid=uid, withdrawn_at=None)
    feedback = found.select_related("resource", "user").first()
    return thing_of(feedback) if feedback else None


def thing_of(feedback):
    resource = feedback.resource
    return Thing(
        uid=feedback.uid,
        entry=resource,
        title=_("Feedback on “%(title)s”") % {"title": resource.title},
        text=feedback.text,
        url=f"{resource.get_absolute_url()}#feedback-{feedback.uid}",
        is_hidden=feedback.hidden_at is not None,
        is_seen=partial(sees, feedback),
        answerable=lambda: [feedback.user] if feedback.user else [],
        conceal=partial(conceal, feedback),
    )


def sees(feedback, user):
    return Entry.objects.visible_to(user).filter(pk=feedback.resource_id).exists()


def conceal(feedback, at):
    """Hide a feedback, or show it again (None). In the transaction of the decision only."""
    Feedback.objects.filter(pk=feedback.pk).update(hidden_at=at)
    name = f"ratings_{feedback.rating}"
    step = -1 if at else 1
    Resource.objects.filter(pk=feedback.resource_id).update(**{name: F(name) + step})


register_reportable(Reportable("feedback", gettext_lazy("feedback"), find))
