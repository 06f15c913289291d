"""The same request sent twice is done once: the first answer is kept for a day and given again."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from microblog.access import Conflict
from microblog.models import Answered, User

KEPT_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """What was answered: status, the text of the body, and the headers that belong to it."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def answer_once(
    *, actor: User, key: str, digest: str, now: dt.datetime, act: Callable[[], tuple[Answer, Answer]]
) -> Answer:
    """Do what was asked, unless this person has asked with this key before; then return the first answer.

    `act` returns the answer to give now and the one to keep. What it writes is committed together with the key; if
    it raises, neither is.

    :raises Conflict: if the key came with another request, or the first one is not done yet.
    """
    with transaction.atomic():
        Answered.objects.filter(user=actor, created_at__lt=now - KEPT_FOR).delete()
        if claim(actor, key, digest):
            answer, kept = act()
            Answered.objects.filter(user=actor, key=key).update(
                status=kept.status, body=kept.body, headers=kept.headers
            )
            return answer
        first = Answered.objects.get(user=actor, key=key)
    if first.request_digest != digest:
        raise Conflict(_("Nøkkelen er alt brukt til noe annet. Bruk en ny for hver ting du gjør."))
    assert first.status is not None, "written in the transaction of the key"
    return Answer(first.status, str(first.body), first.headers)


def claim(actor: User, key: str, digest: str) -> bool:
    """Take the key for this request, and tell whether it was free.

    While another request holds it uncommitted, the unique index makes this one wait for its end.

    :raises Conflict: if that takes longer than the database lets one wait.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """insert into microblog_answered (user_id, key, request_digest, headers)
                   values (%s, %s, %s, '{}') on conflict (user_id, key) do nothing returning id""",
                [actor.pk, key, digest],
            )
            return cursor.fetchone() is not None
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Conflict(_("Den første forespørselen med denne nøkkelen er ikke ferdig. Prøv igjen.")) from error
        raise
