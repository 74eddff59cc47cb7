"""`terreau run`: the server and a worker as two children that live and end together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from django.conf import settings

from terreau.terminal import complain, say
from terreau.terminal import gettext as _
from terreau.web import marks

FAILED, USAGE, NEEDS_SETUP = 1, 2, 75
PATIENCE = 10.0  # seconds for children to finish what they are at
PARENT = "TERREAU_PARENT"


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    if trouble := cannot_listen(options.host, options.port):
        complain(trouble)
        return USAGE
    if not os.environ.get("SITE_URL", "").strip():
        os.environ["SITE_URL"] = address_of(options)
        with suppress(OSError):  # for commands beside it
            settings.ADDRESS_FILE.write_text(f"{address_of(options)}\n")
    ready = marks.hold(marks.read(settings.HOME), settings.DATABASES["default"])
    if not ready and (status := prepare()):
        return status
    return Supervisor(options).run()


def parse(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(
        "terreau run", description=_("Prepare what is missing, then start server and worker.")
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("default: %(default)s"))
    parser.add_argument("--port", type=int, default=8000, help=_("default: %(default)s"))
    parser.add_argument(
        "--workers", type=int, default=2, help=_("server processes, default: %(default)s")
    )
    return parser.parse_args(arguments)


def cannot_listen(host: str, port: int) -> str:
    """Why this address cannot be listened at, or nothing. The server's own socket shares ports."""
    try:
        family, kind, *_rest, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(where)
            tried.listen(1)
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            said = _("port %(port)s is taken: stop what uses it, or choose another with --port")
            return said % {"port": port}
        return _("cannot listen at %(host)s, port %(port)s: %(error)s") % {
            "host": host,
            "port": port,
            "error": getattr(error, "strerror", None) or error,
        }
    return ""


def nearest(host: str) -> str:
    """Where a server that listens at `host` is found from this machine."""
    return {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def address_of(options: Namespace) -> str:
    host = nearest(options.host)
    return f"http://[{host}]:{options.port}" if ":" in host else f"http://{host}:{options.port}"


def prepare() -> int:
    """Load what was never loaded, in a process of its own; its exit status."""
    return subprocess.call(
        [sys.executable, "-m", "terreau", "setup", "--missing"], env=environment_of_children()
    )


def environment_of_children() -> dict[str, str]:
    return os.environ | {PARENT: str(os.getpid())}


def follow_parent() -> None:
    """End this process, gently, when the supervisor that started it is no longer there."""
    parent = os.environ.get(PARENT)
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()


class Supervisor:
    """Starts the children, waits for a signal or for the end of one of them, ends them all."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.told = threading.Event()
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        """0 when told to stop; 1 when a child ended by itself."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            if not self.serve():
                return FAILED
            if not self.told.is_set():
                self.start("worker", "terreau", "worker")
                self.greet()
            return self.watch()
        finally:
            self.end()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        if self.told.is_set():  # told twice: somebody is in a hurry
            self.kill()
        self.told.set()

    def start(self, name: str, *module: str) -> subprocess.Popen[bytes]:
        self.children[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *module], env=environment_of_children(), start_new_session=True
        )
        return self.children[name]

    def serve(self) -> bool:
        """Start the server and wait until it answers; prepare again if the database was emptied."""
        given = [str(value) for value in vars(self.options).values()]
        server = self.start("server", "terreau.server", *given)
        while not self.told.wait(0.03):
            if server.poll() == NEEDS_SETUP:
                if prepare():
                    return False
                server = self.start("server", "terreau.server", *given)
            elif server.poll() is not None:
                complain(_("the server could not start"))
                return False
            elif answers(self.options.host, self.options.port):
                break
        return True

    def greet(self) -> None:
        say(_("Terreau answers at %s") % f"{address_of(self.options)}/")
        loaded = marks.read(settings.HOME).loaded
        if "accounts" in loaded:
            say(loaded["accounts"])
        if folder := getattr(settings, "EMAIL_FILE_PATH", None):
            say(_("Mails, sign-in codes among them, are written to %s") % folder)
        say(_("Ctrl-C stops it."))

    def watch(self) -> int:
        while not self.told.wait(0.2):
            for name, child in self.children.items():
                if child.poll() is not None:
                    said = _("the %(name)s ended by itself (status %(status)s): all stops")
                    complain(said % {"name": name, "status": child.returncode})
                    return FAILED
        return 0

    def end(self) -> None:
        """Ask all children to stop, and end what takes too long. Jobs survive that."""
        for child in self.children.values():
            child.terminate()
        limit = time.monotonic() + PATIENCE
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, limit - time.monotonic()))
        self.kill()

    def kill(self) -> None:
        """Each child leads a group of its own: what it started goes with it."""
        for child in self.children.values():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((nearest(host), port), timeout=1).close()
    except OSError:
        return False
    return True
