"""The command `terreau`: a few words of its own, each a management command, and Django's."""

import os
import sys
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError
from django.utils import translation

import terreau
from terreau import supervisor, terminal
from terreau.terminal import complain, say
from terreau.terminal import gettext as _

USAGE = 2
COMMANDS = (
    "run", "worker", "setup", "harvest", "portfolio", "reviews", "match", "export",
    "budget", "record", "opinion-map", "check",
)  # fmt: skip


def summaries() -> dict[str, str]:
    return {
        "run": _("start everything: server and worker, on a machine where nothing is prepared"),
        "worker": _("do the work that waits in the job table"),
        "setup": _("prepare the database and load territories and demonstration"),
        "harvest": _("read projects and organizations from a public source"),
        "portfolio": _("print the figures of the portfolio at any date"),
        "reviews": _("print who was reviewed, at any date"),
        "match": _("say who and what could meet a need, from its text"),
        "export": _("write the open data to files"),
        "budget": _("say who wins a participatory budget, and why"),
        "record": _("verify a public record, or a proof taken from one"),
        "opinion-map": _("map the opinions of a conversation, from its votes"),
        "check": _("check the configuration and the consistency of the data"),
        "django": _("one of Django's own commands: terreau django migrate, shell, …"),
    }


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Bad configuration is one line and status 2."""
    arguments = list(sys.argv[1:] if given is None else given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terreau.settings")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(overview())
        return 0 if arguments else USAGE
    if arguments[0] == "--version":
        say(f"terreau {terreau.__version__}")
        return 0
    try:
        return obey(*arguments)
    except ImproperlyConfigured as error:
        complain(str(error))
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in arguments or not is_expected(error):
            raise
        complain(_("the database does not answer as expected: %s") % error)
        complain(_("check DATABASE_URL; a database never used before needs: terreau setup"))
    except BrokenPipeError:  # as in "terreau portfolio | head": nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return USAGE


def obey(command: str, *arguments: str) -> int:
    if command not in (*COMMANDS, "django"):
        complain(_("no command is called %s; terreau --help lists them") % command)
        return USAGE
    settings.configured or settings.INSTALLED_APPS  # noqa: B018  read now: errors are ours to say
    supervisor.follow_parent()
    if command == "run":
        return supervisor.main(arguments)
    django.setup()
    if "worker" not in (command, *arguments[:1]):  # what jobs write is not for this terminal
        translation.activate(terminal.language())
    ours = ["terreau", command.replace("-", "_")]
    name = ["terreau django"] if command == "django" else ours
    execute_from_command_line([*name, *arguments])
    return 0


def overview() -> str:
    lines = [f"  {name:<12} {said}" for name, said in summaries().items()]
    head = _("Terreau, the platform on which public innovation is run in the open.")
    more = _("terreau COMMAND --help says more about one of them.")
    return "\n".join([head, "", "terreau COMMAND …", "", *lines, "", more])


def is_expected(error: Exception) -> bool:
    """Whether an error of the database is an operator's to mend: no server, or no tables yet."""
    if isinstance(error, ProgrammingError):
        return type(error.__cause__).__name__ == "UndefinedTable"
    return True
