from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("microblog", "0008_files")]

    operations = []
