from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, EntryManager
from terreau.organizations.models import Organization


class Standing(models.TextChoices):
    """The six kinds of actors of public innovation, as people say it of themselves."""

    AGENT = "agent", _("public agent")
    ELECTED = "elected", _("elected representative")
    RESEARCHER = "researcher", _("researcher")
    ASSOCIATION = "association", _("association or social economy")
    COMPANY = "company", _("company")
    CITIZEN = "citizen", _("citizen")


class Reach(models.TextChoices):
    """Who may see a field of a profile, the narrowest first."""

    NOBODY = "nobody", _("only me")
    COLLEAGUES = "colleagues", _("members of my organizations")
    SIGNED_IN = "signed_in", _("people who are signed in")
    EVERYONE = "everyone", _("everyone")


FIELDS = ("bio", "website", "works_for", "skills", "offers", "email", "phone")
OPEN = {"bio": Reach.EVERYONE, "website": Reach.EVERYONE}  # what is open unless closed
WAITING = ("bio", "website")  # what a new account shows to nobody until a contribution


class Person(Entry):
    """The public profile of somebody who chose to have one; `state` is their Standing.

    What search and lists read of an entry is its title alone, the name that is shown: all other
    fields have a reach of their own, kept in `reaches` ({field: Reach}).
    """

    KIND = "person"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="person")
    is_pseudonym = models.BooleanField(_("this is a pseudonym"), default=False)
    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address to write to"), blank=True)
    phone = models.CharField(
        _("telephone"),
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^\+?[0-9][0-9 .()-]{5,22}$", _("Write a telephone number."))],
    )
    skills = models.TextField(_("what I know how to do"), max_length=2000, blank=True)
    offers = models.TextField(_("what I can offer"), max_length=2000, blank=True)
    reaches = models.JSONField(default=dict, blank=True)
    accepted_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    works_for = models.ForeignKey(
        Organization, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_pseudonym=False) | models.Q(works_for=None),
                name="person_pseudonym_hides_organization",
            )
        ]

    def reach_of(self, name):
        """Who may see a field: what the person chose, closed where they chose nothing."""
        return Reach(self.reaches.get(name, OPEN.get(name, Reach.NOBODY)))


class Skill(models.Model):
    """A token by which what a profile says of help is found, and the widest Reach that sees it.

    token: a lexeme of `skills` or `offers`; "=" and the words of one of the skills; or ANY, which
    is of every profile that says one of the two to somebody. See `skills`.
    """

    ANY = "*"

    person = models.ForeignKey(Person, models.CASCADE, related_name="skill_tokens")
    token = models.CharField(max_length=64)
    reach = models.CharField(max_length=12, choices=Reach)

    class Meta:
        verbose_name = _("skill")
        constraints = [models.UniqueConstraint(fields=["token", "person"], name="skill_once")]

    def __str__(self):
        return f"{self.token} of {self.person_id}"


class SkillCount(models.Model):
    """How many public profiles show a skill to everyone, or to people who are signed in alone.

    label: the skill as one of them writes it.
    """

    token = models.CharField(max_length=64)
    reach = models.CharField(max_length=12, choices=Reach)
    label = models.CharField(max_length=60)
    people = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("count of a skill")
        constraints = [models.UniqueConstraint(fields=["token", "reach"], name="skill_count_once")]
        indexes = [models.Index(fields=["reach", "-people", "token"], name="skill_usual")]

    def __str__(self):
        return f"{self.token}: {self.people}"
