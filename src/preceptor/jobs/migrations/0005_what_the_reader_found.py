from django.db import migrations

CHUNK = 500


def fill(apps, schema_editor):
    """Answer from the stored reading what a search asks of a job."""
    jobs = apps.get_model("jobs", "Job").objects.using(schema_editor.connection.alias)
    some = []
    for job in jobs.filter(is_entry_friendly=None).only("pk", "reading").order_by("pk").iterator():
        if "entry_friendly" not in job.reading:
            continue
        job.is_entry_friendly = bool(job.reading["entry_friendly"])
        job.needs_clinical = job.reading.get("clinical_background") == "required"
        some.append(job)
        if len(some) == CHUNK:
            jobs.bulk_update(some, ["is_entry_friendly", "needs_clinical"])
            some = []
    jobs.bulk_update(some, ["is_entry_friendly", "needs_clinical"])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_jobs_of_other_feeds")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
