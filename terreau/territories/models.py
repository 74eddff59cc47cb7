from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Territory(models.Model):
    """A place of an official geography, in any country.

    Containment, not `parent`, says what lies in what: a commune lies in its department and in its
    intercommunality, which need not lie in one another.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        DEPARTMENT = "department", _("department")
        INTERCOMMUNALITY = "intercommunality", _("intercommunality")
        COMMUNE = "commune", _("commune")

    code = models.CharField(max_length=40, unique=True)
    country = models.CharField(max_length=2)
    level = models.CharField(max_length=20, choices=Level)
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_index=True, editable=False)
    official_code = models.CharField(max_length=20)
    slug = models.SlugField(max_length=180)
    population = models.PositiveIntegerField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    siren = models.CharField(max_length=9, blank=True)
    postcodes = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        indexes = [models.Index(fields=["level", "folded"], name="territory_level_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("territories:detail", args=[self.code])


class Containment(models.Model):
    """One pair of the closure: `ancestor` contains `descendant`, itself included."""

    ancestor = models.ForeignKey(Territory, models.CASCADE, related_name="contents")
    descendant = models.ForeignKey(Territory, models.CASCADE, related_name="containments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["descendant", "ancestor"], name="containment_once")
        ]
        indexes = [models.Index(fields=["ancestor", "descendant"], name="containment_inside")]

    def __str__(self):
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"
