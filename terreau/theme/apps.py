"""The look: layout, components, stylesheet."""

from django.apps import AppConfig

from terreau.theme import ordinals


class ThemeConfig(AppConfig):
    name = "terreau.theme"
    label = "theme"

    def ready(self):
        ordinals.install()
