"""The culture: mood, who takes part, who gets answers, who talks and gives praise across."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from analytics.disclosure.moods import Mood
from analytics.queries.culture import Culture, Row, culture_of
from analytics.web import words
from analytics.web.letters import known_period, wanted_unit
from microblog.models import OrgUnit
from microblog.web.answers import PersonRequest, signed_in

ZONES = {"light": gettext_lazy("lett"), "mixed": gettext_lazy("blandet"), "heavy": gettext_lazy("tung")}
ZONE_LABELS = {"light": gettext_lazy("Lett"), "mixed": gettext_lazy("Blandet"), "heavy": gettext_lazy("Tung")}
KINDS = {
    "question": gettext_lazy("Spørsmål"),
    "pain": gettext_lazy("Skoen trykker"),
    "idea": gettext_lazy("Idé"),
}
WAITS = {
    "hour": gettext_lazy("innen en time"),
    "day": gettext_lazy("innen et døgn"),
    "days": gettext_lazy("innen tre døgn"),
    "week": gettext_lazy("senere enn tre døgn"),
    "none": gettext_lazy("de fleste venter ennå"),
}


@require_safe
@signed_in
def culture(request: PersonRequest) -> HttpResponse:
    """Show the culture of one unit in one period."""
    period = known_period(request.GET["period"]) if "period" in request.GET else None
    found = culture_of(viewer=request.user, period=period, unit=wanted_unit(request))
    context = {
        "here": "culture",
        "ground": found.ground,
        "period": found.period,
        "choices": [(name, words.period_words(name)) for name in found.periods],
        **(parts_of(found) if found.period else {}),
    }
    return render(request, "analytics/culture.html", context)


def parts_of(found: Culture) -> dict[str, Any]:
    """Return what the page shows of a counted period."""
    own, ground = found.own, found.ground
    rows = [(unit, found.rows[unit.pk]) for unit in ground.rows]
    heard = [(unit, row) for unit, row in rows if row["is_under_heard"]]
    return {
        "mood": mood_sentence(own["mood"], own["mood_before"]),
        "line": mood_drawing(found) if any(mood for _period, mood in found.weeks) else None,
        "weeks": [(words.week_words(name), mood_words(mood), doubt_words(mood)) for name, mood in found.weeks],
        "share": own["participation"],
        "share_words": words.share_words(own["participation"]),
        "under_heard": [(unit.name, words.share_words(row["participation"])) for unit, row in heard],
        "unseen": [unit.name for unit, row in rows if row["participation"] is None],
        "loudest": own["loudest_share"],
        "kinds": list(KINDS.values()),
        "answers": [(unit.name, [wait(row["answers"][kind]) for kind in KINDS]) for unit, row in rows],
        "parts": [(unit, words.share_words(row["participation"]), mood_words(row["mood"])) for unit, row in rows],
        "across": own["replies_across"],
        "bridges": flows(found.flows.get("reply", []), "bridges", (_("Svarer"), _("Får svar"))),
        "praise": flows(found.flows.get("praise", []), "praise", (_("Gir ros"), _("Får ros"))),
        "values": [
            (getattr(value, get_language()), words.band_words(band.text), band.middle) for value, band in found.values
        ],
        "is_company": ground.unit.parent_id is None,
    }


def mood_sentence(mood: Mood | None, before: Mood | None) -> str:
    """Return the finding about the mood; a change that may be chance is told as such."""
    if mood is None:
        return _("For få skrev til at vi kan si noe om stemningen.")
    zone = ZONES[mood.zone]
    if before is None:
        return _("Stemningen er %(zone)s.") % {"zone": zone}
    if mood.value == before.value:
        return _("Stemningen er %(zone)s, som i perioden før.") % {"zone": zone}
    if mood.may_be_level_with(before):
        return _("Stemningen er %(zone)s. Endringen fra perioden før kan være tilfeldig.") % {"zone": zone}
    if mood.value > before.value:
        return _("Stemningen er %(zone)s, klart lettere enn i perioden før.") % {"zone": zone}
    return _("Stemningen er %(zone)s, klart tyngre enn i perioden før.") % {"zone": zone}


def mood_words(mood: Mood | None) -> str:
    return _("skjult") if mood is None else str(ZONES[mood.zone])


def doubt_words(mood: Mood | None) -> str:
    """Return the mood in numbers, with its band: "0,1 (−0,1 til 0,2)"."""
    if mood is None:
        return _("skjult")
    value, low, high = (
        number_format(number, use_l10n=True).replace("-", "−") for number in (mood.value, mood.low, mood.high)
    )
    return _("%(value)s (%(low)s til %(high)s)") % {"value": value, "low": low, "high": high}


def mood_drawing(found: Culture) -> dict[str, Any]:
    labels = [words.week_words(name) for name, _mood in found.weeks]
    said = [f"{label} {doubt_words(mood)}" for label, (_name, mood) in zip(labels, found.weeks, strict=True)]
    return {
        "key": "mood",
        "title": mood_sentence(found.own["mood"], found.own["mood_before"]),
        "numbers": ", ".join(said),
        "labels": labels,
        "zones": [str(words_of_zone) for words_of_zone in ZONE_LABELS.values()],
        "points": [(mood.value, mood.low, mood.high) if mood else None for _name, mood in found.weeks],
    }


def wait(figures: Row | None) -> dict[str, str]:
    """Return how long the middle one waited for somebody, and for a leader, in words."""
    if figures is None:
        return {"first": _("skjult"), "leader": _("skjult")}
    return {who: str(WAITS[figures[who]]) for who in ("first", "leader")}


def flows(rows: list[Row], key: str, heads: tuple[str, str]) -> dict[str, Any] | None:
    """Return a drawing of who gives to whom; the largest across are lifted. None where there is nothing to draw."""
    if not rows:
        return None
    units: dict[int, OrgUnit] = {unit.pk: unit for row in rows for unit in (row["giver"], row["receiver"])}
    order = sorted(units, key=lambda pk: units[pk].name)
    across = [row for row in rows if row["giver"] != row["receiver"]]
    most = max((row["band"].middle for row in across), default=None)
    table = [(row["giver"].name, row["receiver"].name, words.band_words(row["band"].text)) for row in rows]
    return {
        "key": key,
        "title": flow_sentence([row for row in across if row["band"].middle == most]),
        "numbers": "; ".join(_("%(giver)s til %(receiver)s %(people)s") % line_words(line) for line in table),
        "heads": heads,
        "names": [units[pk].name for pk in order],
        "lines": [
            (
                order.index(row["giver"].pk),
                order.index(row["receiver"].pk),
                row["band"].middle,
                row in across and row["band"].middle == most,
            )
            for row in rows
        ],
        "table": table,
    }


def line_words(line: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("giver", "receiver", "people"), line, strict=True))


def flow_sentence(largest: list[Row]) -> str:
    """Return where most goes across: named where it is one line, else that it stays within or is spread."""
    if not largest:
        return _("Det som kan vises, går innad i avdelingene.")
    if len(largest) > 1:
        return _("Flere avdelinger deler førsteplassen på tvers.")
    return _("På tvers går det mest fra %(giver)s til %(receiver)s.") % {
        "giver": largest[0]["giver"].name,
        "receiver": largest[0]["receiver"].name,
    }
