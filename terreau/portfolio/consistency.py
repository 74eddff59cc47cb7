from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.portfolio.ahead import drift

register_truth(gettext_lazy("the figures counted ahead are those of the spells"), drift)
