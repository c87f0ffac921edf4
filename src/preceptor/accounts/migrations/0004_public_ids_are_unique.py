import preceptor.common.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_public_ids")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="public_id",
            field=models.UUIDField(
                default=preceptor.common.models.new_public_id, editable=False, unique=True
            ),
        )
        for name in ("user", "site")
    ]
