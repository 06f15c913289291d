"""A letter as its page shows it: the rendered content, with words, drawings and addresses beside it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.disclosure import LIMITS
from analytics.models import Letter
from analytics.queries.letters import Weeks, open_targets, rendered, weeks_until
from analytics.web import words
from analytics.web.evidence import reasons_of
from microblog.models import User
from microblog.words import STATUSES

Part = dict[str, Any]

ACTS = {
    "thank": {"icon": "thanks", "colour": "praise", "link": gettext_lazy("Si takk i tråden")},
    "answer": {"icon": "reply", "colour": "pain", "link": gettext_lazy("Svar på spørsmålet")},
    "decide": {"icon": "check", "colour": "idea", "link": gettext_lazy("Se idéen")},
}
# The icon and colour of a sentence of "Kort sagt" by the beginning of its rule; the others are about themes.
FINDINGS = {
    "short.idea": ("idea", "idea"),
    "short.question": ("wonder", "question"),
    "short.overdue": ("clock", "praise"),
}
REASON_ICONS = {"agreed": "users", "rising": "up", "overlooked": "hidden"}
WORDS_A_SECOND = 4
ROUND_TO = 5  # seconds


def page_of(letter: Letter, viewer: User, language: str) -> Part:
    """Return all that the template of a letter shows, apart from who may read which others."""
    content = rendered(letter, language)
    pains = content["pains"]
    there = targets_there(content, viewer)
    lines = weeks_drawings(weeks_until(letter, [pain["theme"] for pain in pains]), pains)
    share = content["took_part"][0]["evidence"][0]["shown"]["share_step"]
    return {
        **content,
        "when": words.period_words(letter.period),
        "made": words.moment_words(letter.published_at),
        "findings": [finding(sentence) for sentence in content["in_short"]],
        "acts": acts(content, there),
        "pains": [shown_pain(pain) | {"line": lines.get(pain["theme"])} for pain in pains],
        "unranked": [shown_pain(pain) for pain in content["unranked"]],
        "unranked_heading": unranked_heading(content),
        "where": where_drawing(pains[0]) if pains else None,
        "ideas": picks(content, there),
        "share_step": share,
        "share_words": words.share_words(share),
        "reasons": {part: reasons_of(sentences) for part, sentences in sentences_by_part(content).items()},
        "toc": table_of_contents(content),
        "limits": LIMITS,
    }


def finding(sentence: Part) -> Part:
    """Return a sentence of "Kort sagt" with the icon and colour of what it is about."""
    rule = sentence["evidence"][0]["rule"]
    icon, colour = next((look for kind, look in FINDINGS.items() if rule.startswith(kind)), ("pain", "pain"))
    return {**sentence, "icon": icon, "colour": colour}


def targets_there(content: Part, viewer: User) -> set[tuple[str, str]]:
    """Return what the letter leads to and the viewer can open, as (kind, id)."""
    targets = [act["target"] for act in content["acts"]]
    ideas = [target["id"] for target in targets if target["kind"] == "idea"]
    posts = [target["id"] for target in targets if target["kind"] == "post"]
    return open_targets(viewer=viewer, ideas=ideas + [idea["id"] for idea in content["ideas"]], posts=posts)


def acts(content: Part, there: set[tuple[str, str]]) -> list[Part]:
    """Return the acts, each with an address where there is something to open; one of them is the page's main button."""
    found = [{**act, **ACTS[act["act"]], "href": address(act, there)} for act in content["acts"]]
    # The last one that can be done: to decide, if there is something to decide on.
    main = next((act for act in reversed(found) if act["href"]), None)
    return [{**act, "is_main": act is main} for act in found]


def address(act: Part, there: set[tuple[str, str]]) -> str:
    """Return where an act is done, or nothing: an answer to a theme has no page yet."""
    kind, key = act["target"]["kind"], act["target"]["id"]
    if (kind, key) not in there:
        return ""
    folder = "ideas" if kind == "idea" else "posts"
    return f"/{folder}/{key}/" + ("" if act["act"] == "decide" else "#svar")


def shown_pain(pain: Part) -> Part:
    """Return a pain with its pressure, certainty, direction and persistence in words and marks."""
    return {
        **pain,
        "dots": [step < pain["pressure"] for step in range(5)],
        "pressure_words": words.PRESSURE[pain["pressure"] - 1],
        "bars": [step <= words.GRADES.index(pain["certainty"]) for step in range(3)],
        "certainty_words": words.CERTAINTY[pain["certainty"]],
        "people": words.people_words(pain["people_band"]),
        "direction_words": words.DIRECTION.get(pain["direction"], ""),
        "persistence_words": words.persistence_words(pain["persistence"]),
    }


def unranked_heading(content: Part) -> str:
    count = len(content["unranked"])
    return ngettext("Ett tema er ikke rangert", "%(n)d temaer er ikke rangert", count) % {"n": count}


def where_drawing(pain: Part) -> list[tuple[str, str, float | None]]:
    """Return the bars of who a pain concerns: (unit, band in words, middle of the band); the hidden ones together."""
    bars: list[tuple[str, str, float | None]] = [
        (part["unit"], words.band_words(part["people_band"]), words.middle_of(part["people_band"]))
        for part in pain["where"]
    ]
    if hidden := pain["hidden_units"]:
        bars.append((hidden_words(hidden, among_shown=bool(bars)), _("skjult"), None))
    return bars


def hidden_words(units: int, *, among_shown: bool) -> str:
    if among_shown:
        return ngettext("%(n)d annen", "%(n)d andre", units) % {"n": units}
    return ngettext("%(n)d avdeling", "%(n)d avdelinger", units) % {"n": units}


def weeks_drawings(weeks: Weeks, pains: list[Part]) -> dict[str, Part]:
    """Return for each theme the line of its last periods, where there are at least two."""
    if len(weeks.periods) < 2:
        return {}
    return {pain["theme"]: weeks_drawing(weeks, pain) for pain in pains}


def weeks_drawing(weeks: Weeks, pain: Part) -> Part:
    bands = weeks.bands[pain["theme"]]
    said = [words.band_words(band.text) if band else _("skjult") for band in bands]
    return {
        "key": f"weeks-{pain['theme']}",
        "points": [band.middle if band else None for band in bands],
        "last": said[-1],
        "title": _("Personer, %(first)s til %(last)s")
        % {"first": words.week_words(weeks.periods[0]).lower(), "last": words.week_words(weeks.periods[-1]).lower()},
        "numbers": ", ".join(said),
    }


def picks(content: Part, there: set[tuple[str, str]]) -> list[Part]:
    """Return the ideas to pick up, each with its reason, its status, and an address if the reader can open it."""
    return [
        {
            **idea,
            "icon": REASON_ICONS[idea["reason"]],
            "reason_words": words.REASONS[idea["reason"]],
            "status_words": STATUSES[idea["status"]][0],
            "shape": STATUSES[idea["status"]][1],
            "status_icon": f"status-{STATUSES[idea['status']][1]}",
            "href": f"/ideas/{idea['id']}/" if ("idea", idea["id"]) in there else "",
        }
        for idea in content["ideas"]
    ]


def sentences_by_part(content: Part) -> dict[str, list[Part]]:
    """Return every sentence of the letter, in the part of the page that ends with its reasons."""
    pains = content["pains"] + content["unranked"]
    return {
        "in_short": content["headline"] + content["in_short"],
        "acts": [act["sentence"] for act in content["acts"]],
        "pains": [sentence for pain in pains for sentence in sentences_of(pain)],
        "ideas": [sentence for idea in content["ideas"] for sentence in idea["sentences"]],
        "took_part": content["took_part"],
        "unknown": content["unknown"],
    }


def sentences_of(pain: Part) -> Iterator[Part]:
    yield from pain["what"]
    if pain["step"]:
        yield pain["step"]


def table_of_contents(content: Part) -> list[Part]:
    """Return the parts with the seconds that they take to read: words divided by four, rounded to five."""
    ranked = [sentence for pain in content["pains"] for sentence in sentences_of(pain)]
    by_part = sentences_by_part(content) | {"pains": ranked}
    return [
        {"id": part, "heading": content["headings"][part], "seconds": seconds(sentences)}
        for part, sentences in by_part.items()
        if part in content["headings"]
    ]


def seconds(sentences: list[Part]) -> int:
    count = sum(len(sentence["text"].split()) for sentence in sentences)
    return max(1, round(count / WORDS_A_SECOND / ROUND_TO)) * ROUND_TO
