from django.utils.translation import gettext_lazy as _

from terreau.entries.datasets import Dataset, register_dataset
from terreau.replications.queries import rows

register_dataset(Dataset("replications", _("replications"), "projects", rows))
