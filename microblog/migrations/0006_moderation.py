import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# The log tells what was; whoever could change it could change that.
GUARD = """
    create function refuse_change_of_audit() returns trigger language plpgsql as $$
    begin
        raise exception 'the audit log is append-only';
    end $$;
    create trigger audit_is_append_only before update or delete on microblog_auditentry
        for each row execute function refuse_change_of_audit();
"""
UNGUARD = """
    drop trigger audit_is_append_only on microblog_auditentry;
    drop function refuse_change_of_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("microblog", "0005_search")]

    operations = [
        migrations.CreateModel(
            name="ModerationCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("rewritten", "Rewritten"),
                            ("appealed", "Appealed"),
                            ("kept", "Kept"),
                            ("hidden", "Hidden"),
                            ("asked", "Asked"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("appeal", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="microblog.post"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "kept"), _negated=True), fields=("post",), name="one_case_per_post"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "rewritten", "appealed", "kept", "hidden", "asked"])
                        ),
                        name="case_state_known",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "rewritten", "appealed"])),
                        fields=["id"],
                        name="cases_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("rude", "Rude"),
                            ("private", "Private"),
                            ("spam", "Spam"),
                            ("unsafe", "Unsafe"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="microblog.moderationcase",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "reporter"), name="report_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["personal", "rude", "private", "spam", "unsafe", "other"])),
                        name="report_reason_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
