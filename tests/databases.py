"""A database that other processes can open, of the engine under test."""

from contextlib import contextmanager
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection


@contextmanager
def database_beside(folder):
    """The DATABASE_URL of a new SQLite file in the folder, or of a new database of the server."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'beside.sqlite3'}"
        return
    given = connection.settings_dict
    name = f"terreau_beside_{uuid4().hex[:8]}"
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    server = f"postgres://{who}@{quote(given['HOST'], safe='')}:{given['PORT'] or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        administration.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        administration.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
