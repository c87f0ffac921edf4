from django.db import migrations

from preceptor.common.search.migrating import MakeIndex


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_what_the_reader_found"),
        ("common", "0004_what_is_found_by_words"),
    ]

    operations = [MakeIndex("jobs")]
