from importlib import import_module

from django.apps import AppConfig


class HarvestConfig(AppConfig):
    name = "terreau.harvest"

    def ready(self):
        import_module("terreau.harvest.adoption")
        import_module("terreau.harvest.words")
