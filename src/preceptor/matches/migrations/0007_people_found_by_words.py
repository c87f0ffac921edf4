from django.db import migrations

from preceptor.common.search.migrating import MakeIndex


class Migration(migrations.Migration):
    dependencies = [
        ("matches", "0006_shortlists_put_aside"),
        ("common", "0004_what_is_found_by_words"),
    ]

    operations = [MakeIndex("people")]
