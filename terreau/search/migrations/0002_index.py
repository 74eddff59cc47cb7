from django.db import migrations

from terreau.search import engines


def install(apps, schema_editor):
    engines.install(schema_editor.connection)


def remove(apps, schema_editor):
    engines.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
