from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from terreau.comments.models import Comment, Meaning, Reaction, Talk
from terreau.entries.consistency import register_truth


def counts_of_reactions_that_drifted():
    """Reactions to entries and comments that are not as many as the counts beside them say."""
    for model, key, those in (
        (Comment, "comment", Q(comment__isnull=False)), (Talk, "entry", Q(comment__isnull=True)),
    ):  # fmt: skip
        given = Reaction.objects.filter(those).values(key, "meaning").order_by(key, "meaning")
        counted = {
            (each[key], each["meaning"]): each["n"] for each in given.annotate(n=Count("pk"))
        }
        names = [f"{meaning}_count" for meaning in Meaning]
        for pk, *kept in model.objects.order_by("pk").values_list("pk", *names):
            for meaning, n in zip(Meaning, kept, strict=True):
                if n != counted.get((pk, meaning.value), 0):
                    yield f"{key} {pk} {meaning}: {n}"


def counts_of_comments_that_drifted():
    shown = Comment.objects.filter(hidden_at=None, deleted_at=None).order_by("entry")
    counted = dict(shown.values_list("entry").annotate(n=Count("pk")))
    for pk, n in Talk.objects.order_by("pk").values_list("pk", "comment_count"):
        if n != counted.pop(pk, 0):
            yield f"entry {pk}: {n}"
    yield from (f"entry {pk}: 0" for pk in sorted(counted))


def counts_of_answers_that_drifted():
    standing = Comment.objects.filter(parent__isnull=False, deleted_at=None).order_by("parent")
    counted = dict(standing.values_list("parent").annotate(n=Count("pk")))
    for pk, n in Comment.objects.order_by("pk").values_list("pk", "reply_count"):
        if n != counted.get(pk, 0):
            yield f"comment {pk}: {n}"


register_truth(
    gettext_lazy("the counts of reactions are those of the reactions"),
    counts_of_reactions_that_drifted,
)
register_truth(
    gettext_lazy("the counts of comments are those of the comments"),
    counts_of_comments_that_drifted,
)
register_truth(
    gettext_lazy("the counts of answers are those of the answers"), counts_of_answers_that_drifted
)
