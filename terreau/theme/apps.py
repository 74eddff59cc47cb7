"""The look: layout, components, stylesheet."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "terreau.theme"
    label = "theme"
