"""Readings: every post and reply is read when it is published or edited, and the facts follow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction

from analytics.actions.facts import refresh_facts
from analytics.models import SentimentReading
from analytics.scoring import periods
from microblog.models import Event, Post, Reaction

FIELDS = [
    "language", "label", "p_negative", "p_neutral", "p_positive", "themes", "words", "evidence", "backend", "version",
]  # fmt: skip


def record_events(events: Sequence[Event]) -> None:
    """Read the posts of these events, and make the facts of their authors anew."""
    posts = list(
        Post.objects.filter(
            pk__in=[event.subject_id for event in events], published_at__isnull=False, pseudonym=None
        ).select_related("author")
    )
    record_readings(posts)
    refresh_facts_of(posts)
    refresh_facts_of_reactors(events)


@transaction.atomic
def record_readings(posts: Iterable[Post]) -> None:
    """Read each post and store what it says; reading it again stores the same."""
    SentimentReading.objects.bulk_create(
        [reading_of(post) for post in posts],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=FIELDS,
    )


def reading_of(post: Post) -> SentimentReading:
    """Return the reading of one post, not stored. Needs the post's author at hand."""
    from analytics.scoring import tagger, themes

    reading = tagger.score(post.text, language=post.language or None, profile_language=post.author.language)
    negative, neutral, positive = reading.p
    return SentimentReading(
        post=post,
        language=reading.language,
        label=reading.label,
        p_negative=negative,
        p_neutral=neutral,
        p_positive=positive,
        themes=list(reading.themes),
        words=themes.theme_words(post.text, reading.language, reading.themes),
        evidence=[[word.word, word.weight] for word in reading.evidence],
        backend=reading.backend,
        version=reading.version,
    )


def refresh_facts_of(posts: Sequence[Post]) -> None:
    """Make anew the facts of the posts' authors, and of those who said "me too", in the periods in which they did."""
    authors: dict[str, set[int]] = defaultdict(set)
    for post in posts:
        if post.published_at:
            authors[period_of(post.published_at)].add(post.author_id)
    said_too = Reaction.objects.filter(post__in=posts, kind="me_too").values_list("user_id", "created_at")
    for user, when in said_too:
        authors[period_of(when)].add(user)
    for period in sorted(authors):
        refresh_facts(period, authors[period])


def refresh_facts_of_reactors(events: Iterable[Event]) -> None:
    """Make anew the facts of those who reacted, or took it back, in the present period and the one before."""
    reactors: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.type.startswith("reaction.") and event.actor_id:
            period = period_of(event.created_at)
            reactors[period].add(event.actor_id)
            reactors[periods.previous(period, weeks=settings.PERIOD_WEEKS)].add(event.actor_id)
    for period in sorted(reactors):
        refresh_facts(period, reactors[period])


def period_of(moment: dt.datetime) -> str:
    return periods.period_of(moment, weeks=settings.PERIOD_WEEKS)
