"""Who gets which letter by mail, and what the mail says. It says nothing that its reader's page would not show."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.access import can_answer, nearest_with_letter, readable_letter_units
from analytics.models import Delegate, Letter, LetterMail, LetterWish
from analytics.queries.letters import act_address, idea_address, rendered, targets_there
from analytics.scoring import periods
from microblog.models import OrgUnit, User
from microblog.queries.units import unit_tree
from microblog.unsubscribe import token_for

# What the address that ends these mails names.
KIND = "letters"

Part = dict[str, Any]


def readers_of(period: str) -> dict[int, Letter]:
    """Return who gets which letter of a period: leaders that of their first unit, or of the nearest above it that has
    one, and delegates what their leader gets."""
    letters = {letter.unit_id: letter for letter in Letter.objects.filter(period=period)}
    tree = unit_tree()
    found: dict[int, Letter] = {}
    for unit, leader in OrgUnit.objects.exclude(leader=None).order_by("pk").values_list("pk", "leader"):
        if nearest := nearest_with_letter(tree, tree.units[unit], set(letters)):
            found.setdefault(leader, letters[nearest.pk])
    delegations = Delegate.objects.filter(until__gte=timezone.localdate()).values_list("person", "leader")
    passed_on = {person: found[leader] for person, leader in delegations if leader in found}
    found = passed_on | found
    writable = User.objects.filter(pk__in=found, is_active=True).exclude(email="").values_list("pk", flat=True)
    return {person: found[person] for person in writable}


def wish_of(person: User) -> LetterWish:
    """Return when a person wants letters; what is not chosen has its default and no key."""
    return LetterWish.objects.filter(person=person).first() or LetterWish(person=person)


def hours_of_readers() -> dict[int, int | None]:
    """Return the hours that readers have chosen, by person; None for those who want no mail."""
    return {wish.person_id: wish.hour if wish.is_wanted else None for wish in LetterWish.objects.all()}


def due_at(period: str, hour: int) -> dt.datetime:
    """Return the hour of the morning after a period."""
    _start, end = periods.bounds(period, weeks=settings.PERIOD_WEEKS)
    return end.replace(hour=hour)


def may_have(mail: LetterMail) -> bool:
    """Tell whether the reader may still read the letter, and wants it by mail."""
    reader = mail.recipient
    return (
        reader.is_active
        and bool(reader.email)
        and wish_of(reader).is_wanted
        and mail.letter.unit in readable_letter_units(reader)
    )


def content_of(mail: LetterMail) -> Part:
    """Return what the templates of the mail show, in the reader's language."""
    letter, reader = mail.letter, mail.recipient
    content = rendered(letter, reader.language)
    there = targets_there(content, reader)
    may_answer = can_answer(reader, letter.unit)
    return {
        **content,
        "language": reader.language,
        "name": reader.name.split()[0],
        "unit": letter.unit.name,
        "when": when(letter.period),
        "subject": f"{when(letter.period)}: {headline_of(content)}",
        "acts": [{**act, "url": whole(act_address(letter, act, there, may_answer))} for act in content["acts"]],
        "ideas": [{**idea, "url": whole(idea_address(idea, there))} for idea in content["ideas"]],
        "url": whole(f"/letters/{letter.period}/?unit={letter.unit_id}"),
        "settings": whole("/letters/mail/"),
        "leave": whole(f"/letters/mail/leave/{token_for(reader.pk, KIND)}/"),
    }


def when(period: str) -> str:
    week = int(period[-2:])
    if settings.PERIOD_WEEKS == 1:
        return _("Ukebrevet, uke %(week)d") % {"week": week}
    return _("Brevet for fire uker til og med uke %(week)d") % {"week": week}


def headline_of(content: Part) -> str:
    return " ".join(sentence["text"] for sentence in content["headline"])


def whole(address: str) -> str:
    """Return an address as a mail needs it."""
    return f"{settings.SITE_URL}{address}" if address else ""
