import datetime as dt

import pytest
from django.utils import timezone

from analytics.models import Delegate, Letter, PainPointAnswer, Thanks
from analytics.queries.coach import coach
from microblog.actions.release import nobody
from microblog.models import Post
from tests.analytics.conftest import PERIOD

THEME = "working_hours_shifts"


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


def text_of(response) -> str:
    return response.content.decode()


def test_the_coach_tells_how_many_wrote_after_thanks_and_answers(
    frozen, lena, alice, bob, company, everybody, make_post, reply_to, now, browser_of
):
    root = make_post(alice, everybody, now=now - dt.timedelta(days=20))
    reply_to(bob, root, now=now - dt.timedelta(days=19))
    thanks = reply_to(lena, root, now=now - dt.timedelta(days=18))
    Thanks.objects.create(letter=Letter.objects.get(unit=company), post=thanks)
    reply_to(alice, root, now=now - dt.timedelta(days=17))
    reply_to(alice, root, now=now - dt.timedelta(days=16))
    answer = make_post(lena, everybody, now=now - dt.timedelta(days=10))
    PainPointAnswer.objects.create(unit=company, theme=THEME, period=PERIOD, stance="seen", post=answer)
    for person in (alice, bob):
        reply_to(person, answer, now=now - dt.timedelta(days=9))

    page = text_of(browser_of(lena).get("/guide/"))

    assert "Du har takket 1 gang. 1 kollega skrev etterpå." in page
    assert "Du har svart på 1 tema. 2 kolleger skrev etterpå." in page
    assert "Du har svart i 1 tråd. Du var først ute i 0" in page


def test_the_chill_check_is_told_to_the_leader(
    frozen, lena, alice, bob, everybody, make_post, reply_to, now, browser_of, rest_of
):
    for day in range(10, 18):
        root = make_post(alice, everybody, now=now - dt.timedelta(days=day))
        for person in (bob, alice, bob, lena):
            reply_to(person, root, now=now - dt.timedelta(days=day) + dt.timedelta(hours=1))

    found = rest_of(lena).get("/me/coach").json()

    assert found["own"] == {"replies": 8, "went_on": 0}
    assert found["finding"] == "chilled"
    assert "Det blir oftere stille etter deg enn etter andre." in text_of(browser_of(lena).get("/guide/"))


def test_only_the_leader_reads_it_and_a_delegate_does_not(frozen, lena, bob, alice, rest_of, browser_of):
    Delegate.objects.create(leader=lena, person=bob, until=timezone.localdate())

    assert rest_of(bob).get("/me/coach").status_code == 403
    assert rest_of(alice).get("/me/coach").status_code == 403
    assert 'id="coach"' not in text_of(browser_of(bob).get("/guide/"))
    assert 'id="coach"' in text_of(browser_of(lena).get("/guide/"))


def test_replies_without_a_name_belong_to_nobody_who_could_be_counted(
    frozen, lena, company, everybody, make_post, reply_to, now
):
    answer = make_post(lena, everybody, now=now - dt.timedelta(days=10))
    PainPointAnswer.objects.create(unit=company, theme=THEME, period=PERIOD, stance="seen", post=answer)
    reply = reply_to(nobody(), answer, now=now - dt.timedelta(days=9))
    assert coach(viewer=lena, now=now).replies_to_answers == 1

    Post.objects.filter(pk=reply.pk).update(pseudonym=1)

    assert coach(viewer=lena, now=now).replies_to_answers == 0


def test_threads_that_the_leader_can_no_longer_read_tell_nothing(frozen, lena, alice, hidden_community, make_post, now):
    root = make_post(alice, hidden_community, now=now - dt.timedelta(days=9))
    Post.objects.create(
        id=root.pk + 1, author=lena, community=hidden_community, text="Takk", parent=root, root=root,
        published_at=now - dt.timedelta(days=8),
    )  # fmt: skip

    assert coach(viewer=lena, now=now).effects.threads == 0


@pytest.mark.parametrize("threads", [1, 12])
def test_it_costs_the_same_for_any_number_of_threads(
    threads, frozen, lena, alice, everybody, make_post, reply_to, now, django_assert_num_queries
):
    for n in range(threads):
        reply_to(
            lena, make_post(alice, everybody, now=now - dt.timedelta(days=5 + n)), now=now - dt.timedelta(days=4 + n)
        )

    with django_assert_num_queries(5):
        assert coach(viewer=lena, now=now).effects.threads == threads


def test_nothing_to_coach_before_the_leader_has_written(frozen, lena, now):
    found = coach(viewer=lena, now=now)

    assert (found.thanks, found.answers, found.effects.threads) == (0, 0, 0)
