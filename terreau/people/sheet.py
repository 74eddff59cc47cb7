"""What the pages of people say, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.accounts.personal import holdings
from terreau.people.models import WAITING, Reach, Standing


def sheet(user, page):
    """`queries.person_page` with what its template draws: no query."""
    person, seen = page["person"], page["shown"]
    is_mine = user.is_authenticated and person.user_id == user.pk
    return page | {
        "kind": Standing(person.state).label,
        "badges": badges(person, seen),
        "facts": facts(person, seen),
        "texts": [
            {"title": title, "id": name, "text": seen[name]}
            for name, title in (
                ("bio", _("About")), ("skills", _("Knows how to")), ("offers", _("Offers")),
            )
            if name in seen
        ],
        "actions": offers(person) if is_mine else [],
        "views": views_of(person, page["standing"]) if is_mine else [],
        "waits": is_mine and person.accepted_at is None and any(
            getattr(person, name) for name in WAITING
        ),
    }  # fmt: skip


def badges(person, seen):
    shown = []
    if person.published_at is None:
        shown.append({"label": _("Withdrawn"), "tone": "warn"})
    if person.is_pseudonym:
        shown.append({"label": _("Pseudonym"), "tone": "neutral"})
    if person.verified_at is not None:
        shown.append({"label": _("Verified agent"), "tone": "success"})
    return shown


def facts(person, seen):
    """The short fields, as items of `definition_list`; what is closed is left out."""
    place, organization = person.territory, seen.get("works_for")
    organization = organization if organization is not None and organization.is_public else None
    known = [
        (_("Organization"), organization and organization.title,
         organization and organization.get_absolute_url()),
        (_("Territory"), place and place.name, place and place.get_absolute_url()),
        (_("Website"), seen.get("website"), seen.get("website")),
        (_("E-mail"), seen.get("email"), seen.get("email") and f"mailto:{seen['email']}"),
        (_("Telephone"), seen.get("phone"), ""),
    ]  # fmt: skip
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def offers(person):
    def to(name):
        return reverse(f"person:{name}", args=[person.slug])

    public = person.published_at is not None
    return [
        {"label": _("Edit"), "url": to("edit")},
        {"label": _("Mark of a verified agent"), "url": to("mark"), "tone": "quiet"},
        {"label": _("Withdraw"), "url": to("withdraw"), "tone": "quiet"}
        if public
        else {"label": _("Publish again"), "url": to("publish"), "tone": "quiet"},
        {"label": _("All that is kept of me"), "url": reverse("person:data"), "tone": "quiet"},
    ]


def views_of(person, standing):
    """Tabs: the profile as others see it."""
    return [
        {
            "label": capfirst(str(Reach(reach).label)),
            "url": f"{person.get_absolute_url()}?seen_by={reach}",
            "current": reach == standing,
        }
        for reach in Reach.values
    ]


def data_sheet(user):
    """What is kept of a person, as rows of `data_table`: the queries of each holding."""
    counted = [(each.label, sum(1 for _row in each.rows(user))) for each in holdings()]
    return {
        "header": [_("What"), _("How much")],
        "rows": [[str(label), number] for label, number in counted],
    }


def mine_sheet(person):
    """What the account page says of one's profile."""
    if person is None:
        return {"person": None, "create": reverse("person:create")}
    return {"person": person, "is_public": person.published_at is not None}
