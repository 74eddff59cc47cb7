"""What must hold between rows, checked by `terreau check`: each app registers its own truths."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries import tallies
from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry, Link, Role, Tenure
from terreau.ledger.leaves import holds
from terreau.ledger.models import Statement

_truths = []


def register_truth(name, broken):
    """name: the truth in words; broken: () → iterable of words, one for each exception to it."""
    _truths.append((name, broken))


def truths():
    return tuple(_truths)


def tallies_that_drifted():
    for cell, (kept, counted) in sorted(tallies.drift().items()):
        yield _("%(cell)s: kept %(kept)d, counted %(counted)d") % {
            "cell": " ".join(cell), "kept": kept, "counted": counted,
        }  # fmt: skip


def statements_that_do_not_hold():
    for statement in Statement.objects.order_by("id").iterator(chunk_size=2000):
        if not holds(statement):
            yield str(statement.uid)


def entries_without_their_kind():
    for kind in all_kinds():
        there = kind.model.objects.values("pk")
        lost = Entry.objects.filter(kind=kind.slug).exclude(pk__in=there)
        yield from (str(entry.uid) for entry in lost.order_by("pk"))


def links_known_backwards():
    for link in Link.objects.exclude(superseded_at=None).order_by("pk").iterator():
        if link.superseded_at <= link.recorded_at:
            yield str(link)


def roles_without_their_history():
    """A role and its open tenure begin together, or one of them was written past `give_role`."""
    held = Tenure.objects.filter(until=None).values_list("user", "entry", "name")
    roles = Role.objects.values_list("user", "entry", "name")
    for user, entry, name in sorted(set(held) ^ set(roles)):
        yield f"{name} {user} {entry}"


register_truth(gettext_lazy("the counts shown are those of the entries"), tallies_that_drifted)
register_truth(gettext_lazy("every statement is what was said"), statements_that_do_not_hold)
register_truth(gettext_lazy("every entry has its kind"), entries_without_their_kind)
register_truth(gettext_lazy("what is known of links has an order"), links_known_backwards)
register_truth(gettext_lazy("every role has its history"), roles_without_their_history)
