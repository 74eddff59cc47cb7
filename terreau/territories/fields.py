"""A territory as a person types it: by its name, its postcode or its code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.territories.models import Territory
from terreau.territories.names import fold
from terreau.territories.queries import by_code, by_key, search_by_name

OFFERED = 6
_CODE = re.compile(r"(?:^|\()([A-Za-z]{2}(?:-[A-Za-z]+-\w+)?)\)?$")


class TerritoryField(forms.CharField):
    """One line of text that means one current territory, or None where it is left empty.

    "Rennes", "35238" or "Rennes (FR-COM-35238)". Where a name means several, the error offers
    them with their codes. Up to two queries.
    """

    def __init__(self, **given: Any) -> None:
        given.setdefault("label", gettext_lazy("Territory"))
        help_text = gettext_lazy("A commune, a department, a region: its name or its code.")
        given.setdefault("help_text", help_text)
        super().__init__(**{"required": False, "max_length": 200} | given)

    def prepare_value(self, value: Any) -> Any:
        place = by_key(value) if isinstance(value, int) else value
        return written(place) if isinstance(place, Territory) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value).strip()
        return meant(text) if text else None


def written(place: Territory) -> str:
    return f"{place.name} ({place.code})"


def meant(text: str) -> Territory:
    """The territory that a text means. Raises ValidationError for none, or for several."""
    code = _CODE.search(text)
    place = by_code(code.group(1).upper()) if code else None
    if place is not None and place.ended_on is None:
        return place
    found = search_by_name(text, OFFERED)
    exact = [each for each in found if each.folded == fold(text)] or found
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise ValidationError(_("No place is called so: try the beginning of its name."))
    offered = ", ".join(f"{each.get_level_display()} {written(each)}" for each in exact)
    raise ValidationError(
        _("Several places are called so. Copy the right one: %(places)s."),
        params={"places": offered},
    )
