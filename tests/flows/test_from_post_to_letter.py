"""A post goes from a form to another person's socket, to a reading, to the leader's letter. Nothing is patched."""

import asyncio
import datetime as dt

import pytest
from django.utils import timezone

from analytics.actions.letters import freeze_letters
from analytics.models import AuthorFact, SentimentReading
from analytics.scoring import periods
from microblog.models import Post
from tests.house import Visitor, hear_of_new_post, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PAIN = "Tredje gang denne uka at vakta mi ble byttet kvelden før. Turnusen går ikke i hop."


def test_a_post_reaches_a_colleagues_open_page_and_is_read(house, alice, bob, everybody):
    for person in (alice, bob):
        person.set_password("et langt passord")
        person.save()
    writer, reader = Visitor(house), Visitor(house)
    writer.sign_in("alice", "et langt passord")
    reader.sign_in("bob", "et langt passord")
    reader.get("/")

    def write() -> None:
        writer.get("/")
        writer.post("/posts/new/", kind="pain", community=everybody.slug, text=PAIN)

    hint = asyncio.run(hear_of_new_post(house, reader.session, write))

    post = Post.objects.get(author=alice)
    assert hint["type"] == "post.published"
    assert hint["stream"] == "home"
    assert hint["id"] == str(post.pk)
    assert set(hint) == {"type", "stream", "id", "seq"}
    assert "Tredje gang" in reader.get(f"/?after={post.pk - 1}")
    reading = wait_until(lambda: SentimentReading.objects.filter(post=post).first(), "the reading")
    assert reading.label == "negative"
    assert "working_hours_shifts" in reading.themes


def test_what_twenty_people_say_stands_in_the_leaders_letter(house, make_person, lena, everybody, token_of):
    people = [make_person(f"person{n}") for n in range(24)]
    for n, person in enumerate(people[:20]):
        body = {"kind": "pain", "community": str(everybody.pk), "text": f"{PAIN} Nå er det {n + 2} ganger."}
        status, _answer = house.call("POST", "/posts", body, token_of(person))
        assert status == 201
    period = periods.period_of(timezone.now())
    said = AuthorFact.objects.filter(period=period, theme="working_hours_shifts", negative_posts__gt=0)
    wait_until(lambda: said.count() == 20, "the facts of twenty people")

    monday = periods.bounds(period)[1] + dt.timedelta(hours=6)
    freeze_letters(period=period, now=monday)

    lena.set_password("et langt passord")
    lena.save()
    reader = Visitor(house)
    reader.sign_in("lena", "et langt passord")
    page = reader.get(f"/letters/{period}/")
    assert "rundt 20 personer" in page.lower()
    assert "rbeidstid og skift" in page
    status, letter = house.call("GET", f"/letters/{period}", token=token_of(lena))
    assert status == 200
    assert letter["pains"][0]["people_band"] == "~20"
