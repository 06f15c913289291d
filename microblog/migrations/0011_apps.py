from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("microblog", "0010_anonymous")]

    operations = []
