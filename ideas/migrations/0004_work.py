from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ideas", "0003_fate")]

    operations = []
