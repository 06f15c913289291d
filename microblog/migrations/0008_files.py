import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

import microblog.models.keys

KINDS = ["update", "question", "praise", "idea", "pain", "poll", "announcement"]
KIND_CHOICES = [(kind, kind.capitalize()) for kind in KINDS]
CASCADE = django.db.models.deletion.CASCADE
NO_PICTURE = models.Q(("height", None), ("small_path", ""), ("width", None))
A_PICTURE = models.Q(
    ("height__gt", 0),
    ("height__isnull", False),
    ("width__gt", 0),
    ("width__isnull", False),
    models.Q(("small_path", ""), _negated=True),
)


def time_ordered_key():
    return microblog.models.keys.TimeOrderedKey(
        db_default=microblog.models.keys.LestId(), editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("microblog", "0007_polls")]

    operations = [
        migrations.AddField("user", "picture", models.CharField(blank=True, db_default="", default="", max_length=32)),
        migrations.AddConstraint(
            "user",
            models.UniqueConstraint(
                condition=models.Q(("picture", ""), _negated=True), fields=("picture",), name="one_person_per_picture"
            ),
        ),
        migrations.CreateModel(
            name="ScheduledPost",
            fields=[
                ("id", time_ordered_key()),
                ("kind", models.CharField(choices=KIND_CHOICES, max_length=12)),
                ("text", models.TextField()),
                ("more", models.JSONField(default=dict)),
                ("publish_at", models.DateTimeField()),
                ("refusal", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "author",
                    models.ForeignKey(on_delete=CASCADE, related_name="scheduled_posts", to=settings.AUTH_USER_MODEL),
                ),
                ("community", models.ForeignKey(on_delete=CASCADE, related_name="+", to="microblog.community")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="scheduled_post_has_text"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="scheduled_post_kind_known"),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("refusal", "")), fields=["publish_at"], name="scheduled_posts_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", time_ordered_key()),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=100)),
                ("description", models.CharField(blank=True, max_length=500)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=80, unique=True)),
                ("small_path", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "owner",
                    models.ForeignKey(on_delete=CASCADE, related_name="attachments", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=CASCADE, related_name="attachments", to="microblog.post"
                    ),
                ),
                (
                    "scheduled",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attachments",
                        to="microblog.scheduledpost",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="file_is_not_empty"),
                    models.CheckConstraint(condition=models.Q(("place__lt", 10)), name="files_of_a_post_are_few"),
                    models.CheckConstraint(
                        condition=models.Q(NO_PICTURE, A_PICTURE, _connector="OR"), name="picture_has_sides"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post", None), ("scheduled", None), _connector="OR"),
                        name="file_of_one_post",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("post__isnull", False)),
                        fields=("post", "place"),
                        name="file_place_once_in_post",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("post", None), ("scheduled", None)),
                        fields=["created_at"],
                        name="files_not_posted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkPreview",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=CASCADE,
                        primary_key=True,
                        related_name="link_preview",
                        serialize=False,
                        to="microblog.post",
                    ),
                ),
                ("address", models.CharField(max_length=2000)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("description", models.CharField(blank=True, max_length=400)),
                ("site", models.CharField(blank=True, max_length=100)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("fetched_at", None)), fields=["post"], name="previews_to_fetch")
                ]
            },
        ),
    ]
