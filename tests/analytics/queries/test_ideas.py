import datetime as dt

import pytest

from analytics.queries.ideas import promises
from ideas.models import Promise
from tests.analytics.web.conftest import MONDAY
from tests.ideas.conftest import make_idea

__all__ = ["make_idea"]

DAY = MONDAY.date()
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def promise(lena, everybody, make_idea):
    """A promise of lena's on a public idea, made three weeks ago and due in one."""
    idea = make_idea(lena, everybody)
    type(idea.post).objects.filter(pk=idea.post_id).update(published_at=MONDAY - 4 * WEEK)
    return Promise.objects.create(
        idea=idea,
        text="En tavle på alle terminaler",
        owner=lena,
        due_on=DAY + WEEK,
        made_by=lena,
        made_at=MONDAY - 3 * WEEK,
    )


def told(at=MONDAY) -> list[tuple[str, str]]:
    return [(one["text"], one["state"]) for one in promises(None, at)]


def test_a_promise_is_told_with_its_day_and_its_owner(promise, lena):
    assert promises(None, MONDAY) == [
        {
            "text": "En tavle på alle terminaler",
            "idea_title": "Felles byttetavle",
            "state": "open",
            "due_on": (DAY + WEEK).isoformat(),
            "owner": lena.name,
        }
    ]


def test_a_letter_does_not_know_what_was_promised_or_done_after_its_week(promise):
    assert promises(None, MONDAY - 3 * WEEK) == []
    Promise.objects.update(state="watching", done_on=DAY, watch_until=DAY + 6 * WEEK)

    assert told() == [(promise.text, "open")]
    assert told(MONDAY + WEEK) == [(promise.text, "watching")]


def test_what_is_late_stays_however_late_and_what_was_kept_is_told_for_a_month(promise):
    assert told(MONDAY + 40 * WEEK) == [(promise.text, "overdue")]
    Promise.objects.update(state="kept", done_on=DAY - 9 * WEEK, watch_until=DAY - 3 * WEEK)

    assert told() == [(promise.text, "kept")]
    assert told(MONDAY + 4 * WEEK) == []


def test_a_unit_hears_of_the_promises_on_ideas_that_concern_it(promise, units, company):
    assert promises([units[0]], MONDAY) == []

    promise.idea.units.add(units[0])

    assert [one["text"] for one in promises([units[0]], MONDAY)] == [promise.text]


def test_a_promise_on_an_idea_in_a_closed_room_stands_in_no_letter(promise, closed_community):
    type(promise.idea.post).objects.filter(pk=promise.idea.post_id).update(community=closed_community)

    assert promises(None, MONDAY) == []
