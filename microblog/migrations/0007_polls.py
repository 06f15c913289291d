import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CASCADE = django.db.models.deletion.CASCADE


def own_key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of_post(name):
    return models.OneToOneField(
        on_delete=CASCADE, primary_key=True, related_name=name, serialize=False, to="microblog.post"
    )


def to(model, name, **options):
    return models.ForeignKey(on_delete=CASCADE, related_name=name, to=model, **options)


POLL = [
    ("post", of_post("poll")),
    ("is_multiple", models.BooleanField(default=False)),
    ("is_anonymous", models.BooleanField(default=False)),
    (
        "results",
        models.CharField(
            choices=[("after_vote", "After Vote"), ("after_close", "After Close")],
            default="after_vote",
            max_length=12,
        ),
    ),
    ("closes_at", models.DateTimeField()),
    ("voters_count", models.PositiveIntegerField(db_default=0, default=0)),
    ("counted_at", models.DateTimeField(null=True)),
    ("key_gone_at", models.DateTimeField(null=True)),
]
POLL_OPTIONS = {
    "indexes": [
        models.Index(
            condition=models.Q(("is_anonymous", True), ("key_gone_at", None)),
            fields=["closes_at"],
            name="polls_to_count",
        )
    ],
    "constraints": [
        models.CheckConstraint(
            condition=models.Q(("results__in", ["after_vote", "after_close"])), name="poll_results_known"
        ),
        models.CheckConstraint(
            condition=models.Q(
                models.Q(("counted_at", None), ("is_anonymous", False), ("key_gone_at", None)),
                models.Q(("is_anonymous", True), ("results", "after_close")),
                _connector="OR",
            ),
            name="anonymous_poll_shows_late",
        ),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("microblog", "0006_moderation")]

    operations = [
        migrations.CreateModel(name="Poll", fields=POLL, options=POLL_OPTIONS),
        migrations.CreateModel(
            name="PollOption",
            fields=[
                ("id", own_key()),
                ("place", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=140)),
                ("votes_count", models.PositiveIntegerField(db_default=0, default=0)),
                ("poll", to("microblog.poll", "options", db_index=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "place"), name="poll_option_place_once"),
                    models.UniqueConstraint(fields=("poll", "text"), name="poll_option_once"),
                    models.CheckConstraint(condition=models.Q(("place__lt", 10)), name="poll_options_are_few"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="poll_option_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollVote",
            fields=[
                ("id", own_key()),
                ("is_only", models.BooleanField()),
                ("poll", to("microblog.poll", "votes", db_index=False)),
                ("option", to("microblog.polloption", "votes", db_index=False)),
                ("person", to(settings.AUTH_USER_MODEL, "poll_votes")),
            ],
            options={
                "indexes": [models.Index(fields=["poll", "person"], name="poll_votes_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("option", "person"), name="vote_once_for_an_option"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_only", True)),
                        fields=("poll", "person"),
                        name="vote_for_one_option_alone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedBallot",
            fields=[
                ("id", own_key()),
                ("token", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("poll", to("microblog.poll", "ballots", db_index=False)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("poll", "token"), name="ballot_once")]},
        ),
        migrations.CreateModel(
            name="PraiseValue",
            fields=[
                ("key", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("nb", models.CharField(max_length=60)),
                ("nn", models.CharField(max_length=60)),
                ("en", models.CharField(max_length=60)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("is_offered", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Praise",
            fields=[
                ("post", of_post("praise")),
                (
                    "value",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="praises",
                        to="microblog.praisevalue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Praised",
            fields=[
                ("id", own_key()),
                ("post", to("microblog.post", "praised", db_index=False)),
                ("person", to(settings.AUTH_USER_MODEL, "praised_in")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("post", "person"), name="praise_once")]},
        ),
        migrations.CreateModel(
            name="Pain",
            fields=[
                ("post", of_post("pain")),
                ("since", models.DateField(null=True)),
                ("would_help", models.TextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name="post",
            name="share_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="post",
            name="shared",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="shares",
                to="microblog.post",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.F("shared"), condition=models.Q(("shared__isnull", False)), name="posts_that_share"
            ),
        ),
    ]
