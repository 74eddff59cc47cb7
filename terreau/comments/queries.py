from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from terreau.comments.mentions import addresses_in
from terreau.comments.models import Comment, Draft, Reaction, Talk, Version
from terreau.entries import faces
from terreau.entries.kinds import Feature, all_kinds
from terreau.entries.models import Entry, Link, Role, visible
from terreau.entries.queries import specific
from terreau.entries.rules import EDITING
from terreau.moderation.queries import hidings_of
from terreau.prepared import prepared

PAGE = 50
REPLIES = 500  # of one page
BATCH = 500
SPEAKER = "organization"  # the kind of entries for which people speak


def allowing():
    """The names of the kinds that people comment on."""
    return [kind.slug for kind in all_kinds() if kind.allows(Feature.COMMENT)]


def entry_to_discuss(user, uid):
    """An entry that people comment on, as its own kind: two queries. Raises Http404."""
    entries = Entry.objects.visible_to(user).filter(uid=uid, kind__in=allowing())
    for entry in specific(entries[:1]):
        return entry
    raise Http404(str(uid))


@prepared
def _talk(pk):
    return Talk.objects.filter(entry=pk)


def talk_of(entry):
    """What is counted of the talk beside an entry: one query."""
    return next(iter(_talk(entry.pk)), None) or Talk(entry_id=entry.pk)


def standing():
    """The Q of comments that leave something to show: words, or a place that answers hold."""
    return Q(deleted_at__isnull=True) | Q(reply_count__gt=0)


def threads(user, entry, before=None, size=PAGE):
    """(threads, number to ask for the next page with or None), newest first: at most five queries.

    Comments with their answers, the faces of who wrote, why some are hidden, and what the user
    reacted; see `dressed`.
    """
    top = Comment.objects.filter(standing(), entry=entry.pk, parent=None)
    top = top.filter(pk__lt=before) if before else top
    found = list(top.select_related("organization").order_by("-pk")[: size + 1])
    older = found[size - 1].pk if len(found) > size else None
    return dressed(user, found[:size]), older


def thread_at(user, uid):
    """(the entry, as its own kind; the thread of a comment): at most seven queries.

    Raises Http404, also for what nobody may read any more.
    """
    comments = Comment.objects.filter(visible(user, "entry__"), standing(), uid=uid)
    comment = comments.select_related("entry", "organization", "parent__organization").first()
    for entry in specific([comment.entry] if comment else ()):
        return entry, dressed(user, [comment.parent or comment])[0]
    raise Http404(str(uid))


def dressed(user, tops):
    """The same comments with their `answers`, and each with all that is shown of it:

    `face`: (name, address) of who wrote, `pages`: {slug: address} of those whom comments beside it
    call, `hiding`: the decision that hides it, `mine`: the meanings
    with which the user reacted. Four queries, fewer where there is nothing to ask.
    """
    answers = {top.pk: [] for top in tops}
    with_answers = [top.pk for top in tops if top.reply_count]
    if with_answers:
        replies = Comment.objects.filter(standing(), parent__in=with_answers)
        for reply in replies.select_related("organization").order_by("pk")[:REPLIES]:
            answers[reply.parent_id].append(reply)
    for top in tops:
        top.answers = answers[top.pk]
    dress(user, [*tops, *(reply for top in tops for reply in top.answers)])
    return tops


def dress(user, comments):
    """See `dressed`: three queries at most, and one where comments call somebody."""
    shown = faces.shown(each.user_id for each in comments if each.is_signed and each.is_said)
    hidden = hidings_of("comment", [each.uid for each in comments if each.hidden_at])
    mine = reactions_of(user, comments)
    pages = addresses_in(each.text for each in comments if each.is_said)
    for each in comments:
        each.pages = pages
        each.face = shown.get(each.user_id) if each.is_signed else None
        each.hiding = hidden.get(each.uid)
        each.mine = mine.get(each.pk, set())


def reactions_of(user, comments):
    """{key of the comment: meanings} of a user: one query, none for an anonymous reader."""
    found = {}
    if user.is_authenticated and comments:
        given = Reaction.objects.filter(user=user, comment__in=[each.pk for each in comments])
        for key, meaning in given.order_by("pk").values_list("comment", "meaning"):
            found.setdefault(key, set()).add(meaning)
    return found


def reactions_to(user, entry):
    """The meanings with which a user reacted to an entry: one query, none for anonymous readers."""
    if not user.is_authenticated:
        return set()
    given = Reaction.objects.filter(user=user, entry=entry.pk, comment=None)
    return set(given.order_by("pk").values_list("meaning", flat=True))


def comment_at(user, uid):
    """(Comment, its entry as its own kind): three queries. Raises Http404."""
    comments = Comment.objects.filter(visible(user, "entry__"), uid=uid, deleted_at=None)
    comment = comments.select_related("entry", "organization").first()
    for entry in specific([comment.entry] if comment else ()):
        return comment, entry
    raise Http404(str(uid))


def versions_of(comment):
    """[(number, text, moment)] of all that a comment said, the newest first: one query."""
    kept = Version.objects.filter(comment=comment).order_by("-number")
    now = (comment.version, comment.text, comment.edited_at or comment.created_at)
    return [now, *((each.number, each.text, each.at) for each in kept)]


def draft_of(user, entry):
    """What the user has not published yet beside an entry, or "": one query."""
    drafts = Draft.objects.filter(user=user, entry=entry.pk)
    return drafts.values_list("text", flat=True).first() or ""


def spoken_for(user):
    """The entries for which a user may speak: one query."""
    mine = Role.objects.filter(user=user, name__in=EDITING).values("entry")
    return list(Entry.objects.public().filter(pk__in=mine, kind=SPEAKER).order_by("title", "pk"))


def late_questions(user, organization, today):
    """[Comment] to which an organization owes an answer that is late, the oldest first: one query.

    Questions on its own page, on what it is the author of and on what it leads today.
    """
    return _late_questions(organization.pk, today, user=user)


@prepared
def _late_questions(pk, today, *, user):
    # Asked of each late question: an organization leads many more entries than are late.
    led = Link.objects.at(today).filter(source=OuterRef("entry"), target=pk, leads=True)
    theirs = Q(entry=pk) | Q(entry__author=pk) | Exists(led)
    late = Comment.objects.filter(
        theirs, visible(user, "entry__"), answer_due_on__lt=today, answered_at=None,
        hidden_at=None, deleted_at=None,
    )  # fmt: skip
    return late.select_related("entry").order_by("answer_due_on", "pk")[:PAGE]


def public_comments(entry=None):
    """The comments of public entries whose words are there to be read, as a queryset."""
    found = Comment.objects.filter(
        visible(None, "entry__"), hidden_at=None, deleted_at=None, entry__kind__in=allowing()
    )
    found = found.filter(entry__uid=entry) if entry else found
    return found.select_related("entry", "organization", "parent")


def page_of(entry=None, before=None, size=PAGE):
    """([Comment], number to ask for the next page with or None), newest first: two queries."""
    found = public_comments(entry)
    found = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: size + 1])
    dress_faces(found)
    return found[:size], found[size - 1].pk if len(found) > size else None


def dress_faces(comments):
    shown = faces.shown(each.user_id for each in comments if each.is_signed)
    for each in comments:
        each.face = shown.get(each.user_id) if each.is_signed else None


def batches():
    """All public comments, the oldest first, in lists of several hundred: two queries a list."""
    last = 0
    while True:
        found = list(public_comments().filter(pk__gt=last).order_by("pk")[:BATCH])
        if not found:
            return
        dress_faces(found)
        yield found
        last = found[-1].pk


def today():
    return timezone.localdate()
