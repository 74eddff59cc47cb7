import json

from django.core.management.base import BaseCommand

from terreau.api.assembly import api


class Command(BaseCommand):
    help = "Print the OpenAPI document of the API, as docs/openapi.json keeps it."

    def handle(self, **options):
        self.stdout.write(written(api.get_openapi_schema()))


def written(document):
    """A document as text: the same for the same document."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
