"""What the pages of groups say, as the parameters of the components that show it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.groups.models import Membership, Reach, State
from terreau.offers.sheet import day_of, speaker

TONES = {
    State.OPEN: "success", State.ON_REQUEST: "info", State.CLOSED: "neutral",
    State.ARCHIVED: "ended",
}  # fmt: skip


def state_badge(state):
    return {"label": capfirst(State(state).label), "tone": TONES[State(state)]} if state else None


def sheet(user, page):
    """`queries.group_page` with what its template draws: no query."""
    group, part = page["group"], page["part"]
    return page | {
        "badges": badges(group),
        "facts": facts(group),
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, group, part),
        "notices": notices(group, part),
        "leaders": leaders(*page["facilitators"]),
        "members": counted(group.member_count),
        "members_url": at("members", group),
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_group", args=[group.uid])}
        ],
    }


def at(name, group, *more):
    return reverse(f"group:{name}", args=[group.slug, *more])


def badges(group):
    shown = [state_badge(group.state)]
    if not group.is_listed:
        shown.append({"label": _("Seen by members alone"), "tone": "neutral"})
    return shown


def counted(n):
    return ngettext("%(n)d member", "%(n)d members", n) % {"n": n}


def facts(group):
    place = group.territory
    known = [
        (_("Who comes in"), capfirst(group.get_admission_display()), ""),
        (_("Members"), str(group.member_count), at("members", group)),
        (_("Belongs to"), *speaker(group)),
        (_("Territory"), place and place.name, place and place.get_absolute_url()),
        (_("To be looked at again on"), day_of(group.review_on), ""),
    ]
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def leaders(shown, unnamed):
    """Who facilitates a group: those with a public profile by name, the others counted."""
    found = [{"text": name, "url": url} for name, url in shown]
    if unnamed:
        words = ngettext(
            "%(n)d person without a public profile", "%(n)d people without a public profile",
            unnamed,
        )  # fmt: skip
        found.append({"text": words % {"n": unnamed}, "url": ""})
    return found


def notices(group, part):
    """What whoever looks should know first, as parameters of `notice`."""
    said = []
    if group.is_archived:
        said.append(("neutral", _("This group is archived: it is there to be read.")))
    elif group.proposed_at and part.facilitates:
        said.append(("warn", _("Nothing was said here for twelve months. Does the group go on?")))
    elif group.proposed_at:
        said.append(("info", _("Nothing was said here for twelve months.")))
    if part.is_in(Membership.State.ASKED):
        said.append(("info", _("You asked to join: those who facilitate it answer you.")))
    if part.is_in(Membership.State.INVITED):
        said.append(("info", _("You are invited to join this group.")))
    return [{"tone": "info" if tone == "neutral" else tone, "text": text} for tone, text in said]


def deeds(user, group, part):
    """The buttons of what the user may do, the next step first: no query.

    Whoever is not signed in is led to do so first.
    """
    names = [*of_reader(group, part), *of_member(part), *of_facilitator(group, part)]
    if not user.is_authenticated:
        names = [name for name in names if name in ("join", "ask")]
    labels = {
        "join": _("Join"), "ask": _("Ask to join"), "withdraw_request": _("Take back"),
        "accept_invitation": _("Accept the invitation"), "decline_invitation": _("Decline"),
        "go_on": _("It goes on"), "archive": _("Archive"), "edit": pgettext("button", "Edit"),
        "invite": _("Invite somebody"), "choose": _("My membership"), "leave": _("Leave"),
        "revive": _("Revive"),
    }  # fmt: skip
    return [
        {"label": labels[name], "url": at(name, group), "tone": "quiet" if place else ""}
        for place, name in enumerate(names)
    ]


def of_reader(group, part):
    if part.is_in(Membership.State.INVITED):
        return ["decline_invitation"] if group.is_archived else [
            "accept_invitation", "decline_invitation"
        ]  # fmt: skip
    if part.is_in(Membership.State.ASKED):
        return ["withdraw_request"]
    if part.belongs:
        return []
    return {State.OPEN: ["join"], State.ON_REQUEST: ["ask"]}.get(group.state, [])


def of_facilitator(group, part):
    if not part.facilitates:
        return []
    if group.is_archived:
        return ["revive"]
    return [*(["go_on"] if group.proposed_at else []), "invite", "edit", "archive"]


def of_member(part):
    return ["choose", "leave"] if part.belongs else []


def members_sheet(page):
    """`queries.members_page` with what its template draws: no query."""
    group, part = page["group"], page["part"]
    governs = part.facilitates and not group.is_archived
    return page | {
        "governs": governs,
        "rows": [member_row(each, group, governs) for each in page["members"]],
        "asking_rows": [asking_row(each, group) for each in page["asking"]],
        "invited_rows": [invited_row(each, group) for each in page["invited"]],
        "counted": counted(group.member_count),
        "lead": lead(part),
        "older": f"?{urlencode({'before': page['older']})}" if page["older"] else "",
        "invite": at("invite", group) if governs else "",
    }


def lead(part):
    if part.facilitates:
        return _("You see everybody. Others see those who allow it.")
    return _("Those who allow it are named here, by their public profile.")


def named(each):
    """title and url of a person: of their public profile, where there is one."""
    if each.face is None:
        return {"title": _("Somebody without a public profile")}
    name, url = each.face
    return {"title": name, "url": url}


def member_row(each, group, governs):
    leads = each.role == "admin"
    acts = []
    if governs:
        turn = ("release", _("No longer facilitates")) if leads else ("appoint", _("Facilitates"))
        acts = [
            {"label": turn[1], "action": at(turn[0], group, each.pk)},
            {"label": _("Remove"), "url": at("remove_member", group, each.pk)},
        ]
    return named(each) | {
        "text": _("Seen by: %(who)s") % {"who": Reach(each.reach).label} if governs else "",
        "badge": {"label": _("Facilitator"), "tone": "info"} if leads else None,
        "actions": acts,
    }


def asking_row(each, group):
    return named(each) | {
        "text": each.message,
        "actions": [
            {"label": _("Accept"), "action": at("accept", group, each.pk)},
            {"label": _("Refuse"), "url": at("refuse", group, each.pk)},
        ],
    }


def invited_row(each, group):
    take_back = {"label": _("Take back"), "action": at("uninvite", group, each.pk)}
    return named(each) | {"text": "", "actions": [take_back]}


def mine_sheet(memberships):
    """The groups of a person as rows of `row_list`."""
    tones = {Membership.State.INVITED: "warn", Membership.State.ASKED: "info"}
    return {
        "rows": [
            {
                "title": each.group.title,
                "url": each.group.get_absolute_url(),
                "text": each.group.summary,
                "badge": {
                    "label": capfirst(Membership.State(each.state).label),
                    "tone": tones.get(each.state, "neutral"),
                },
            }
            for each in memberships
        ]
    }
