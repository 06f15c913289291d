import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("microblog", "0010_anonymous")]

    operations = [
        migrations.CreateModel(
            name="SpentToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("family", models.UUIDField(db_index=True)),
                ("spent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
