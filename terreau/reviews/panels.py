"""What reviews show on pages that know nothing of them: a project, an organization, one's home."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.markdown import words_of
from terreau.entries.panels import Panel, register_panel
from terreau.entries.queries import tallied_in
from terreau.projects.models import Project
from terreau.projects.phases import INCUBATION
from terreau.projects.sheet import day_of
from terreau.reviews import duties, panel_queries, queries
from terreau.reviews.attention_panel import of_host
from terreau.reviews.coverage_page import headline
from terreau.reviews.figures import ReviewQuestion, coverage_of, found_for
from terreau.reviews.models import STOPPING, Review
from terreau.reviews.offers import next_steps
from terreau.reviews.sheet import euros, state_badge

REASONS = 600  # letters of the reasons that a panel shows
DECISIONS, PENDING = 10, 8
MOST_COUNTED = 5000  # projects in incubation that a directory counts while somebody waits


def of_project(user, project):
    """Every decision with its reasons, and when the next review is due: three to five queries.

    On a page as known then, what was known then.
    """
    known_at = getattr(project, "known_at", None)
    today = known_at or timezone.localdate()
    found = panel_queries.reviews_of(user, project, known_at)
    pending = found["pending"]
    due_on = pending.due_on if pending else None
    if due_on is None and known_at is None and project.state in INCUBATION:
        due = queries.due_of(project)
        due_on = due[0] if due else None
    if due_on is None and not found["decisions"] and not found["committees"]:
        return None
    return {
        "notice": notice(pending, found["awaits"], due_on, today),
        "review": pending and {"label": pending.title, "url": pending.get_absolute_url()},
        "decisions": [decision(each) for each in found["decisions"]],
        "committees": committees(found["committees"]),
        "plan": {} if known_at else planning(user, project, pending),
    }


def notice(pending, awaits, due_on, today):
    """When the next review is due, said plainly where it is late; {} where none will be."""
    if due_on is None:
        return {}
    if awaits:
        words = _("The committee met on %(day)s, and no decision was published.")
        return {"tone": "warn", "text": words % {"day": day_of(pending.held_on)}}
    if due_on < today:
        days = (today - due_on).days
        words = ngettext(
            "A review was due on %(day)s: it is %(n)d day late.",
            "A review was due on %(day)s: it is %(n)d days late.",
            days,
        )
        return {"tone": "warn", "text": words % {"day": day_of(due_on), "n": days}}
    words = _("The next review is due on %(day)s.")
    return {"tone": "info", "text": words % {"day": day_of(due_on)}}


def decision(each):
    """A decision as the parameters of `card`."""
    meta = [{"label": _("Committee of"), "text": day_of(each.held_on)}]
    if each.amount is not None:
        meta.append({"label": _("Amount"), "text": euros(each.amount)})
    if each.funded_until:
        meta.append({"label": _("Funded until"), "text": day_of(each.funded_until)})
    return {
        "title": capfirst(each.get_kind_display()),
        "url": each.review.get_absolute_url(),
        "summary": Truncator(words_of(each.reasons)).chars(REASONS),
        "meta": meta,
        "badge": state_badge(each.review.state) if each.kind in STOPPING else None,
        "language": each.review.language,
    }


def committees(days):
    """The committees that sources tell of and whose decision nobody recorded, in a sentence."""
    if not days:
        return ""
    words = ngettext(
        "Its source also tells of %(n)d committee, decision not recorded: %(days)s.",
        "Its source also tells of %(n)d committees, decisions not recorded: %(days)s.",
        len(days),
    )
    return words % {"n": len(days), "days": ", ".join(day_of(day) for day in days)}


def planning(user, project, pending):
    """The button to plan a review, for those who may."""
    if pending is not None or not user.is_authenticated or project.state not in INCUBATION:
        return {}
    host = duties.host_for(user, project)
    if host is None or not user.has_perm("reviews.plan", Review(subject=project, author=host)):
        return {}
    address = f"{reverse('review:plan')}?{urlencode({'project': project.slug})}"
    return {"label": _("Plan a review"), "url": address, "tone": "quiet"}


def of_organization(user, organization):
    """What a host has still to review, what it decided last and which answers it owes: three
    queries; none of others."""
    if not getattr(organization, "is_host", False):
        return None
    today = timezone.localdate()
    pending = panel_queries.pending_at(organization)
    decisions = panel_queries.decided_at(organization, DECISIONS)
    owed = panel_queries.unanswered_at(organization, today)
    may = user.is_authenticated and user.has_perm("reviews.manage", organization)
    if not pending and not decisions and not may:
        return None
    late = sum(review.due_on < today for review in pending)
    words = ngettext(
        "%(n)d review of this incubator is overdue.",
        "%(n)d reviews of this incubator are overdue.",
        late,
    )
    return {
        "late": words % {"n": late} if late else "",
        "pending": [
            {"term": day_of(review.due_on), "text": review.title, "url": review.get_absolute_url()}
            for review in pending[:PENDING]
        ],
        "more": max(0, len(pending) - PENDING),
        "decisions": [decision(each) for each in decisions],
        "owed": [
            {
                "term": day_of(each.answer_due_on),
                "text": each.review.title,
                "url": f"{each.review.get_absolute_url()}#remarks",
            }
            for each in owed[:PENDING]
        ],
        "owed_more": max(0, len(owed) - PENDING),
        "manage": reverse("review:manage", args=[organization.slug]) if may else "",
    }


def waits(user, _subject):
    """What waits for somebody who is signed in: two queries, none for others."""
    if not user.is_authenticated:
        return None
    today = timezone.localdate()
    items = []
    for review, keys in duties.waiting_for(user):
        step = next_steps(review, keys, today)
        if step:
            items.append({"term": step, "text": review.title, "url": review.get_absolute_url()})
    return {"items": items} if items else None


def counted(_user, _subject):
    """What the reviews come to, and the way there: eight queries, two where it was asked before.

    Of a portfolio of more than MOST_COUNTED projects only the way there: one query.
    """
    tallies = tallied_in(["all"], "", Project.KIND).get("all", {})
    if sum(tallies.get(phase, 0) for phase in INCUBATION) > MOST_COUNTED:
        return {"url": reverse("review:coverage")}
    question = ReviewQuestion(timezone.localdate())
    found = found_for(question)
    figures = coverage_of(question, found).figures if found.projects else ()
    return {"url": reverse("review:coverage"), "figures": [headline(each) for each in figures]}


register_panel(Panel("manage", "reviews/panels/attention.html", of_host, order=80))
register_panel(Panel("directory-review", "reviews/panels/counted.html", counted))
register_panel(Panel("project", "reviews/panels/project.html", of_project, order=10))
register_panel(Panel("organization", "reviews/panels/organization.html", of_organization, order=60))
register_panel(Panel("home", "reviews/panels/waits.html", waits, order=5))
register_panel(Panel("account", "reviews/panels/waits.html", waits, order=10))
register_panel(Panel("notices", "reviews/panels/waits.html", waits, order=10))
