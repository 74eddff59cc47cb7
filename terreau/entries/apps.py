from django.apps import AppConfig

from terreau.entries import reach
from terreau.entries.kinds import discover


class EntriesConfig(AppConfig):
    name = "terreau.entries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        reach.install()
        discover()
