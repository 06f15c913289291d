"""The company's decision on whether people may write without their names: one records it, another signs it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.audit import write_down
from microblog.models import FEWEST_MEMBERS, AnonymitySwitch, Role, User
from microblog.queries.anonymous import switch_in_force


@transaction.atomic
def propose_switch(
    *, actor: User | None, is_on: bool, discussed_on: dt.date, now: dt.datetime, least_members: int = FEWEST_MEMBERS
) -> AnonymitySwitch:
    """Record that it was discussed with the representatives of the employees, and what came of it. It is in force once
    their representative has signed. Without an actor it is the operator at the shell.

    :raises NotAllowed: if the actor is no administrator.
    :raises Invalid: if the day is to come, or the least number of members is lower than it was.
    """
    if actor is not None and not actor.has_role(Role.ADMIN):
        raise NotAllowed(_("Bare administratorer kan gjøre dette."))
    if discussed_on > now.date():
        raise Invalid("discussed_on", "to_come", _("Drøft saken først: dagen er ikke kommet."))
    in_force = switch_in_force()
    least = in_force.least_members if in_force else FEWEST_MEMBERS
    if least_members < least:
        raise Invalid("least_members", "too_low", _("Grensen kan bare heves. Nå er den %(n)d.") % {"n": least})
    switch = AnonymitySwitch.objects.create(
        is_on=is_on, least_members=least_members, discussed_on=discussed_on, recorded_by=actor
    )
    what = "on" if is_on else "off"
    reason = f"{what}, {least_members}, {discussed_on.isoformat()}"
    write_down("anonymity.proposed", subject=switch, actor=actor, reason=reason, now=now)
    return switch


@transaction.atomic
def countersign_switch(*, actor: User, key: int, now: dt.datetime) -> AnonymitySwitch:
    """Sign the newest decision; it is in force from now on.

    :raises NotAllowed: if the actor does not represent the employees, or has recorded the decision.
    :raises Conflict: if a newer one has been recorded, or it is signed.
    """
    if not actor.has_role(Role.REPRESENTATIVE):
        raise NotAllowed(_("Bare de ansattes representant kan signere."))
    switch = AnonymitySwitch.objects.select_for_update().order_by("-pk").first()
    if switch is None or switch.pk != key or switch.countersigned_at is not None:
        raise Conflict(_("Denne beslutningen venter ikke på noen signatur."))
    if switch.recorded_by_id == actor.pk:
        raise NotAllowed(_("En annen enn den som har ført inn beslutningen, signerer den."))
    switch.countersigned_by, switch.countersigned_at = actor, now
    switch.save(update_fields=["countersigned_by", "countersigned_at"])
    write_down("anonymity.countersigned", subject=switch, actor=actor, reason="", now=now)
    return switch
