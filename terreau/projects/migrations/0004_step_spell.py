import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0003_event_commented'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='spell',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name='corrections', to='projects.spell',
            ),
        ),
    ]
