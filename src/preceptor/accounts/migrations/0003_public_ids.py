from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from preceptor.common.models import new_public_id


def give_public_ids(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("User", "Site"):
        rows = apps.get_model("accounts", name).objects
        for row in rows.filter(public_id__isnull=True):
            row.public_id = new_public_id()
            row.save(update_fields=["public_id"])


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_the_exchange")]

    operations = [migrations.RunPython(give_public_ids, migrations.RunPython.noop)]
