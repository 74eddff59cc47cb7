"""The words of evidence: dimensions, levels, periods, directions, verdicts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dimension(models.TextChoices):
    """The five dimensions of the national impact matrix."""

    USABLE = "usable", pgettext_lazy("dimension", "usable")
    USED = "used", pgettext_lazy("dimension", "used")
    USEFUL = "useful", pgettext_lazy("dimension", "useful")
    IMPACTFUL = "impactful", pgettext_lazy("dimension", "impactful")
    EFFICIENT = "efficient", pgettext_lazy("dimension", "efficient")


QUESTIONS = {
    Dimension.USABLE: _("How easy it is to use"),
    Dimension.USED: _("How many people use it, and how often"),
    Dimension.USEFUL: _("Whether those who use it are helped"),
    Dimension.IMPACTFUL: _("What it changes for the policy that it serves"),
    Dimension.EFFICIENT: _("What it costs for what it gives"),
}


class Level(models.TextChoices):
    """How far a figure can be relied on, weakest first."""

    DECLARED = "declared", pgettext_lazy("level", "declared")
    PUBLISHED = "published", pgettext_lazy("level", "published")
    FORM_CHECKED = "form_checked", pgettext_lazy("level", "form checked")
    AUDITED = "audited", pgettext_lazy("level", "audited")


RANK = {level: rank for rank, level in enumerate(Level)}
CHECKED = (Level.FORM_CHECKED, Level.AUDITED)


class Period(models.TextChoices):
    """The stretch of time that one value covers."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF_YEAR = "half_year", _("half-year")
    YEAR = "year", _("year")
    FREE = "free", _("any stretch of days")


class Direction(models.TextChoices):
    UP = "up", _("the more, the better")
    DOWN = "down", _("the less, the better")


class StandsFor(models.TextChoices):
    """What an indicator is to the figures that are made of several."""

    NOTHING = "", _("nothing of these")
    ACTIVE_USERS = "active_users", _("active users in a month")
    IMPACT = "impact", _("units of impact, which add up over time")


class Way(models.TextChoices):
    """How a value came."""

    HAND = "hand", _("entered by hand")
    FILE = "file", _("imported from a file")
    PROGRAM = "program", _("sent by a program")
    SOURCE = "source", _("read from its public statistics")


class Covers(models.TextChoices):
    """What a cost includes."""

    TEAM = "team", _("the team")
    HOSTING = "hosting", _("hosting and tools")
    OVERHEAD = "overhead", _("overheads")
    OTHER = "other", _("other costs")


class Schedule(models.TextChoices):
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")


class Verdict(models.TextChoices):
    """What measurements say of a target."""

    MET = "met", pgettext_lazy("target", "met")
    NOT_MET = "not_met", pgettext_lazy("target", "not met")
    DEFINITION_CHANGED = "definition_changed", pgettext_lazy("target", "definition changed")
    NO_MEASUREMENT = "no_measurement", pgettext_lazy("target", "no measurement")
    NOT_DUE = "not_due", pgettext_lazy("target", "not due yet")
    NO_TARGET = "no_target", pgettext_lazy("target", "no target")
