"""What stands behind a sentence of a letter: the rule, and the released figures that it rests on, in words."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from analytics.scoring.phrases import theme_name
from analytics.web import words
from microblog.words import STATUSES

Sentence = dict[str, Any]


def reasons_of(sentences: list[Sentence]) -> list[dict[str, Any]]:
    """Return each sentence with its rules, their versions, and what they show as (label, value)."""
    return [
        {
            "text": sentence["text"],
            "rules": [{**each, "facts": list(facts(each["shown"]))} for each in sentence["evidence"]],
        }
        for sentence in sentences
    ]


def facts(shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a sentence rests on; keys of things are left out, for they say nothing to a reader."""
    if "theme" in shown:
        parts = (theme_name(shown["theme"], get_language()), shown["unit"], words.week_words(shown["period"]).lower())
        yield _("Celle"), ", ".join(parts)
    elif "period" in shown:
        yield _("Periode"), words.period_words(shown["period"])
    for key, value in shown.items():
        if key in WORDS:
            label, say = WORDS[key]
            yield str(label), str(say(value))


def hidden_or(say: Callable[[Any], object]) -> Callable[[Any], object]:
    """Return a way to say a value that says where it is not shown."""
    return lambda value: _("ikke vist") if value is None else say(value)


def yes_or_no(value: bool) -> str:
    return _("ja") if value else _("nei")


def units(where: list[dict[str, str]]) -> str:
    return listed([f"{part['unit']} {words.band_words(part['people_band'])}" for part in where])


def listed(items: list[str]) -> str:
    return ", ".join(items) or _("ingen")


def themes(keys: list[str]) -> str:
    return listed([theme_name(key, get_language()) for key in keys])


def days(number: int) -> str:
    return ngettext("%(n)d dag", "%(n)d dager", number) % {"n": number}


def title(idea: dict[str, str]) -> str:
    return idea["title"]


# The figures by their keys in the evidence: what they are called, and how their value is said.
WORDS: dict[str, tuple[Any, Callable[[Any], object]]] = {
    "people_band": (gettext_lazy("Personer"), words.band_words),
    "previous_band": (gettext_lazy("Personer perioden før"), hidden_or(words.band_words)),
    "pressure": (gettext_lazy("Trykk"), lambda dots: _("%(dots)d av 5") % {"dots": dots}),
    "certainty": (gettext_lazy("Grunnlag"), lambda grade: words.CERTAINTY[grade]),
    "direction": (gettext_lazy("Retning"), hidden_or(lambda way: words.DIRECTION[way])),
    "persistence": (gettext_lazy("Varighet"), words.persistence_words),
    "since": (gettext_lazy("Vist siden"), hidden_or(words.period_words)),
    "alarm": (gettext_lazy("Klart flere enn vanlig"), yes_or_no),
    "rank": (gettext_lazy("Plass"), hidden_or(str)),
    "words": (gettext_lazy("Ord som minst ti har brukt"), listed),
    "where": (gettext_lazy("Avdelinger"), units),
    "hidden_units": (gettext_lazy("Skjulte avdelinger"), str),
    "hidden_themes": (gettext_lazy("Skjulte temaer"), themes),
    "themes_standing_out": (gettext_lazy("Temaer som skiller seg ut"), str),
    "themes_ranked": (gettext_lazy("Temaer som kan rangeres"), str),
    "share_step": (gettext_lazy("Andel som var med"), words.share_words),
    "leaders_counted": (gettext_lazy("Ledere er talt med"), yes_or_no),
    "enough_voices": (gettext_lazy("Minst ti skrev"), yes_or_no),
    "related_idea": (gettext_lazy("Idé"), title),
    "title": (gettext_lazy("Idé"), str),
    "author": (gettext_lazy("Foreslått av"), hidden_or(str)),
    "reason": (gettext_lazy("Valgt fordi"), lambda reason: words.REASONS[reason]),
    "status": (gettext_lazy("Status"), lambda status: STATUSES[status][0]),
    "bridging_label": (gettext_lazy("Merke"), hidden_or(lambda label: words.LABELS[label])),
    "agree": (gettext_lazy("For"), hidden_or(str)),
    "disagree": (gettext_lazy("Imot"), hidden_or(str)),
    "pass": (gettext_lazy("Usikker"), hidden_or(str)),
    "waiting_days": (gettext_lazy("Ventetid"), hidden_or(days)),
    "questions": (gettext_lazy("Spørsmål uten svar"), str),
}
