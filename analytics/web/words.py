"""How the pages of a letter say periods, bands and grades, in the reader's language."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from analytics.scoring import periods
from analytics.scoring.phrases import theme_name
from microblog.models import Post

PRESSURE = (
    gettext_lazy("Trykker litt"),
    gettext_lazy("Merkes"),
    gettext_lazy("Trykker"),
    gettext_lazy("Trykker hardt"),
    gettext_lazy("Svært hardt"),
)
CERTAINTY = {
    "good": gettext_lazy("Godt grunnlag"),
    "some": gettext_lazy("Noe grunnlag"),
    "weak": gettext_lazy("Svakt grunnlag, få stemmer"),
}
GRADES = ("weak", "some", "good")
DIRECTION = {"up": gettext_lazy("opp"), "down": gettext_lazy("ned"), "level": gettext_lazy("jevnt")}
PERSISTENCE = {
    1: (
        gettext_lazy("ingen av de siste fire ukene"),
        gettext_lazy("én av de siste fire ukene"),
        gettext_lazy("to av de siste fire ukene"),
        gettext_lazy("tre av de siste fire ukene"),
        gettext_lazy("alle de siste fire ukene"),
    ),
    4: (
        gettext_lazy("ingen av de siste fire periodene"),
        gettext_lazy("én av de siste fire periodene"),
        gettext_lazy("to av de siste fire periodene"),
        gettext_lazy("tre av de siste fire periodene"),
        gettext_lazy("alle de siste fire periodene"),
    ),
}
PAIN_POINT_STATUSES = {
    "new": gettext_lazy("Ny"),
    "heard": gettext_lazy("Hørt"),
    "acted_on": gettext_lazy("Noe skjer"),
}
REASONS = {
    "agreed": gettext_lazy("Bred enighet"),
    "rising": gettext_lazy("Stiger"),
    "overlooked": gettext_lazy("Oversett"),
}
LABELS = {
    "carried_by_all": gettext_lazy("Bred enighet"),
    "one_units_favourite": gettext_lazy("Én avdelings ønske"),
    "contested": gettext_lazy("Delte meninger"),
}


def week_words(period: str) -> str:
    """Return "Uke 46", or "Uke 43–46" for a period of four weeks."""
    last = periods.last_day(period).isocalendar().week
    first = periods.first_day(period, weeks=settings.PERIOD_WEEKS).isocalendar().week
    return _("Uke %(week)s") % {"week": last if first == last else f"{first}–{last}"}


def days_words(period: str) -> str:
    """Return the days of a period: "9.–15. november 2026"."""
    first, last = periods.first_day(period, weeks=settings.PERIOD_WEEKS), periods.last_day(period)
    end = f"{day_words(last)} {month_words(last)} {last.year}"
    if first.year != last.year:
        return f"{day_words(first)} {month_words(first)} {first.year} – {end}"
    if first.month != last.month:
        return f"{day_words(first)} {month_words(first)} – {end}"
    return f"{day_words(first)}–{end}"


def day_words(day: dt.date) -> str:
    return str(day.day) if get_language() == "en" else f"{day.day}."


def month_words(day: dt.date) -> str:
    return date_format(day, "F")


def period_words(period: str) -> str:
    return f"{week_words(period)}, {days_words(period)}"


def moment_words(when: dt.datetime) -> str:
    """Return "mandag 16. november kl. 06.00"."""
    local = timezone.localtime(when)
    if get_language() == "en":
        return date_format(local, "l j F, H:i")
    return date_format(local, r"l j. F \k\l. H.i")


def day_of(post: Post) -> str:
    """Return the day on which a post went out: "24. november"."""
    assert post.published_at is not None
    local = timezone.localtime(post.published_at)
    return date_format(local, "j F" if get_language() == "en" else "j. F")


def long_date_words(day: dt.date) -> str:
    """Return "24. november 2026"."""
    return f"{day_words(day)} {month_words(day)} {day.year}"


def band_words(band: str) -> str:
    """Return "5–9", or "rundt 35" for a rounded number."""
    return _("rundt %(number)s") % {"number": band[1:]} if band.startswith("~") else band


def people_words(band: str) -> str:
    return _("%(band)s personer") % {"band": band_words(band)}


def middle_of(band: str) -> float:
    """Return what a drawing shows of a band: its middle, or its round number."""
    if band.startswith("~"):
        return float(band[1:])
    low, high = band.split("–")
    return (int(low) + int(high)) / 2


def share_words(step: int | None) -> str:
    return _("skjult") if step is None else _("omtrent %(step)d av 100") % {"step": step}


def persistence_words(lasted: int) -> str:
    return str(PERSISTENCE[settings.PERIOD_WEEKS][lasted])


def theme_words(key: str) -> str:
    """Return the name of a theme as it stands within a sentence."""
    name = theme_name(key, get_language())
    return name[0].lower() + name[1:]


def shown_words(form: dict[str, Any]) -> dict[str, Any]:
    """Return a shown form of a cell (`queries/pain_points.py`) with its grades in words and marks."""
    return {
        **form,
        "dots": [step < form["pressure"] for step in range(len(PRESSURE))],
        "pressure_words": PRESSURE[form["pressure"] - 1],
        "bars": [step <= GRADES.index(form["certainty"]) for step in range(len(GRADES))],
        "certainty_words": CERTAINTY[form["certainty"]],
        "people": people_words(form["people_band"]),
        "people_before": people_words(before) if (before := form.get("previous_band")) else "",
        "direction_words": DIRECTION.get(form["direction"], ""),
        "persistence_words": persistence_words(form["persistence"]),
    }
