"""Promises: made to an idea, done by their owner, and watched until the promise keeper finds that they held."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import access
from ideas.actions.moves import change_status
from ideas.models import WATCH_WEEKS, Idea, Promise
from ideas.watch import known_themes, pain_fell
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.jobs import begin_job
from microblog.events import record_event
from microblog.models import OrgUnit, User

LONGEST_WATCH = 52
# How many days before its day the owner is reminded: three, and on the day.
REMINDERS = (dt.timedelta(days=3), dt.timedelta(0))
TO_DO = (Promise.State.OPEN, Promise.State.REOPENED)


@transaction.atomic
def make_promise(
    *,
    actor: User,
    idea: Idea,
    text: str,
    owner: User,
    due_on: dt.date,
    now: dt.datetime,
    watch_weeks: int = WATCH_WEEKS,
    theme: str = "",
    unit: OrgUnit | None = None,
) -> Promise:
    """Promise something that an idea asks for, by a day; `theme` in `unit` is the pain that it is meant for.

    :raises NotAllowed: if the actor does not decide on the idea.
    :raises Invalid: if the day is over, the window is not 1 to 52 weeks, or the pain is not one that is counted.
    """
    if not access.decides(actor, idea):
        raise NotAllowed(_("Bare lederne av avdelingene som idéen gjelder, kan love noe her."))
    if due_on < timezone.localdate(now):
        raise Invalid("due_on", "past", _("Velg en dag som ikke er over."))
    if not 1 <= watch_weeks <= LONGEST_WATCH:
        raise Invalid("watch_weeks", "out_of_range", _("Følg løftet i 1 til 52 uker."))
    if bool(theme) != bool(unit):
        raise Invalid("pain_point", "incomplete", _("Nevn både tema og avdeling."))
    if theme and theme not in known_themes():
        raise Invalid("pain_point", "unknown_theme", _("Dette temaet finnes ikke."))
    return Promise.objects.create(
        idea=idea,
        text=text,
        owner=owner,
        due_on=due_on,
        watch_weeks=watch_weeks,
        theme=theme,
        unit=unit,
        made_by=actor,
        made_at=now,
    )


@transaction.atomic
def finish_promise(*, actor: User, promise: Promise, now: dt.datetime) -> Promise:
    """Say that a promise is done. From now it is watched; that it was kept is for the promise keeper to find.

    :raises NotAllowed: if the actor neither owns it nor decides on its idea.
    :raises Conflict: if it is done already.
    """
    promise = locked(promise)
    if promise.owner_id != actor.pk and not access.decides(actor, promise.idea):
        raise NotAllowed(_("Bare den som har ansvaret, kan si at løftet er gjort."))
    if promise.state not in TO_DO:
        raise Conflict(_("Løftet er alt gjort."))
    promise.state, promise.done_on = Promise.State.WATCHING, timezone.localdate(now)
    promise.watch_until = promise.done_on + dt.timedelta(weeks=promise.watch_weeks)
    promise.save(update_fields=["state", "done_on", "watch_until"])
    record_event("promise.done", subject=promise, actor=actor)
    return promise


@transaction.atomic
def run_hour(*, now: dt.datetime) -> None:
    """Do what the clock brings to ideas and promises; once an hour, however many clocks there are."""
    if begin_job("ideas", f"{timezone.localtime(now):%y%m%d%H}"):
        remind_owners(now=now)
        keep_promises(now=now)
        bring_back(now=now)


def remind_owners(*, now: dt.datetime) -> None:
    """Remind owners three days before the day and on it, each time once."""
    today = timezone.localdate(now)
    due = Promise.objects.select_for_update().filter(state__in=TO_DO, due_on__in=[today + days for days in REMINDERS])
    for promise in due.exclude(reminded_on=today).order_by("pk"):
        promise.reminded_on = today
        promise.save(update_fields=["reminded_on"])
        record_event("promise.due", subject=promise, actor=None)


def keep_promises(*, now: dt.datetime) -> None:
    """Judge each promise whose window has ended: kept if its pain fell, or if it was meant for none; else reopened."""
    ended = Promise.objects.filter(state=Promise.State.WATCHING, watch_until__lte=timezone.localdate(now))
    for promise in ended.order_by("pk"):
        judge(locked(promise), now)


def judge(promise: Promise, now: dt.datetime) -> None:
    """Close or reopen a promise at the end of its window, and move its idea along if it was completed."""
    assert promise.done_on
    assert promise.watch_until
    is_kept = not promise.unit_id or pain_fell(promise.theme, promise.unit_id, promise.done_on, promise.watch_until)
    promise.state = Promise.State.KEPT if is_kept else Promise.State.REOPENED
    if not is_kept:
        promise.done_on = promise.watch_until = None
    promise.save(update_fields=["state", "done_on", "watch_until"])
    record_event("promise.kept" if is_kept else "promise.reopened", subject=promise, actor=None)
    idea = Idea.objects.select_for_update().get(pk=promise.idea_id)
    others = idea.promises.exclude(pk=promise.pk).exclude(state=Promise.State.KEPT)
    if idea.status != "completed" or (is_kept and others.exists()):
        return
    if is_kept:
        change_status(idea, "verified", actor=None, now=now)
    else:
        change_status(idea, "started", actor=None, now=now, reason_kind="pain_stayed")


def bring_back(*, now: dt.datetime) -> None:
    """Open the ideas again that were declined for now, on their day or when twice as many agree."""
    is_day = Q(revisit_on__lte=timezone.localdate(now))
    has_doubled = Q(agree_when_declined__isnull=False, agree_count__gte=2 * Greatest(F("agree_when_declined"), 1))
    declined = Idea.objects.select_for_update().filter(status="declined", revisit_on__isnull=False)
    for idea in declined.filter(is_day | has_doubled).annotate(is_day=is_day).order_by("pk"):
        reason = "revisit_day" if idea.is_day else "doubled"
        change_status(idea, "open", actor=None, now=now, reason_kind=reason)


def locked(promise: Promise) -> Promise:
    rows = Promise.objects.select_for_update(of=["self"]).select_related("idea__post")
    return rows.get(pk=promise.pk)
