from itertools import count

from terreau.territories.models import Containment, Territory
from terreau.territories.names import fold, slug_of
from terreau.territories.official import Row

_serial = count(1)


def make_territory(parent=None, *, within=(), **given):
    """A territory below another, with its containments; a department of no country by default.

    within: what else contains it, itself alone and not what contains that.
    """
    number = next(_serial)
    defaults = {"level": "department", "name": f"Lieu {number}", "official_code": f"T{number:04}"}
    fields = defaults | given
    fields.setdefault("country", parent.country if parent else "XT")
    fields.setdefault("code", f"{fields['country']}-TST-{fields['official_code']}")
    place = Territory.objects.create(
        parent=parent,
        folded=fold(fields["name"]),
        slug=slug_of(fields["code"], fields["level"], fields["name"], fields["official_code"]),
        **fields,
    )
    above = set(Containment.objects.filter(descendant=parent).values_list("ancestor_id", flat=True))
    above |= {place.pk, *(other.pk for other in within)}
    Containment.objects.bulk_create(
        Containment(ancestor_id=pk, descendant=place) for pk in sorted(above)
    )
    return place


def make_row(code, level, parent="", **given):
    """A row of an official list."""
    defaults = {
        "also_within": "",
        "postcodes": "",
        "siren": "",
        "population": None,
        "name": f"Lieu {code}",
    }
    return Row(code=code, level=level, parent=parent, **defaults | given)


def make_rows():
    """A small country: two departments of one region, a group of communes over both."""
    return [
        make_row("XT", "country", name="Terrania", population=60),
        make_row("XT-REG-1", "region", "XT", name="Haute-Terre", population=60),
        make_row("XT-DEP-1", "department", "XT-REG-1", name="Val d'Ouvre", population=30),
        make_row("XT-DEP-2", "department", "XT-REG-1", name="Mont-Sombre", population=30),
        make_row("XT-EPCI-9", "intercommunality", "XT-DEP-1", name="CC du Pays d'Œillet"),
        make_row(
            "XT-COM-11",
            "commune",
            "XT-DEP-1",
            also_within="XT-EPCI-9",
            name="Évry-l'Œil",
            population=20,
            postcodes="01100 01110",
        ),
        make_row("XT-COM-12", "commune", "XT-DEP-1", name="Saint-Fictif", population=10),
        make_row(
            "XT-COM-21",
            "commune",
            "XT-DEP-2",
            also_within="XT-EPCI-9",
            name="Fictif",
            population=30,
        ),
    ]
