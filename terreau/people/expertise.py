"""Finding people by what they know how to do and can offer, as each reader may see it."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from terreau.entries.models import Role
from terreau.organizations.models import Organization
from terreau.people.models import Person, Reach, Skill, SkillCount, Standing
from terreau.people.queries import shown
from terreau.people.reaches import reaches_to
from terreau.people.skills import token_of
from terreau.search import analysis
from terreau.territories.models import Territory
from terreau.territories.queries import by_code, within

SIZE = 20
OFFERED = 30  # skills that a page offers to choose from
MOST = 10_000  # people of an export
BATCH = 500


@dataclass(frozen=True)
class Asked:
    """text: words of skills and offers; skill: one skill as it is written; territory: a code, with
    all it contains; standing: a Standing; before: the key where the page before ended."""

    text: str = ""
    skill: str = ""
    territory: str = ""
    standing: str = ""
    before: int | None = None

    @property
    def parameters(self):
        named = {"q": self.text, "skill": self.skill, "territory": self.territory,
                 "standing": self.standing, "before": self.before}  # fmt: skip
        return {name: value for name, value in named.items() if value}

    def but(self, **changes):
        return replace(self, **{"before": None} | changes)


@dataclass(frozen=True)
class Known:
    """A person as a reader may know them: seen, the fields that are open to that reader."""

    person: Any
    seen: dict


@dataclass(frozen=True)
class Found:
    """people: [Known] of one page; more: the `before` of the next one, None where none is;
    place: the Territory asked for; ignored: words too common to tell anything."""

    asked: Asked
    people: list = field(default_factory=list)
    more: int | None = None
    place: Territory | None = None
    ignored: tuple = ()


def asked_in(given):
    """The Asked of the parameters of an address; what makes no sense there asks for nothing."""
    before = given.get("before", "")
    standing = given.get("standing", "")
    return Asked(
        text=analysis.clean(given.get("q", ""))[: analysis.LONGEST_QUERY].strip(),
        skill=analysis.clean(given.get("skill", ""))[:80].strip(),
        territory=given.get("territory", "")[:40],
        standing=standing if standing in Standing.values else "",
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )


def find(user, asked, size=SIZE):
    """Found, the newest profiles first: two queries, three more for who is signed in, and one or
    two for a territory."""
    place = by_code(asked.territory) if asked.territory else None
    terms, ignored = analysis.query_terms(asked.text)
    said = {"asked": asked, "place": place, "ignored": tuple(ignored)}
    if (asked.territory and place is None) or (asked.text and not terms):
        return Found(**said)
    wanted = [term.lexemes for term in terms]
    if asked.skill:
        wanted.insert(0, (token_of(asked.skill),))
    keys = list(bearers(open_to(user), wanted or [(Skill.ANY,)], asked, place)[: size + 1])
    people = Person.objects.public().filter(pk__in=keys[:size]).select_related("territory")
    more = keys[size - 1] if len(keys) > size else None
    return Found(**said, people=known(user, list(people.order_by("-pk"))), more=more)


def bearers(seen, wanted, asked, place):
    """The keys of the profiles that show one of each tokens to a reader, newest first.

    It walks down the index of the first tokens, so that no profile without them is looked at.
    """
    first, *others = wanted
    rows = Skill.objects.filter(
        seen, token__in=first, person__published_at__isnull=False, person__hidden_at__isnull=True
    )
    for tokens in others:
        same = Skill.objects.filter(seen, token__in=tokens, person=OuterRef("person"))
        rows = rows.filter(Exists(same))
    if place is not None:
        rows = rows.filter(person__territory__in=within(place.code))
    if asked.standing:
        rows = rows.filter(person__state=asked.standing)
    if asked.before:
        rows = rows.filter(person__lt=asked.before)
    keys = rows.order_by("-person").values_list("person", flat=True)
    return keys if len(first) == 1 else keys.distinct()


def open_to(user):
    """The Q of the tokens that a reader may know of: one query, none for an anonymous reader."""
    if not user.is_authenticated:
        return Q(reach=Reach.EVERYONE)
    of = Role.objects.filter(user=user, entry__kind=Organization.KIND).order_by("pk")
    mine = list(of.values_list("entry", flat=True))
    seen = Q(reach__in=[Reach.EVERYONE, Reach.SIGNED_IN])
    if not mine:
        return seen
    near = Role.objects.filter(entry__in=mine).values("user")
    return seen | Q(reach=Reach.COLLEAGUES, person__user__in=near)


def known(user, people):
    """[Known]: two queries, none for an anonymous reader."""
    reaches = reaches_to(user, people)
    return [Known(each, shown(each, reaches[each.pk])) for each in people]


def everyone(user, asked):
    """[Known] after [Known] of all pages, at most MOST: the queries of `find` for each BATCH."""
    found = find(user, asked.but(), BATCH)
    for _batch in range(MOST // BATCH):
        yield from found.people
        if found.more is None:
            return
        found = find(user, replace(asked, before=found.more), BATCH)


def usual(user):
    """[(skill as written, people)] that most people show to such a reader: one query, two for
    who is signed in. What is open to colleagues alone is found, and not counted."""
    if not user.is_authenticated:
        rows = SkillCount.objects.filter(reach=Reach.EVERYONE).order_by("-people", "token")
        return [(each.label, each.people) for each in rows[:OFFERED]]
    reaches = [Reach.EVERYONE, Reach.SIGNED_IN]
    most = SkillCount.objects.filter(reach__in=reaches).order_by("-people", "token")
    tokens = list(most.values_list("token", flat=True)[: 2 * OFFERED])
    summed = {}
    for each in SkillCount.objects.filter(reach__in=reaches, token__in=tokens).order_by("reach"):
        label, people = summed.get(each.token, (each.label, 0))
        summed[each.token] = (label, people + each.people)
    ranked = sorted(summed.items(), key=lambda pair: (-pair[1][1], pair[0]))
    return [pair for _token, pair in ranked[:OFFERED]]


def regions():
    """The regions by name, to choose from: one query."""
    from_level = Territory.objects.current().filter(level=Territory.Level.REGION)
    return list(from_level.order_by("folded").only("code", "name"))


def columns():
    """The names of the columns of an export."""
    return ["uid", "name", "standing", "territory", "skills", "offers", "language", "url"]


def row(each, site):
    """A Known as plain texts: no field that the reader may not see."""
    person = each.person
    return {
        "uid": str(person.uid),
        "name": person.title,
        "standing": person.state,
        "territory": person.territory.code if person.territory else "",
        "skills": each.seen.get("skills", ""),
        "offers": each.seen.get("offers", ""),
        "language": person.language,
        "url": site + person.get_absolute_url(),
    }
