"""What one can do in the directory of offers."""

from django.utils.translation import gettext_lazy

from terreau.entries.doors import register_doors

register_doors("offer", (gettext_lazy("Offer something"), "offer:create"))
