from django.db import models
from django.db.models import CharField, Lookup
from django.utils.translation import gettext_lazy as _

from terreau.prepared.addresses import address


@CharField.register_lookup
class Opens(Lookup):
    """`folded__opens="saint m"`: a prefix that both databases find in the column's index.

    SQLite's LIKE cannot use an index once it escapes; PostgreSQL's order of characters depends on
    its locale, so that a range would lie there. Each gets the form that serves it.
    """

    lookup_name = "opens"
    prepare_rhs = True

    def as_sql(self, compiler, connection):
        column, column_values = self.process_lhs(compiler, connection)
        values = [*column_values, self.rhs, *column_values, f"{self.rhs}\U0010ffff"]
        return f"({column} >= %s AND {column} < %s)", values

    def as_postgresql(self, compiler, connection):
        column, column_values = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs)
        return f"{column} LIKE %s", [*column_values, f"{pattern}%"]


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def current(self) -> "TerritoryQuerySet":
        return self.filter(ended_on=None)


class Territory(models.Model):
    """A place of an official geography, in any country.

    `code` is the country, the level and the official code: `FR`, `FR-REG-53`, `FR-DEP-35`,
    `FR-EPCI-243500139`, `FR-COM-35238`; it never changes hands. The levels have the French names,
    largest first; another country uses those that resemble its own: a region is what the State is
    divided into (Land, comunidad autónoma), a department what a region is divided into (Kreis,
    provincia), a commune the smallest elected body (Gemeinde, municipio), an intercommunality a
    body of several communes. Any of them may be missing.

    `parent` is the administrative parent, for crumbs: a commune's is its department, and an
    intercommunality's the department where most of its inhabitants live. What lies in what is said
    by `Containment` alone. `population` is null where nobody counts (polar lands), `postcodes` are
    parted by spaces, `ended_on` is the day of the first official list without this territory.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        DEPARTMENT = "department", _("department")
        INTERCOMMUNALITY = "intercommunality", _("intercommunality")
        COMMUNE = "commune", _("commune")

    code = models.CharField(_("code"), max_length=40, unique=True)
    country = models.CharField(_("country"), max_length=2)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    official_code = models.CharField(_("official code"), max_length=20)
    slug = models.SlugField(max_length=180, unique=True)
    population = models.PositiveIntegerField(_("population"), null=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent"), null=True, related_name="children"
    )
    siren = models.CharField(_("SIREN number"), max_length=9, blank=True)
    postcodes = models.CharField(_("postcodes"), max_length=400, blank=True)
    ended_on = models.DateField(_("ended on"), null=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        indexes = [
            models.Index(fields=["level", "folded"], name="territory_level_name"),
            models.Index(fields=["official_code"], name="territory_official_code"),
            models.Index(fields=["siren"], name="territory_siren"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("territories:detail", self.code)

    @property
    def rank(self) -> int:
        """0 for a country, 4 for a commune."""
        return self.Level.values.index(self.level)

    @property
    def postcode_list(self) -> list[str]:
        return self.postcodes.split()


class FormerCode(models.Model):
    """A code that no list has any more, and the territory that it leads to: a merged commune."""

    code = models.CharField(max_length=40, unique=True)
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="former_codes")

    def __str__(self) -> str:
        return f"{self.code} → {self.territory_id}"


class Containment(models.Model):
    """One pair of the closure: `ancestor` contains `descendant`, itself included.

    A commune lies in itself, its intercommunality, its department, its region and its country. An
    intercommunality lies in the department of its parent and in what contains that, although some
    of its communes may lie elsewhere: it is counted in one department, so that the departments of a
    country add up. The relation is therefore not transitive through intercommunalities.
    """

    pk = models.CompositePrimaryKey("ancestor_id", "descendant_id")
    ancestor = models.ForeignKey(Territory, models.CASCADE, related_name="contents", db_index=False)
    descendant = models.ForeignKey(
        Territory, models.CASCADE, related_name="containments", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["descendant", "ancestor"], name="containment_upwards")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"
