"""Polls, and what else a kind of post carries beside its text: whom it praises, since when something hurts."""

from django.db import models
from django.db.models import Q

from microblog.models.people import User
from microblog.models.posts import Post

FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 10, 140
MOST_PRAISED = 10
LONGEST_HELP = 1000


class Poll(models.Model):
    """The question of a post of the kind *poll*. Votes in an anonymous one are sealed until it has closed."""

    class Results(models.TextChoices):
        AFTER_VOTE = "after_vote"
        AFTER_CLOSE = "after_close"

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="poll")
    is_multiple = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    results = models.CharField(max_length=12, choices=Results, default=Results.AFTER_VOTE)
    closes_at = models.DateTimeField()
    # How many people have voted; of an anonymous poll nobody knows before it has been counted.
    voters_count = models.PositiveIntegerField(default=0, db_default=0)
    # Of an anonymous poll alone: when its votes were counted, and when what could tell whose they were was destroyed.
    counted_at = models.DateTimeField(null=True)
    key_gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(results__in=["after_vote", "after_close"]), name="poll_results_known"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False, counted_at=None, key_gone_at=None)
                | Q(is_anonymous=True, results="after_close"),
                name="anonymous_poll_shows_late",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(is_anonymous=True, key_gone_at=None), name="polls_to_count")
        ]


class PollOption(models.Model):
    """One of the answers to choose from."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", db_index=False)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_OPTION)
    votes_count = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "place"], name="poll_option_place_once"),
            models.UniqueConstraint(fields=["poll", "text"], name="poll_option_once"),
            models.CheckConstraint(condition=Q(place__lt=MOST_OPTIONS), name="poll_options_are_few"),
            models.CheckConstraint(condition=~Q(text=""), name="poll_option_has_text"),
        ]


class PollVote(models.Model):
    """A person's choice of an option. `is_only` where the poll lets each person choose a single one."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes", db_index=False)
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="votes", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="poll_votes")
    is_only = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "person"], name="vote_once_for_an_option"),
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(is_only=True), name="vote_for_one_option_alone"
            ),
        ]
        indexes = [models.Index(fields=["poll", "person"], name="poll_votes_of_a_person")]


class SealedBallot(models.Model):
    """What somebody has voted in an anonymous poll, until it is counted: under seal, and without the person."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots", db_index=False)
    token = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "token"], name="ballot_once")]


class PraiseValue(models.Model):
    """A value of the company, by which people may praise; named in the three languages."""

    key = models.SlugField(max_length=40, primary_key=True)
    nb = models.CharField(max_length=60)
    nn = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=0)
    # One that is no longer chosen stays on the posts that it stands on.
    is_offered = models.BooleanField(default=True)

    @property
    def words(self) -> dict[str, str]:
        """What the value is called, by language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}


class Praise(models.Model):
    """By which value a post praises somebody."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="praise")
    value = models.ForeignKey(PraiseValue, models.PROTECT, null=True, related_name="praises")


class Praised(models.Model):
    """A person whom a post praises."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="praised", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="praised_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="praise_once")]


class Pain(models.Model):
    """What a post says of where the shoe pinches: since which day, and what would help."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="pain")
    since = models.DateField(null=True)
    would_help = models.TextField(blank=True)
