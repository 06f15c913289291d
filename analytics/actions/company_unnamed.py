"""The invented company lets people write without their names, and some have."""

import datetime as dt

from django.conf import settings

from analytics.actions.facts import freeze_roster
from analytics.scoring import periods
from microblog.actions.anonymity import countersign_switch, propose_switch
from microblog.actions.anonymous import post_without_name
from microblog.actions.release import release_anonymous
from microblog.models import WORKS_HERE, Role, User
from microblog.queries.anonymous import is_offered
from microblog.queries.communities import everybodys_community
from microblog.release_times import latest_slot

WRITTEN = (
    ("pain", "nb", "Planen for neste uke kom i går kveld, igjen. Det går ikke an å ordne barnepass på den måten."),
    ("question", "nb", "Er det noen som vet hva som skjer med pauserommet? Ingen har sagt noe siden før sommeren."),
    ("pain", "nn", "Vi er for få på kvelden. Ingen seier det høgt, men fleire har byrja å sjå etter noko anna."),
    ("praise", "nb", "Til dere som tok ekstravaktene forrige uke: Det ble lagt merke til. Takk."),
    ("pain", "en", "The new scanners freeze twice an hour. We have stopped reporting it because nothing happens."),
)
DISCUSSED_BEFORE = dt.timedelta(days=60)


def let_people_stay_unnamed(*, now: dt.datetime) -> int:
    """Record and sign the decision, and bring out a few posts at the latest slot. Return how many came out: none where
    the company has nobody to sign, or too few people."""
    administrator, representative = (
        User.objects.filter(WORKS_HERE, roles__contains=[role]).order_by("pk").first()
        for role in (Role.ADMIN, Role.REPRESENTATIVE)
    )
    if administrator is None or representative is None:
        return 0
    discussed = (now - DISCUSSED_BEFORE).date()
    switch = propose_switch(actor=administrator, is_on=True, discussed_on=discussed, now=now)
    countersign_switch(actor=representative, key=switch.pk, now=now)
    freeze_roster(periods.period_of(now, weeks=settings.PERIOD_WEEKS))
    community, slot = everybodys_community(), latest_slot(now)
    if not is_offered(representative, community):
        return 0
    writers = User.objects.filter(WORKS_HERE, led_units=None, memberships__community=community).order_by("pk")
    for number, (author, (kind, language, text)) in enumerate(zip(writers[20:], WRITTEN, strict=False)):
        post_without_name(
            author=author,
            community=community,
            kind=kind,
            text=text,
            language=language,
            receipt_hash=f"{number:064x}",
            now=slot - dt.timedelta(hours=1),
        )
    return release_anonymous(now=slot)
