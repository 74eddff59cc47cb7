from django.utils.translation import gettext_lazy as _

from terreau.entries.datasets import Dataset, register_dataset
from terreau.needs.queries import late_rows

register_dataset(Dataset("late-needs", _("needs without an answer"), "needs", late_rows))
