import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to_post(name):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to="microblog.post")


def to_person(name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=settings.AUTH_USER_MODEL
    )


def to_one_post(name, **options):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to="microblog.post", **options
    )


def by_whom():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("microblog", "0002_communities")]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", KEY.clone()),
                ("is_told", models.BooleanField()),
                ("person", to_person("mentions")),
                ("post", to_post("mentions")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("post", "person"), name="mention_once")]},
        ),
        migrations.CreateModel(
            name="PostTopic",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(max_length=50)),
                ("post", to_post("topics")),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("name"), models.OrderBy(models.F("post"), descending=True), name="topics_newest"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "name"), name="topic_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="topic_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicFollow",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(max_length=50)),
                ("person", to_person("followed_topics")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("person", "name"), name="follow_topic_once")]},
        ),
        migrations.CreateModel(
            name="ThreadFollow",
            fields=[
                ("id", KEY.clone()),
                ("is_following", models.BooleanField()),
                ("person", to_person("thread_follows")),
                ("root", to_post("thread_follows")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("root", "person"), name="follow_thread_once")]},
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", KEY.clone()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("person", to_person("bookmarks")),
                ("post", to_post("bookmarks")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("person", "post"), name="bookmark_once")]},
        ),
        migrations.CreateModel(
            name="BestAnswer",
            fields=[
                ("question", to_one_post("best_answer", primary_key=True, serialize=False)),
                ("chosen_at", models.DateTimeField()),
                ("chosen_by", by_whom()),
                ("reply", to_one_post("best_answer_to")),
            ],
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                ("post", to_one_post("resolution", primary_key=True, serialize=False)),
                ("resolved_at", models.DateTimeField()),
                ("resolved_by", by_whom()),
            ],
        ),
    ]
