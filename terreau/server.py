"""The server process that `terreau run` starts: python -m terreau.server HOST PORT WORKERS."""

import multiprocessing
import os
import sys

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from terreau.supervisor import NEEDS_SETUP, USAGE, follow_parent
from terreau.terminal import complain
from terreau.web import marks

THREADS = 4  # of each process: more would wait for one another


def main(host: str, port: str, workers: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terreau.settings")
    follow_parent()
    django.setup()
    try:
        if marks.read(settings.HOME).migrations != marks.applied(connection):
            return NEEDS_SETUP
    except DatabaseError as error:
        complain(str(error))
        return USAGE
    finally:
        connection.close()
    if multiprocessing.get_start_method() == "fork":
        get_resolver().url_patterns  # noqa: B018  loaded once, shared by the processes
    server = Server(
        "terreau.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    server.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
