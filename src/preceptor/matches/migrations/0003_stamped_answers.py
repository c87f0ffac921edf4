from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matches", "0002_runs")]

    operations = [
        migrations.RenameField("snapshot", old_name="sha256", new_name="build"),
        migrations.AlterField(
            "snapshot", "filename", models.CharField(blank=True, max_length=100)
        ),
        migrations.AddField("snapshot", "cleared_through", models.BigIntegerField(default=0)),
        migrations.AddField("stamp", "people", models.PositiveIntegerField(default=0)),
        migrations.AddField("stamp", "question", models.JSONField(blank=True, default=dict)),
        migrations.AddField("stamp", "answer", models.CharField(blank=True, max_length=64)),
    ]
