from django.db.models import Q

from terreau.entries.models import visible
from terreau.notifications.models import Notice
from terreau.notifications.texts import apart

PAGE = 30


def unread_count(user):
    """How many notices a user has not read: one query on a partial index."""
    return Notice.objects.filter(user=user, read_at__isnull=True).count()


def unread(user, limit=PAGE):
    """The newest notices that a user has not read, of what they may still see: one query."""
    return list(shown_to(user).filter(read_at__isnull=True)[:limit])


def page_of(user, before=None):
    """([Notice], number to ask for the next page with or None), newest first: one query."""
    notices = shown_to(user)
    if before:
        notices = notices.filter(pk__lt=before)
    found = list(notices[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def shown_to(user):
    told = visible(user, "entry__") | Q(text__in=apart())
    notices = Notice.objects.filter(told, user=user)
    return notices.select_related("entry").order_by("-pk")


def notice_of(user_uid, key):
    """A notice by whom it is for and its key, or None: one query."""
    notices = Notice.objects.filter(user__uid=user_uid, key=key)
    return notices.select_related("user", "entry").first()


def is_shown(notice):
    """Whether who it is for may still see it: one query."""
    return shown_to(notice.user).filter(pk=notice.pk).exists()
