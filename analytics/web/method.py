"""The method sheet as a page: what is measured and how, from the settings in force."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from analytics.queries.method import method_sheet
from analytics.web.words import theme_words
from microblog.web.answers import PersonRequest, signed_in

Rows = list[tuple[str, str]]


@require_safe
@signed_in
def method(request: PersonRequest) -> HttpResponse:
    context = {"here": "method", "parts": parts_of(method_sheet())}
    return render(request, "analytics/method.html", context)


def parts_of(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parts of the sheet in the reader's words: `{key, heading, text, rows}`."""
    return [
        part("what", _("Hva som måles"), what_words(sheet)),
        part("thresholds", _("Grensene som gjelder nå"), rows=thresholds(sheet)),
        part("who", _("Hvem som ser hva"), rows=readers()),
        part("kept", _("Hva som tas vare på"), _("Innlegg står til forfatteren sletter dem. Brevene fryses og endres "
             "ikke. De nøyaktige tallene ligger i databasen og vises ikke for noen; det som vises, er bånd.")),
        part("accuracy", _("Hvor godt det treffer"), accuracy_words(sheet), accuracy(sheet["accuracy"])),
        part("alarms", _("Falske alarmer"), alarms(sheet["accuracy"]["false_alarm_weeks"])),
        part("not_measured", _("Hva som ikke er målt"), _("Et nettverk av virkelige mennesker, argumenter i lange "
             "tråder, og svensk og dansk, som har små ordlister.")),
    ]  # fmt: skip


def what_words(sheet: dict[str, Any]) -> str:
    reading = _("Tonen i hvert innlegg leses av en modell, og temaene av regler: %(themes)s.")
    counting = _(
        "Så telles det hvor mange mennesker som tok opp hvert tema, i hver avdeling. Ingen ser hva maskinen mente om "
        "ett enkelt innlegg."
    )
    themes = ", ".join(theme_words(key) for key in sheet["themes"])
    return f"{reading % {'themes': themes}} {counting}"


def part(key: str, heading: str, text: str = "", rows: Rows | None = None) -> dict[str, Any]:
    return {"key": key, "heading": heading, "text": text, "rows": rows or []}


def thresholds(sheet: dict[str, Any]) -> Rows:
    limits, weeks = sheet["thresholds"], sheet["period_weeks"]
    return [
        (_("Lengden på en periode"), ngettext("%(n)d uke", "%(n)d uker", weeks) % {"n": weeks}),
        (_("Færrest for at et tall vises"), people(limits["people"])),
        (_("Færrest for at ord vises"), people(limits["people_for_text"])),
        (_("Minste avdeling med tall"), people(limits["headcount"])),
        (_("Minste avdeling med eget brev"), people(limits["headcount_for_letter"])),
    ]


def people(number: int) -> str:
    return ngettext("%(n)d person", "%(n)d personer", number) % {"n": number}


def readers() -> Rows:
    return [
        (_("Alle"), _("Innlegg i åpne fellesskap, summen av stemmer på idéer, og dette arket.")),
        (_("Ledere"), _("Brevet for egen avdeling eller den nærmeste større, og hele selskapets, i bånd.")),
        (_("Stedfortredere"), _("Det samme som lederen, til en sluttdato. Det står når de svarer på vegne av noen.")),
        (_("Ingen"), _("Hvem som står bak et tall, hvem som stemte hva, og hva maskinen mente om ett innlegg.")),
    ]


def accuracy_words(sheet: dict[str, Any]) -> str:
    version = sheet["tagger"]["version"]
    words = _("Målt på merkede innlegg fra arbeidslivet som lesingen ikke hadde lært av. Lesingen er nå utgave %(v)s.")
    return words % {"v": version}


def accuracy(measured: dict[str, Any]) -> Rows:
    names = {"nb": _("Bokmål"), "nn": _("Nynorsk"), "en": _("Engelsk")}
    said = _(
        "%(texts)d innlegg. Av ti klager finner den omtrent %(found)d, og av ti den kaller klager, er omtrent "
        "%(right)d det. Tone %(tone)s og tema %(themes)s (makro-F1)."
    )
    return [
        (
            names.get(row["language"], row["language"]),
            said
            % {
                "texts": row["texts"],
                "found": round(10 * row["complaint_recall"]),
                "right": round(10 * row["complaint_precision"]),
                "tone": number_format(row["tone"], 2),
                "themes": number_format(row["themes"], 2),
            },
        )
        for row in measured["languages"]
    ]


def alarms(measured: dict[str, Any]) -> str:
    said = _("I %(weeks)d simulerte selskaper uten noe plantet holdt %(share)s av 100 uker en falsk alarm.")
    return said % {"weeks": measured["weeks"], "share": number_format(100 * measured["share"], 1)}
