"""Rows into tables, set-wise: the quickest way that each database has."""

import re

from django.core.management.color import no_style
from django.db import connection


class Table:
    """A model's table as rows go into it: values of `names`, and the defaults of other fields."""

    def __init__(self, model, names):
        fields = model._meta.local_concrete_fields
        others = [f for f in fields if f.attname not in names and not f.primary_key]
        self.model = model
        self.name = model._meta.db_table
        columns = {field.attname: field.column for field in fields}
        self.columns = [columns[name] for name in names] + [field.column for field in others]
        self.constants = tuple(constant(field) for field in others)
        self.count = 0

    def write(self, rows):
        if self.constants:
            rows = [row + self.constants for row in rows]
        self.count += len(rows)
        names = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            places = ", ".join("?" * len(self.columns))
            sql = f"INSERT INTO {self.name} ({names}) VALUES ({places})"  # noqa: S608
            connection.connection.executemany(sql, rows)


def constant(field):
    """The default of a field as the database takes it from either engine's bulk door."""
    value = field.get_default()
    if field.get_internal_type() == "JSONField":
        return "{}" if isinstance(value, dict) else "[]"
    return value


class WithoutIndexes:
    """Takes the indexes of some tables away and puts them back: to fill first and sort once."""

    SQLITE = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql != '' AND tbl_name = "
    )
    POSTGRES = """SELECT indexname, indexdef FROM pg_indexes WHERE indexname NOT IN
        (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u')) AND tablename = """

    def __init__(self, tables, progress=None):
        self.tables = tables
        self.progress = progress or (lambda name: None)
        self.indexes = []

    def __enter__(self):
        found = self.POSTGRES if connection.vendor == "postgresql" else self.SQLITE
        with connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"{found} %s", [table])
                self.indexes += cursor.fetchall()
            for name, _ in self.indexes:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        return self

    def __exit__(self, failed, *_):
        if failed:
            return
        if connection.vendor == "postgresql":
            connection.check_constraints()  # it lays no index while keys wait to be checked
        with connection.cursor() as cursor:
            for name, sql in self.indexes:
                self.progress(name)
                cursor.execute(re.sub(r"%", "%%", sql))


def follow_keys(models):
    """Let the next row that anybody adds have the next key (PostgreSQL's sequences lag behind)."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def analyze():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
