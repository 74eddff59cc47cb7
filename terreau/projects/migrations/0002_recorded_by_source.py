from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_source(apps, schema_editor):
    """Rows that a source told were those recorded by nobody: they get the uid of the source."""

    def source_of(key):
        records = apps.get_model("harvest", "Record").objects.filter(entry=OuterRef(key))
        return Subquery(records.order_by("pk").values("source__uid")[:1])

    for name in ("Event", "Listing", "Spell"):
        rows = apps.get_model("projects", name).objects.filter(recorded_by=None)
        if name == "Spell":
            rows = rows.filter(cause="harvest")
        rows.update(recorded_by=source_of("project"))
    roles = ("incubated_by", "sponsored_by")
    links = apps.get_model("entries", "Link").objects.filter(recorded_by=None, role__in=roles)
    links.update(recorded_by=source_of("source"))


class Migration(migrations.Migration):

    dependencies = [
        ('entries', '0002_largest_tallies'),
        ('harvest', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='recorded_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='recorded_by',
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(name_the_source, migrations.RunPython.noop),
    ]
