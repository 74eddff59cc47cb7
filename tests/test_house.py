"""The plan of the house, held against the code: who stands on whom, and what never happens."""

import ast
import re
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import rules
from django.apps import apps
from django.core.management import call_command

from terreau.entries.actions import declared

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "terreau"

# An app imports only apps that stand before it. A new kind adds one name among the rooms.
CELLAR = ["survival", "charts", "matching", "merkle", "equalshares", "opinionmap"]
GROUND = ["theme", "prepared", "territories", "ledger", "accounts", "entries", "jobs"]
STAIRS = [
    "harvest", "search", "notifications", "follows", "moderation", "comments", "attachments",
    "feed",
]  # fmt: skip
ROOMS = [
    "organizations", "people", "projects", "teams", "evidence", "offers", "needs",
    "groups", "posts", "replications", "resources", "collections", "actors", "portfolio",
    "betagouv", "reviews", "demonstration",
]  # fmt: skip
FACES = ["web", "api", "opendata"]
APPS = [*CELLAR, *GROUND, *STAIRS, *ROOMS, *FACES]
ROOF = ["settings", "urls", "wsgi", "server", "supervisor", "terminal", "cli", "__main__"]

# Inside an app these files import only those before them; other modules have a subject of their
# own, and no circle of imports exists anywhere.
FILES = ["models", "rules", "queries", "forms", "actions", "tasks", "views", "api", "urls", "kind"]

NO_SUCH_NAME = {"base", "common", "contrib", "core", "helpers", "misc", "services", "utils"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
          "update_or_create", "add_to_class"}  # fmt: skip
READERS = {"views", "api", "queries", "forms", "kind", "panels", "rules", "feeds", "pages", "sheet"}
SELECTS = {"filter", "exclude", "annotate", "raw", "aggregate"}

MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not {"migrations", "tests"} & set(path.relative_to(PACKAGE).parts)
)
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*") if path.is_file())


def dotted(path):
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path):
    """The dotted names of the house that a file imports, inline imports included."""
    known = {dotted(each) for each in MODULES}
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            deeper = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in deeper]
        yield from (name for name in names if name.split(".")[0] == "terreau")


@each_module
def test_imports_go_down(path):
    app = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if app in ROOF or path.parent == PACKAGE:
        return
    for name in imports_of(path):
        _, other, *rest = [*name.split("."), ""]
        if not other:
            continue
        assert other in APPS, f"{app} may not import {name}"
        assert APPS.index(other) <= APPS.index(app), f"{app} may not import {name}"
        inside = other == app and rest[0] in FILES and path.stem in FILES
        if inside and rest[0] != path.stem:
            assert FILES.index(rest[0]) < FILES.index(path.stem), f"{path.stem} imports {rest[0]}"


def test_no_circle_of_imports():
    graph = {dotted(path): set(imports_of(path)) - {dotted(path)} for path in MODULES}
    for name, others in graph.items():  # a package is imported before its modules; not a circle
        graph[name] = {each for each in others if not name.startswith(f"{each}.")}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@each_module
def test_no_import_inside_a_function(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not inside, f"line {inside[0].lineno}"


@pytest.mark.parametrize("app", CELLAR)
def test_the_cellar_knows_no_django(app):
    for path in (PACKAGE / app).rglob("*.py"):
        assert "django" not in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.M), path


@each_module
def test_names_have_a_subject(path):
    assert not NO_SUCH_NAME & {path.stem, *path.relative_to(PACKAGE).parts[:-1]}


def calls_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno, ast.unparse(node.func.value)


@each_module
def test_readers_do_not_write(path):
    if path.stem not in READERS or path.parent.parent != PACKAGE:
        return
    wrong = [
        f"{path.name}:{line} {value}.{name}("
        for name, line, value in calls_of(path)
        if (name in WRITES and "objects" in value)
        or (name in {"save", "bulk_create", "get_or_create", "update_or_create"})
        or (path.stem in {"views", "api"} and name in SELECTS)
    ]
    assert wrong == []


def test_every_app_has_its_floor():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"settings"}
    assert sorted(folders) == sorted(APPS)
    installed = [c.name.removeprefix("terreau.") for c in apps.get_app_configs()]
    ours = [name for name in installed if name in APPS]
    assert ours == [name for name in APPS if name not in CELLAR]


def test_every_action_has_a_rule_and_a_sentence():
    assert declared, "no action was found: is the discovery broken?"
    acts = {name: each for name, each in declared.items() if each.act is not None}
    assert [name for name in acts if not rules.perm_exists(name)] == []
    told = {name: each for name, each in declared.items() if each.sentence}
    assert [name for name, each in told.items() if "{subject}" not in str(each.sentence)] == []
    for name in acts:
        assert name.split(".")[0] in APPS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_templates_hold_no_script_and_no_style(path):
    if path.suffix != ".html":
        return
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text, re.I)
    for script in re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.S | re.I):
        assert not script.strip()


def test_every_template_is_used():
    texts = {path: path.read_text() for path in [*MODULES, *TEMPLATES]}
    words = defaultdict(set)
    for path, text in texts.items():
        for name in re.findall(r"""["'\s]([\w./-]+\.(?:html|txt|svg))["'\s%}]""", text):
            words[name].add(path)
        for name in re.findall(r"""\{% component ["'](\w+)["']""", text):
            words[f"components/{name}.html"].add(path)
    by_name = {str(path).split("/templates/")[-1]: path for path in TEMPLATES}
    # Django, allauth and template tags find these; the gallery shows every component.
    frameworks = ("account/", "django/forms/", "components/", "40", "410", "429", "500")
    unused = [
        name
        for name, path in by_name.items()
        if not name.startswith(frameworks) and not words[name] - {path}
    ]
    assert unused == []


@pytest.mark.django_db
def test_migrations_are_written():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
