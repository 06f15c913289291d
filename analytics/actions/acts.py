"""What leaders do about their letters: answer a theme, say thanks, hand an act over, name a delegate."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics import access
from analytics.models import Delegate, GuideReading, Handover, Letter, PainPoint, PainPointAnswer, Thanks
from analytics.queries.acts import (
    act_of,
    answer_to,
    community_of_unit,
    idea_to_thank_for,
    leader_spoken_for,
    live_answers,
)
from microblog.access import Conflict, Invalid, NotAllowed, can_announce, leads
from microblog.actions.posts import edit_post, publish_post, publish_reply
from microblog.models import Community, Kind, OrgUnit, Post, User


@transaction.atomic
def answer_pain_point(*, actor: User, cell: PainPoint, text: str, stance: str, now: dt.datetime) -> PainPointAnswer:
    """Answer a theme: a post to the whole unit, never to those who wrote of it.

    :raises NotAllowed: if the actor does not answer for the unit.
    :raises Conflict: if the theme was answered in this period already.
    """
    access.require_answerer(actor, cell.unit)
    # One answer at a time for a cell: the second of two that come at once finds the first.
    PainPoint.objects.select_for_update().get(pk=cell.pk)
    pair = {"unit": cell.unit, "theme": cell.theme, "period": cell.period}
    if live_answers().filter(**pair).exists():
        raise Conflict(_("Temaet er besvart allerede. Skriv heller i tråden under svaret."))
    PainPointAnswer.objects.filter(**pair).delete()
    leader = leader_spoken_for(viewer=actor, unit=cell.unit)
    post = publish_to_unit(author=actor, unit=cell.unit, text=signed(text, leader), now=now)
    return PainPointAnswer.objects.create(**pair, stance=stance, post=post, on_behalf_of=leader)


@transaction.atomic
def put_answer(*, actor: User, cell: PainPoint, text: str, stance: str, now: dt.datetime) -> PainPointAnswer:
    """Answer a theme, or give one's own answer of this period another wording.

    :raises NotAllowed: if the actor does not answer for the unit.
    :raises Conflict: if another has answered it in this period.
    """
    answer = answer_to(cell)
    if answer is None or answer.period != cell.period or answer.post.author_id != actor.pk:
        return answer_pain_point(actor=actor, cell=cell, text=text, stance=stance, now=now)
    access.require_answerer(actor, cell.unit)
    wording = addressed(signed(text, answer.on_behalf_of), cell.unit, answer.post.community)
    answer.post = edit_post(actor=actor, post=answer.post, text=wording, now=now)
    answer.stance = stance
    answer.save(update_fields=["stance"])
    return answer


def publish_to_unit(*, author: User, unit: OrgUnit, text: str, now: dt.datetime) -> Post:
    """Publish what the whole unit shall read. Where the unit has no community of its own, the text names it."""
    community = community_of_unit(unit)
    kind = Kind.ANNOUNCEMENT if can_announce(author, community) else Kind.UPDATE
    return publish_post(
        author=author,
        community=community,
        kind=kind,
        text=addressed(text, unit, community),
        now=now,
        language=author.language,
    )


def addressed(text: str, unit: OrgUnit, community: Community) -> str:
    """Return the text with the unit before it, where it stands among the posts of everybody."""
    if unit.parent_id is None or not community.is_for_everybody:
        return text
    return "**" + _("Til alle i %(unit)s") % {"unit": unit.name} + "**\n\n" + text


def signed(text: str, leader: User | None) -> str:
    """Return the text with the name of the leader that it is written for: read wherever the post is read."""
    if leader is None:
        return text
    return text + "\n\n" + _("På vegne av %(leader)s") % {"leader": leader.name}


@transaction.atomic
def give_thanks(*, actor: User, letter: Letter, text: str, now: dt.datetime) -> Thanks:
    """Thank where a letter asks for it: a reply to the idea that it names.

    :raises Http404: if the letter asks for no thanks, or the actor can't open the idea.
    """
    idea = idea_to_thank_for(viewer=actor, letter=letter)
    leader = leader_spoken_for(viewer=actor, unit=letter.unit)
    reply = publish_reply(author=actor, parent=idea.post, text=signed(text, leader), now=now, language=actor.language)
    return Thanks.objects.create(letter=letter, post=reply)


def hand_over(*, actor: User, letter: Letter, act: str, person: User, now: dt.datetime) -> Handover:
    """Ask a colleague to do an act of a letter; a later one takes the place of the first.

    :raises Http404: if the letter has no such act.
    :raises Invalid: if the person no longer works here, or is the actor.
    """
    act_of(letter, act)
    refuse_strangers(actor, person)
    given = {"person": person, "given_by": actor, "given_at": now}
    handover, _made = Handover.objects.update_or_create(letter=letter, act=act, defaults=given)
    return handover


def name_delegate(*, leader: User, person: User, until: dt.date) -> Delegate:
    """Let a person read the leader's letters and act on them until the end of a day; again, to change the day.

    :raises NotAllowed: if the leader leads no unit.
    :raises Invalid: if the person no longer works here or is the leader, or the day is over.
    """
    if not leads(leader).exists():
        raise NotAllowed(_("Bare den som leder en avdeling, kan gi andre lov til å lese brevet."))
    refuse_strangers(leader, person)
    if until < timezone.localdate():
        raise Invalid("until", "past", _("Velg en dag som ikke er over."))
    delegate, _made = Delegate.objects.update_or_create(leader=leader, person=person, defaults={"until": until})
    return delegate


def end_delegation(*, leader: User, person: User) -> None:
    """Take the right to read and act back; nothing happens where there is none."""
    Delegate.objects.filter(leader=leader, person=person).delete()


def refuse_strangers(actor: User, person: User) -> None:
    """Let only colleagues through who can do something.

    :raises Invalid: for the actor, for who has left and for service accounts.
    """
    if person.pk == actor.pk or not person.is_active or person.is_service:
        raise Invalid("person", "invalid", _("Velg en kollega som arbeider her."))


def finish_guide(*, actor: User, now: dt.datetime) -> None:
    """Note that the actor has been through the guide, so that it is not offered again."""
    GuideReading.objects.get_or_create(user=actor, defaults={"read_at": now})
