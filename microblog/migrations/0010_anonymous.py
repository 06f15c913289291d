import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def person():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("microblog", "0009_settings")]

    operations = [
        migrations.AddField("post", "pseudonym", models.PositiveSmallIntegerField(null=True)),
        migrations.CreateModel(
            name="SealedItem",
            fields=[
                ("receipt_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("first_slot", models.DateTimeField()),
                ("month", models.CharField(max_length=7)),
                ("sealed", models.BinaryField()),
            ],
            options={"indexes": [models.Index(fields=["first_slot"], name="sealed_by_slot")]},
        ),
        migrations.CreateModel(
            name="AnonymousPost",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="anonymous",
                        serialize=False,
                        to="microblog.post",
                    ),
                ),
                ("thread_token", models.CharField(max_length=64)),
                ("receipt_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={"indexes": [models.Index(fields=["thread_token"], name="anonymous_by_thread")]},
        ),
        migrations.CreateModel(
            name="MutedToken",
            fields=[("thread_token", models.CharField(max_length=64, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="AnonymousCount",
            fields=[
                ("id", key()),
                ("period", models.CharField(max_length=8)),
                ("theme", models.CharField(max_length=40)),
                ("token", models.CharField(max_length=32)),
                ("is_negative", models.BooleanField()),
                ("tone", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="microblog.orgunit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("period", "theme", "token"), name="count_once_without_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="AnonymitySwitch",
            fields=[
                ("id", key()),
                ("is_on", models.BooleanField()),
                ("least_members", models.PositiveIntegerField(db_default=15, default=15)),
                ("discussed_on", models.DateField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("countersigned_by", person()),
                ("recorded_by", person()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least_members__gte", 15)), name="anonymous_among_fifteen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("countersigned_at", None), ("countersigned_by", None)),
                            models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="signed_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_by", None),
                            ("countersigned_by", None),
                            models.Q(("recorded_by", models.F("countersigned_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="signed_by_another",
                    ),
                ],
            },
        ),
    ]
