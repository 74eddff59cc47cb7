"""What one can do in the directory of groups."""

from django.utils.translation import gettext_lazy

from terreau.entries.doors import register_doors

register_doors("group", (gettext_lazy("Found a group"), "group:create"))
