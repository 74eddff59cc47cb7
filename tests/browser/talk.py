"""What people say beside entries, report and decide, for the browser tests."""

from datetime import date

from terreau.comments import actions as comments
from terreau.comments.models import Comment
from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.moderation import actions as moderation
from terreau.moderation.models import Decision


def report(user, entry, **given):
    return moderation.report(user, entry, what="entry", uid=entry.uid, **given).case


def comment(user, entry, text, act=comments.write, **given):
    act(user, entry, text=text, **given)
    return Comment.objects.filter(entry=entry.pk).latest("pk")


def say(people, entry, incubator):
    """A talk with answers, a question that is late, a change, and a comment that is hidden."""
    editor, moderator, newcomer = people["editor"], people["moderator"], people["newcomer"]
    first = comment(newcomer, entry, "Nous cherchons **la même** chose, à deux communes près.")
    comments.edit(
        newcomer, entry, comment=first, version=1,
        text="Nous cherchons *exactement* cela :\n\n- à deux communes près ;\n- au printemps.",
    )  # fmt: skip
    answer = comment(editor, entry, "Venez voir la parcelle.", parent=first, organization=incubator)
    question = comment(newcomer, entry, "Qui entretient le puits ?", act=comments.ask)
    Comment.objects.filter(pk=question.pk).update(answer_due_on=date(2026, 9, 1))
    hidden = comment(newcomer, entry, "Une moquerie inventée pour les tests.")
    case = moderation.report(editor, entry, what="comment", uid=hidden.uid, reason="insult").case
    words = "On se parle ici sans moquerie."
    moderation.hide(moderator, entry, case=case, reason="insult", words=words)
    for each in (first, answer):
        comments.react(newcomer, entry, meaning="too", comment=each)
    comments.react(editor, entry, meaning="useful")
    comments.keep_draft(newcomer, entry, "Une phrase commencée.")
    return {
        "talked": str(entry.uid),
        "discussed": entry.slug,
        "comment": str(first.uid),
        "question": str(question.uid),
        "hidden_comment": str(hidden.uid),
    }


def enter(people, entries, incubator):
    """Things that wait for a moderator, that were decided and appealed: where they are.

    entries: five public ones, of which two get hidden and one is talked about.
    """
    editor, moderator, newcomer = people["editor"], people["moderator"], people["newcomer"]
    waiting, kept, hidden, appealed, talked = entries
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
        **say(people, talked, incubator),
        "reported": str(waiting.uid),
        "case": str(case.uid),
        "hidden": hidden.slug,
        "hidden_case": str(decisions[hidden].case.uid),
        "decision": str(decisions[hidden].uid),
        "appealed": str(decisions[appealed].uid),
    }
