"""Who hears of what is said of a resource. The words of a notice hold none of its text."""

from django.utils.translation import gettext_lazy as _

from terreau.moderation.notices import reason_label
from terreau.moderation.reportables import editors_of
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text

register_text(
    "resources.flagged",
    _("{entry}: somebody reported it ({reason}). Update it, or say that it is current."),
    reason=reason_label,
)
register_text("resources.rated", _("{entry}: somebody gave feedback. You may answer it once."))
register_text("resources.replied", _("{entry}: your feedback was answered."))


def tell_flagged(resource, reason):
    key = f"resources.flagged:{resource.uid}:{resource.revision}"
    notify(editors_of(resource), resource, key=key, text="resources.flagged", reason=reason)


def tell_rated(resource, feedback):
    key = f"resources.rated:{feedback.uid}"
    notify(editors_of(resource), resource, key=key, text="resources.rated")


def tell_replied(resource, feedback):
    if feedback.user is not None:
        key = f"resources.replied:{feedback.uid}"
        notify([feedback.user], resource, key=key, text="resources.replied")
