import pytest
from django.utils import timezone

from analytics.actions.readings import record_events, record_readings
from analytics.models import AuthorFact, SentimentReading
from microblog.actions.posts import delete_post, edit_post
from microblog.actions.reactions import add_reaction, remove_reaction
from microblog.models import Event
from tests.analytics.conftest import CALM, PAIN

THEME = "working_hours_shifts"


def work() -> None:
    """Deal with every event so far, as the worker does, twice."""
    for _ in range(2):
        record_events(list(Event.objects.exclude(type__startswith="membership")))


def negative_authors() -> set[str]:
    found = AuthorFact.objects.filter(theme=THEME, negative_posts__gt=0)
    return set(found.values_list("author__username", flat=True))


def test_a_post_is_read_and_its_author_counted(alice, everybody, make_post):
    post = make_post(alice, everybody, PAIN)

    work()

    reading = SentimentReading.objects.get(post=post)
    assert (reading.label, reading.language) == ("negative", "nb")
    assert THEME in reading.themes
    assert reading.evidence
    assert reading.p_negative + reading.p_neutral + reading.p_positive == pytest.approx(1, abs=0.001)
    assert negative_authors() == {"alice"}


def test_an_edit_is_read_anew(alice, everybody, make_post):
    post = make_post(alice, everybody, PAIN)
    work()

    edit_post(actor=alice, post=post, text=CALM, now=timezone.now())
    work()

    assert SentimentReading.objects.get(post=post).label == "positive"
    assert negative_authors() == set()


def test_a_deleted_post_counts_no_more(alice, everybody, make_post):
    post = make_post(alice, everybody, PAIN)
    work()

    delete_post(actor=alice, post=post, now=timezone.now())
    work()

    assert negative_authors() == set()


def test_me_too_counts_and_counts_no_more_when_taken_back(alice, bob, everybody, make_post):
    post = make_post(alice, everybody, PAIN, kind="pain")
    add_reaction(actor=bob, post=post, kind="me_too")
    work()
    assert negative_authors() == {"alice", "bob"}

    remove_reaction(actor=bob, post=post, kind="me_too")
    work()
    assert negative_authors() == {"alice"}


def test_reading_twice_stores_the_same(alice, everybody, make_post):
    post = make_post(alice, everybody, PAIN)
    record_readings([post])
    before = SentimentReading.objects.values().get(post=post)

    record_readings([post])

    after = SentimentReading.objects.values().get(post=post)
    assert before == after
