import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


def owner(related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=settings.AUTH_USER_MODEL
    )


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("microblog", "0008_files")]

    operations = [
        migrations.AddField("user", "theme", models.CharField(
            choices=[("system", "System"), ("light", "Light"), ("dark", "Dark")],
            db_default="system", default="system", max_length=6,
        )),
        migrations.AddField("user", "single_keys", models.BooleanField(db_default=True, default=True)),
        migrations.AddField("user", "quote_consent", models.BooleanField(db_default=False, default=False)),
        migrations.AddConstraint("user", models.CheckConstraint(
            condition=models.Q(("theme__in", ["system", "light", "dark"])), name="theme_known"
        )),
        migrations.AddField("notification", "push_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "notificationpreference", "push", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex("notification", models.Index(
            condition=models.Q(("push_due_at__isnull", False)), fields=["push_due_at"], name="notifications_push_due"
        )),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", key()),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("browser", models.CharField(blank=True, max_length=60)),
                ("began_at", models.DateTimeField()),
                ("last_used_on", models.DateField()),
                ("user", owner("sign_ins")),
            ],
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                ("id", key()),
                ("digest", models.CharField(max_length=64)),
                ("user", owner("known_devices")),
            ],
        ),
        migrations.AddConstraint("knowndevice", models.UniqueConstraint(
            fields=("user", "digest"), name="know_device_once"
        )),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", key()),
                ("endpoint", models.TextField()),
                ("p256dh", models.CharField(max_length=100)),
                ("auth", models.CharField(max_length=40)),
                ("created_at", models.DateTimeField(
                    db_default=django.db.models.functions.datetime.Now(), editable=False
                )),
                ("user", owner("push_subscriptions")),
                ("sign_in", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="microblog.signin"
                )),
            ],
        ),
        migrations.AddConstraint("pushsubscription", models.UniqueConstraint(
            django.db.models.functions.text.MD5("endpoint"), name="one_owner_per_endpoint"
        )),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", key()),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("file", models.CharField(blank=True, max_length=60)),
                ("bytes", models.BigIntegerField(default=0)),
                ("user", owner("exports")),
            ],
        ),
        migrations.AddIndex("dataexport", models.Index(fields=["user", "-asked_at"], name="exports_newest")),
    ]
