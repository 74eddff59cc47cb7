from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.entries.personal import told_title
from terreau.follows.models import Follow, Watch


def follow_rows(user):
    for each in Follow.objects.filter(user=user).select_related("entry").order_by("pk"):
        yield {
            "entry": str(each.entry.uid),
            "title": told_title(each.entry),
            "level": each.level,
            "by_itself": each.is_automatic,
            "since": each.since,
        }


def watch_rows(user):
    watches = Watch.objects.filter(user=user).select_related("territory", "topic")
    for each in watches.order_by("pk"):
        yield {
            "kind": each.kind,
            "territory": each.territory.code if each.territory else "",
            "topic": each.topic.slug if each.topic else "",
            "level": each.level,
            "since": each.since,
        }


register_holding(Holding("follows", _("What I follow"), ("follows.Follow",), follow_rows))
register_holding(Holding("watches", _("What I watch"), ("follows.Watch",), watch_rows))
