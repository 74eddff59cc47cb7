"""For whom somebody may speak: organizations, and their own public profile."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, Role
from terreau.entries.rules import EDITING
from terreau.organizations.models import Organization
from terreau.people.models import Person


def speakers(user):
    """The entries for which a user may speak, organizations first, by title, as a queryset."""
    if not user.is_authenticated:
        return Entry.objects.none()
    roles = Role.objects.filter(user=user, name__in=EDITING).values("entry")
    mine = Q(kind=Organization.KIND, pk__in=roles)
    own = Q(kind=Person.KIND, pk__in=Person.objects.filter(user=user).values("pk"))
    return Entry.objects.public().filter(mine | own).order_by("kind", "title", "pk")


def offer_speaking(form, user):
    """Let somebody choose for whom they act: the form's cleaned data then hold `acting_as`.

    Two queries where the form is drawn.
    """
    form.fields["acting_as"] = forms.ModelChoiceField(
        speakers(user),
        label=_("On behalf of"),
        initial=speakers(user).first(),
        empty_label=None,
        help_text=_("It is shown as the author. That you did it for it stays private."),
    )
    form.order_fields(["acting_as"])
    return form
