import rules

from terreau.entries.models import Role
from terreau.entries.rules import EDITING, edits_one_of, is_editor
from terreau.needs.models import CLOSED, HELPED, Help, Need, State


def is_in(*states):
    @rules.predicate
    def there(user, need=None):
        return isinstance(need, Need) and need.state in states and need.hidden_at is None

    return there


is_draft = is_in(State.DRAFT)
is_open = is_in(State.OPEN)
is_helped = is_in(*HELPED)
is_alive = is_in(*(state for state in State if state not in CLOSED))
is_waiting = is_in(State.OPEN, *HELPED)


@rules.predicate
def needs_it(user, need=None):
    """Whether the user speaks for who needs help: one query.

    Whoever a need is addressed to may have a role in it, to see it; that is not to speak for it.
    """
    return is_editor(user, need)


@rules.predicate
def is_addressed(user, need=None):
    """Whether the user speaks for the organization that a need is addressed to: one query."""
    if not isinstance(need, Need) or not need.addressed_to_id or not user.is_authenticated:
        return False
    return edits_one_of(user, [need.addressed_to_id])


@rules.predicate
def owes_answer(user, need=None):
    return isinstance(need, Need) and need.due_on is not None and need.answered_at is None


@rules.predicate
def speaks_for_somebody(user, need=None):
    """Whether the user speaks for anything that could help: one query."""
    if not user.is_authenticated or not user.is_active or not isinstance(need, Need):
        return False
    return Role.objects.filter(
        user=user, name__in=EDITING, entry__kind__in=("organization", "person")
    ).exists()


@rules.predicate
def is_party(user, need=None):
    """Whether the user speaks for either side of a help that waits: two queries."""
    if not isinstance(need, Need) or not user.is_authenticated:
        return False
    waiting = Help.objects.filter(need=need, state=Help.State.WAITING)
    keys = list(waiting.values_list("helper", flat=True).order_by("pk"))
    return bool(keys) and edits_one_of(user, [*keys, need.pk, need.author_id])


rules.add_perm("needs.create", is_editor)
rules.add_perm("needs.edit", is_alive & needs_it)
rules.add_perm("needs.publish", is_draft & needs_it)
rules.add_perm("needs.answer", is_waiting & owes_answer & is_addressed)
rules.add_perm("needs.offer_help", is_open & speaks_for_somebody & ~needs_it)
rules.add_perm("needs.ask_for_help", is_open & needs_it)
rules.add_perm("needs.accept_help", is_open & is_party)
rules.add_perm("needs.decline_help", is_open & is_party)
rules.add_perm("needs.start", is_in(State.MATCHED) & needs_it)
rules.add_perm("needs.close", is_waiting & needs_it)
rules.add_perm("needs.withdraw", is_alive & needs_it)
