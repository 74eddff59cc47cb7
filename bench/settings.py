"""The product's settings, with two more pages: the references that all others are measured by."""

from terreau.settings import *  # noqa: F403
from terreau.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
