"""What people say beside entries, report and decide, for the browser tests."""

from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.moderation import actions as moderation
from terreau.moderation.models import Decision


def report(user, entry, **given):
    return moderation.report(user, entry, what="entry", uid=entry.uid, **given).case


def enter(people, entries):
    """Things that wait for a moderator, that were decided and appealed: where they are.

    entries: four public ones, of which two get hidden.
    """
    editor, moderator, newcomer = people["editor"], people["moderator"], people["newcomer"]
    waiting, kept, hidden, appealed = entries
    case = report(
        newcomer, waiting, reason="outdated", text="Le service a fermé, paraît-il, en 2025."
    )
    moderation.keep(
        moderator, kept, case=report(newcomer, kept, reason="spam"), words="Un vrai service."
    )
    decisions = {}
    for entry in (hidden, appealed):
        found = report(newcomer, entry, reason="duplicate")
        words = "La même page existe sous un autre titre."
        give_role(editor, entry, Role.Name.EDITOR)
        moderation.hide(moderator, entry, case=found, reason="duplicate", words=words)
        decisions[entry] = Decision.objects.get(case=found)
    moderation.appeal(
        editor, appealed, decision=decisions[appealed], text="Ce n’est pas le même service."
    )
    return {
        "reported": str(waiting.uid),
        "case": str(case.uid),
        "hidden": hidden.slug,
        "hidden_case": str(decisions[hidden].case.uid),
        "decision": str(decisions[hidden].uid),
        "appealed": str(decisions[appealed].uid),
    }
