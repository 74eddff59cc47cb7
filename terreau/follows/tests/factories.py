from terreau.follows.models import Follow, Level, Watch


def make_follow(user, entry, level=Level.EVERYTHING, **given):
    return Follow.objects.create(user=user, entry_id=entry.pk, level=level, **given)


def make_watch(user, level=Level.EVERYTHING, **given):
    return Watch.objects.create(user=user, level=level, **given)
