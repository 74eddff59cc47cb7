import json
import tarfile
import time
from pathlib import Path

import yaml
from django.core.management import call_command
from django.core.management.base import BaseCommand

from terreau.harvest.frontmatter import parse

FOLDERS = ("startups", "incubators", "organisations", "phases")


class Command(BaseCommand):
    help = "Do one thing with an archive, and print the CPU seconds it took as JSON."

    def add_arguments(self, parser):
        parser.add_argument("work", choices=sorted(WORKS))
        parser.add_argument("archive", type=Path)

    def handle(self, *, work, archive, **_):
        prepared = WORKS[work](archive)
        started = time.process_time()
        prepared()
        seconds = time.process_time() - started
        self.stdout.write(json.dumps({"seconds": seconds}))


def harvest(archive):
    """All that `terreau harvest` does into a database that has territories and nothing else."""
    day = archive.name.removesuffix(".tar.gz")
    silent = open("/dev/null", "w")  # noqa: SIM115  kept open to the end of the process
    given = ("betagouv", str(archive), f"--known-at={day}")
    return lambda: call_command("harvest", *given, stdout=silent)


def yaml_alone(archive):
    """yaml.safe_load on texts that are in memory already, apart from their Markdown."""
    heads = front_matters(archive)
    return lambda: [yaml.safe_load(head) for head in heads]


def libyaml_alone(archive):
    """The same with the parser in C that PyYAML offers beside its own."""
    heads = front_matters(archive)
    return lambda: [yaml.load(head, Loader=yaml.CSafeLoader) for head in heads]


def read_carefully(archive):
    """The same texts by the reader of the product, which survives whatever they hold."""
    held = documents(archive)
    return lambda: [parse(data) for data in held]


def documents(archive):
    """The bytes of each record that the harvest reads."""
    with tarfile.open(archive) as opened:
        return [
            opened.extractfile(member).read()
            for member in opened
            if member.isfile() and any(f"_{folder}/" in member.name for folder in FOLDERS)
        ]


def front_matters(archive):
    return [head for data in documents(archive) if (head := front_matter(data))]


def front_matter(data):
    parts = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("---\n", 2)
    return parts[1] if len(parts) == 3 else ""


WORKS = {
    "harvest": harvest,
    "yaml": yaml_alone,
    "libyaml": libyaml_alone,
    "reader": read_carefully,
}
