import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from tests.problems import reproduced


class Command(BaseCommand):
    help = "Seek real projects by their own problems; writes what was found as JSON. No database."

    def handle(self, **_):
        self.stdout.write(json.dumps(asdict(reproduced())))
