from django.db import migrations, models


def read_again(apps, schema_editor):
    """What sources said of events is kept: those with a comment get their mark."""
    events = apps.get_model("projects", "Event").objects.filter(recorded_by__isnull=False)
    versions = apps.get_model("harvest", "Version").objects.filter(record__entry__kind="project")
    for entry, facts in versions.values_list("record__entry", "facts").iterator(chunk_size=500):
        for each in facts.get("events", ()):
            if each.get("comment"):
                told = events.filter(project=entry, sequence=each["index"], word=each["word"][:80])
                told.filter(happened_on=each["date"]).update(commented=True)


class Migration(migrations.Migration):

    dependencies = [
        ('harvest', '0001_initial'),
        ('projects', '0002_recorded_by_source'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='commented',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
