"""What can be asked about territories. Lists are largest level first where several levels meet."""

from collections.abc import Iterable, Sequence

from django.db.models import Case, F, Q, QuerySet, When

from terreau.prepared import prepared
from terreau.territories.models import Containment, Territory, TerritoryQuerySet
from terreau.territories.names import fold

Level = Territory.Level
COUNTRY = "FR"


def by_code(code: str) -> Territory | None:
    """The territory of a code, ended ones included, with its parent: one query.

    A second one for a code that no territory has: a former one means what it became part of.
    """
    if "\0" in code:  # comes with addresses, and PostgreSQL refuses to look for it
        return None
    return next(iter(_of_code(code)), None) or next(iter(_of_former_code(code)), None)


@prepared
def _of_code(code):
    return Territory.objects.select_related("parent").filter(code=code)[:1]


@prepared
def _of_former_code(code):
    return Territory.objects.select_related("parent").filter(former_codes__code=code)[:1]


def by_key(key: int) -> Territory | None:
    """The territory of a primary key: one query."""
    return Territory.objects.filter(pk=key).first()


def by_codes(codes: Iterable[str]) -> dict[str, Territory]:
    """Territories by code, those that exist: one query."""
    return {place.code: place for place in Territory.objects.filter(code__in=list(codes))}


def by_slug(slug: str) -> Territory | None:
    """The territory of a readable address, with its parent: one query."""
    return Territory.objects.select_related("parent").filter(slug=slug).first()


def by_official_code(level: str, official_code: str, country: str = COUNTRY) -> Territory | None:
    """The territory that official registers call so ("35238" among communes): one query.

    A second one for a code that none has: a commune's former one means what it became part of.
    """
    places = Territory.objects.filter(country=country, level=level)
    found = places.filter(official_code=official_code).first()
    if found is None and level == Level.COMMUNE:
        found = by_code(f"{country}-COM-{official_code}")
    return found


def by_siren(siren: str) -> Territory | None:
    """The commune or intercommunality whose body has this SIREN number: one query, none for ""."""
    return Territory.objects.current().filter(siren=siren).first() if siren else None


def ancestors(territory: Territory) -> list[Territory]:
    """All that contains a territory, itself left out, largest first: one indexed query.

    For a commune: country, region, department, intercommunality.
    """
    above = (place for place in _above(territory.pk) if place.pk != territory.pk)
    return sorted(above, key=lambda place: place.rank)


@prepared
def _above(key):
    return Territory.objects.filter(contents__descendant=key).order_by()


def crumbs(territory: Territory) -> list[Territory]:
    """The way down to a territory, itself last, without intercommunalities: one query."""
    above = [place for place in ancestors(territory) if place.level != Level.INTERCOMMUNALITY]
    return [*above, territory]


def within(code: str) -> QuerySet[Containment, int]:
    """The ids of a territory and of all it contains, to nest: `territory_id__in=within(code)`.

    No query of its own. An unknown code contains nothing.
    """
    inside = Containment.objects.filter(ancestor__code=code)
    return inside.values_list("descendant_id", flat=True)


def is_within(territory: Territory, code: str) -> bool:
    """Whether a territory is that of the code or lies in it: one query."""
    return Containment.objects.filter(ancestor__code=code, descendant=territory).exists()


def containing_codes(ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of all that contains each territory, itself included: one query per 500 ids."""
    found: dict[int, list[str]] = {place: [] for place in ids}
    for start in range(0, len(ids), 500):
        pairs = Containment.objects.filter(descendant_id__in=ids[start : start + 500])
        for place, code in pairs.values_list("descendant_id", "ancestor__code"):
            found[place].append(code)
    return found


def children(territory: Territory, level: str | None = None) -> TerritoryQuerySet:
    """What a territory is made of, by level and name: one query.

    What has it for a parent; for an intercommunality, its communes. A department has both communes
    and intercommunalities: name the level to have one of them.
    """
    parts = _parts(territory.pk, territory.level)
    if level:
        parts = parts.filter(level=level)
    return parts.order_by(*_largest_level_first(), "folded", "pk")


def _parts(key, level: str) -> TerritoryQuerySet:
    if level == Level.INTERCOMMUNALITY:
        parts = Territory.objects.filter(containments__ancestor=key).exclude(pk=key)
    else:
        parts = Territory.objects.filter(parent=key)
    return parts.current()


def most_inhabited(territory: Territory, level: str, limit: int) -> list[Territory]:
    """The most inhabited parts of a territory on one level, with what a link says: one query."""
    return _most_inhabited(territory.pk, within=territory.level, level=level, limit=limit)


@prepared
def _most_inhabited(key, *, within, level, limit):
    parts = _parts(key, within).filter(level=level).only("code", "name", "folded")
    return parts.order_by(*_most_people_first())[:limit]


def of_level(level: str, country: str = COUNTRY) -> TerritoryQuerySet:
    """The territories of one level by name, as for a list to choose from: one query."""
    places = Territory.objects.current().filter(level=level, country=country)
    return places.order_by("folded", "pk")


def named(text: str, limit: int = 5) -> list[Territory]:
    """Current territories whose whole name is what a person typed, the most inhabited first, with
    their parents: one query by an index; none for no text.
    """
    folded = fold(text)
    return _named(folded, limit=limit) if folded else []


@prepared
def _named(folded, *, limit):
    places = Territory.objects.current().select_related("parent").filter(folded=folded)
    return places.order_by(*_most_people_first())[:limit]


def search_by_name(text: str, limit: int = 10) -> list[Territory]:
    """Current territories for what a person typed: one query, or two when few names begin so.

    A whole name first, then names that begin with the text, then names with a word that begins
    with it; within each the most inhabited first, larger levels before smaller ones. Accents, case
    and punctuation do not count. What begins with a digit is an official code or a postcode, and
    one query. Parents come along. No text or nothing but signs finds nothing, without a query.
    """
    folded = fold(text)
    if not folded or limit < 1:
        return []
    places = Territory.objects.current().select_related("parent")
    if folded[0].isdigit():
        return list(places.filter(_numbered(folded)).order_by(*_most_people_first())[:limit])
    whole = Case(When(folded=folded, then=0), default=1)
    opening = places.filter(folded__opens=folded).order_by(whole, *_most_people_first())
    found = list(opening[:limit])
    if len(found) < limit:
        inner = places.filter(folded__contains=f" {folded}").exclude(folded__opens=folded)
        found += inner.order_by(*_most_people_first())[: limit - len(found)]
    return found


def _numbered(folded: str) -> Q:
    number = folded.replace(" ", "")
    wanted = Q(official_code__iexact=number)
    return wanted | Q(postcodes__contains=number) if len(number) >= 4 else wanted


def _most_people_first() -> list:
    return [F("population").desc(nulls_last=True), *_largest_level_first(), "folded", "pk"]


def _largest_level_first() -> list:
    ranks = [When(level=level, then=rank) for rank, level in enumerate(Level.values)]
    return [Case(*ranks)]
