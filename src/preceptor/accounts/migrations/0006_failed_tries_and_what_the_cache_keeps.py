from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_conversations_say_who_closed_them'),
    ]

    operations = [
        migrations.CreateModel(
            name='FailedTries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bucket', models.CharField(max_length=120, unique=True)),
                ('count', models.PositiveSmallIntegerField(default=0)),
                ('free_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='failed_tries_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'accounts_kept',
            },
        ),
    ]
