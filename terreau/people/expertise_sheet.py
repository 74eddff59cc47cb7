"""What the page of people by skill says, as the parameters of the components that show it."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from terreau.entries.templatetags.entries import foreign
from terreau.people import expertise
from terreau.people.models import Standing
from terreau.people.skills import named, token_of
from terreau.prepared.addresses import address

SUMMARY = 240


def sheet(user, found):
    """The context of people/skills.html: two queries beside those of `found`, one more for who is
    signed in."""
    asked = found.asked
    return {
        "breadcrumbs": [
            {"label": _("Directory"), "url": address("directory:index")},
            {"label": _("People"), "url": address("person:index")},
            {"label": _("People and skills"), "url": ""},
        ],
        "fields": fields(found),
        "hidden": [{"name": "skill", "value": asked.skill}] if asked.skill else [],
        "reset": at() if asked.parameters else "",
        "chosen": chosen(found),
        "cards": [card(each, asked) for each in found.people],
        "skills": {
            "title": _("Skills"),
            "items": [skill(label, people, asked) for label, people in expertise.usual(user)],
        },
        "older": at(**found.asked.but(before=found.more).parameters) if found.more else "",
        "downloads": [
            {"label": form.upper(), "url": at(**asked.but().parameters, format=form)}
            for form in ("csv", "json")
        ],
        "offers": f"{address('offer:index')}?{urlencode({'q': asked.text})}"
        if asked.text
        else address("offer:index"),
        "signed_in_sees_more": not user.is_authenticated,
    }


def at(**parameters):
    page = address("person:skills")
    return f"{page}?{urlencode(parameters)}" if parameters else page


def fields(found):
    """The fields of `filter_bar`: one query."""
    asked = found.asked
    places = [(each.code, each.name) for each in expertise.regions()]
    if found.place and found.place.code not in dict(places):
        places.insert(0, (found.place.code, found.place.name))
    return [
        {"name": "q", "label": _("Words"), "type": "search", "value": asked.text},
        select("territory", _("Territory"), [("", _("everywhere")), *places], asked.territory),
        select("standing", _("Who"), [("", _("anybody")), *Standing.choices], asked.standing),
    ]


def select(name, label, choices, chosen):
    options = [
        {"value": value, "label": words, "selected": value == chosen} for value, words in choices
    ]
    return {"name": name, "label": label, "type": "select", "options": options}


def chosen(found):
    """The filters that a click removes."""
    asked, labels = found.asked, {}
    if asked.skill:
        labels["skill"] = (_("Skill"), asked.skill)
    if found.place:
        labels["territory"] = (_("Territory"), found.place.name)
    if asked.standing:
        labels["standing"] = (_("Who"), Standing(asked.standing).label)
    words = _("%(title)s: %(label)s")
    return [
        {
            "label": words % {"title": title, "label": label} + " ×",
            "url": at(**asked.but(**{name: ""}).parameters),
        }
        for name, (title, label) in labels.items()
    ]


def skill(label, people, asked):
    """An item of `facet_group`."""
    selected = bool(asked.skill) and token_of(label) == token_of(asked.skill)
    changes = {"skill": "" if selected else label}
    return {
        "label": label,
        "count": people,
        "selected": selected,
        "url": at(**asked.but(**changes).parameters),
    }


def card(each, asked):
    """A Known as parameters of the component `card`: what this reader may see."""
    person, seen = each.person, each.seen
    said = [" · ".join(named(seen[name])) or seen[name] for name in ("skills", "offers")
            if name in seen]  # fmt: skip
    place = person.territory
    return {
        "title": person.title,
        "url": person.get_absolute_url(),
        "kind": Standing(person.state).label,
        "badge": {"label": _("Verified agent"), "tone": "success"} if person.verified_at else None,
        "summary": Truncator(" — ".join(said)).chars(SUMMARY),
        "meta": [{"text": place.name, "url": place.get_absolute_url()}] if place else [],
        "language": foreign(person),
    }


def rows(user, asked):
    """Plain rows of everybody found, as this reader may see them."""
    for each in expertise.everyone(user, asked):
        yield expertise.row(each, settings.SITE_URL)
