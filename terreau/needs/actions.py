"""What is done to a need: written, published, answered, brought to its end.

Whoever needs may be a person with a profile: were statements signed, they would tie its name to the
uid under which the person does everything else. So none is.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action, give_role
from terreau.entries.changes import change_fields
from terreau.entries.dates import refuse_far
from terreau.entries.installation import INSTALLATION
from terreau.entries.models import Role
from terreau.entries.slugs import free_slug
from terreau.follows.actions import follow_on
from terreau.needs import notices
from terreau.needs.models import HELPED, SOLVED, Help, Need, State, Visibility
from terreau.offers import actions as offers

TEXTS = ("title", "problem", "background", "territory", "form", "deadline")
ONCE = ("addressed_to", "visibility")  # said before a need is published
ANSWER_WITHIN = timedelta(days=30)
SUMMARY = 240  # letters of the problem that lists show


def outcome_label(value):
    return State(value).label


@action("needs.create", sentence=gettext_lazy("{subject} was written down."), is_unsigned=True)
def create(user, need, *, topics=(), **fields):
    """Write a need down as a draft, which only those see who speak for its author."""
    for name in (*TEXTS, *ONCE):
        if name in fields:
            setattr(need, name, fields[name])
    refuse_past(need.deadline)
    need.summary = summary_of(need.problem)
    need.state = State.DRAFT
    need.slug = free_slug(Need.KIND, need.title)
    need.full_clean(exclude=("slug",))
    need.save()
    need.topics.set(topics)
    follow_on(user, need)
    return {}


@action("needs.edit", sentence=gettext_lazy("{subject}: the need was changed."), is_unsigned=True)
def edit(user, need, *, topics=None, **fields):
    """Change a need; whom it is addressed to and who sees it, only while it is a draft."""
    names = (*TEXTS, *ONCE) if need.state == State.DRAFT else TEXTS
    given = {name: fields[name] for name in names if name in fields}
    if "deadline" in given and given["deadline"] != need.deadline:
        refuse_past(given["deadline"])
    if "problem" in given:
        given["summary"] = summary_of(given["problem"])
    themes = topics is not None and set(topics) != set(need.topics.all())
    if themes:
        need.topics.set(topics)
    said = change_fields(need, given)
    if said is None and not themes:
        return None
    return {"changed": sorted(said["changed"]) if said else []}


@action("needs.publish", sentence=gettext_lazy("{subject}: help is sought."), is_unsigned=True)
def publish(user, need):
    """Seek help. Whom it is addressed to owes an answer within a month, or by the deadline."""
    need.state = State.OPEN
    today = timezone.localdate()
    if need.addressed_to_id:
        days = [today + ANSWER_WITHIN, need.deadline or today + ANSWER_WITHIN]
        need.due_on = max(today, min(days))
    if need.visibility == Visibility.EVERYONE:
        need.published_at = timezone.now()
    need.save(update_fields=["state", "due_on", "published_at"])
    if need.addressed_to_id:
        editors = notices.editors_of([need.addressed_to_id])[need.addressed_to_id]
        if need.visibility == Visibility.CIRCLE:
            for editor in editors:
                give_role(editor, need, Role.Name.MEMBER, by=user)
        notices.tell(need, editors, "needs.addressed", due_on=need.due_on.isoformat())
    return {}


@action(
    "needs.answer",
    sentence=gettext_lazy("{subject}: {organization} answered."),
    is_unsigned=True,
)
def answer(user, need, *, answer):
    """Answer in public for the organization that a need is addressed to."""
    if not answer.strip():
        raise ValidationError({"answer": _("Write the answer.")})
    need.answer, need.answered_at = answer.strip(), timezone.now()
    need.save(update_fields=["answer", "answered_at"])
    notices.tell_author(need, "needs.answered")
    return {"organization_uid": str(need.addressed_to.uid)}


@action("needs.start", sentence=gettext_lazy("{subject}: the work began."), is_unsigned=True)
def start(user, need):
    need.state = State.IN_PROGRESS
    need.save(update_fields=["state"])
    return {}


@action(
    "needs.close",
    sentence=gettext_lazy("{subject}: {outcome}."),
    labels={"outcome": outcome_label},
    is_unsigned=True,
)
def close(user, need, *, outcome, hours=None, transferred="", reason=""):
    """Say how it ended: what was handed on where it was met, why where it was not."""
    if outcome not in (*SOLVED, State.UNMET):
        raise ValidationError({"outcome": _("A need is met, partly met or not met.")})
    if outcome in SOLVED and need.state not in HELPED:
        raise ValidationError({"outcome": _("Nobody helped yet: accept an offer first.")})
    if outcome == State.UNMET and not reason.strip():
        raise ValidationError({"reason": _("Say why: others learn from it.")})
    need.state, need.closed_on = outcome, timezone.localdate()
    need.hours, need.transferred, need.reason = hours, transferred.strip(), reason.strip()
    need.full_clean(exclude=[f.name for f in need._meta.fields if f.name != "hours"])
    need.save(update_fields=["state", "closed_on", "hours", "transferred", "reason"])
    if outcome == State.UNMET:
        release(need)
    return {"outcome": str(outcome), "hours": hours}


@action("needs.withdraw", sentence=gettext_lazy("{subject} is no longer sought."), is_unsigned=True)
def withdraw(user, need, *, reason=""):
    """Seek it no more; an offer that was accepted for it can serve another."""
    need.state, need.closed_on, need.reason = State.WITHDRAWN, timezone.localdate(), reason.strip()
    need.save(update_fields=["state", "closed_on", "reason"])
    release(need)
    return {}


def release(need):
    """Settle what waits, and give back what an offer holds for a need that did not come about."""
    now = timezone.now()
    waiting = Help.objects.filter(need=need, state=Help.State.WAITING)
    waiting.update(state=Help.State.WITHDRAWN, settled_at=now)
    accepted = Help.objects.filter(need=need, state=Help.State.ACCEPTED, offer__isnull=False)
    for help in accepted.select_related("offer").order_by("pk"):
        offers.give_back(INSTALLATION, help.offer, need=need)


def summary_of(problem):
    return Truncator(" ".join(problem.split())).chars(SUMMARY)


def refuse_past(day):
    if day is None:
        return
    refuse_far(day)
    if day < timezone.localdate():
        raise ValidationError({"deadline": _("This day has passed.")})
