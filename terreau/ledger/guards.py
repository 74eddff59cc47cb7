"""Triggers by which the database itself refuses to change or delete a statement.

Only one change passes: payload and salt, both at once, to NULL (the erasure of personal data).
"""

KEPT = ("id", "uid", "at", "actor", "verb", "subject", "payload_digest", "leaf_hash")

SQLITE = {
    "statement_kept": """
        CREATE TRIGGER statement_kept BEFORE UPDATE ON ledger_statement
        WHEN NOT (NEW.payload IS NULL AND NEW.salt IS NULL AND {same})
        BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END""".format(
        same=" AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in KEPT)
    ),
    "statement_stays": """
        CREATE TRIGGER statement_stays BEFORE DELETE ON ledger_statement
        BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above.
    "statement_not_replaced": """
        CREATE TRIGGER statement_not_replaced BEFORE INSERT ON ledger_statement
        WHEN EXISTS (SELECT 1 FROM ledger_statement s WHERE s.id = NEW.id OR s.uid = NEW.uid
                     OR s.leaf_hash = NEW.leaf_hash)
        BEGIN SELECT RAISE(ABORT, 'a statement is never replaced'); END""",
}

POSTGRES_FUNCTION = """
    CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NEW.payload IS NULL AND NEW.salt IS NULL AND {same} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'a statement is never changed or deleted (%)', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$""".format(same=" AND ".join(f'NEW."{n}" IS NOT DISTINCT FROM OLD."{n}"' for n in KEPT))
POSTGRES = {
    "statement_kept": """CREATE TRIGGER statement_kept BEFORE UPDATE OR DELETE ON ledger_statement
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    "statement_stays": """CREATE TRIGGER statement_stays BEFORE TRUNCATE ON ledger_statement
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
}


def install(connection):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for statement in triggers(connection).values():
            cursor.execute(statement)


def remove(connection):
    on_table = " ON ledger_statement" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def triggers(connection):
    return POSTGRES if connection.vendor == "postgresql" else SQLITE
