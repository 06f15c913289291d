"""A letter as its page shows it: the rendered content, with words, drawings and addresses beside it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.access import can_answer
from analytics.disclosure import LIMITS
from analytics.models import Letter, PainPointAnswer
from analytics.queries.acts import answers_in, handovers, thanks_of
from analytics.queries.letters import Targets, Weeks, act_address, idea_address, rendered, targets_there, weeks_until
from analytics.web import words
from analytics.web.evidence import reasons_of
from ideas.web.shown import PROMISES
from microblog.models import User
from microblog.words import STATUSES

Part = dict[str, Any]

# By the act; an answer to a theme is another than one to a question.
ACTS = {
    "thank": {"icon": "thanks", "colour": "praise", "link": gettext_lazy("Skriv en takk")},
    "answer": {"icon": "reply", "colour": "pain", "link": gettext_lazy("Svar på spørsmålet")},
    "pain_point": {"icon": "reply", "colour": "pain", "link": gettext_lazy("Svar på temaet")},
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
    answered = {theme: answer for (_unit, theme), answer in answers_in([letter.unit_id]).items()}
    there = targets_there(content, viewer)
    lines = weeks_drawings(weeks_until(letter, [pain["theme"] for pain in pains]), pains)
    share = content["took_part"][0]["evidence"][0]["shown"]["share_step"]
    return {
        **content,
        "when": words.period_words(letter.period),
        "made": words.moment_words(letter.published_at),
        "findings": [finding(sentence) for sentence in content["in_short"]],
        "acts": acts(letter, content, there, answered, can_answer(viewer, letter.unit)),
        "pains": [shown_pain(pain, answered) | {"line": lines.get(pain["theme"])} for pain in pains],
        "unranked": [shown_pain(pain, answered) for pain in content["unranked"]],
        "unranked_heading": unranked_heading(content),
        "where": where_drawing(pains[0]) if pains else None,
        "ideas": picks(content, there),
        "promises": [shown_promise(promise) for promise in content["promises"]],
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


def acts(
    letter: Letter, content: Part, there: Targets, answered: dict[str, PainPointAnswer], may_answer: bool
) -> list[Part]:
    """Return the acts, each with an address where there is something to do; one of them is the page's main button."""
    notes = notes_on_acts(letter, content, answered)
    given = handovers(letter)
    found = [
        {
            **act,
            **ACTS["pain_point" if act["target"]["kind"] == "pain_point" else act["act"]],
            "href": "" if act["act"] in notes else act_address(letter, act, there, may_answer),
            "done": notes.get(act["act"]),
            "given_to": given[act["act"]].person if act["act"] in given else None,
            "give": f"/letters/{letter.period}/acts/{act['act']}/handover/?unit={letter.unit_id}",
        }
        for act in content["acts"]
    ]
    # The last one that can be done: to decide, if there is something to decide on.
    main = next((act for act in reversed(found) if act["href"]), None)
    return [{**act, "is_main": act is main} for act in found]


def notes_on_acts(letter: Letter, content: Part, answered: dict[str, PainPointAnswer]) -> dict[str, Part]:
    """Return what has been done of the acts since the letter was made, by act."""
    notes = {}
    if thanks := thanks_of(letter):
        day = words.day_of(thanks.post)
        said = _("Takket %(day)s av %(name)s") % {"day": day, "name": thanks.post.author.name}
        notes["thank"] = {"text": said, "href": f"/posts/{thanks.post.thread_id}/"}
    themes = {pain["id"]: pain["theme"] for pain in content["pains"]}
    for act in content["acts"]:
        answer = answered.get(themes.get(act["target"]["id"], ""))
        if act["act"] == "answer" and answer and answer.period >= letter.period:
            notes["answer"] = answer_note(answer)
    return notes


def shown_pain(pain: Part, answered: dict[str, PainPointAnswer]) -> Part:
    """Return a pain with its grades in words and marks, and when it was answered."""
    answer = answered.get(pain["theme"])
    return words.shown_words(pain) | {"answered": answer_note(answer) if answer else None}


def answer_note(answer: PainPointAnswer) -> Part:
    """Return who answered a theme and when, and where it stands; a note of today beside what was frozen."""
    who = answer.on_behalf_of or answer.post.author
    said = _("Besvart %(day)s av %(name)s") % {"day": words.day_of(answer.post), "name": who.name}
    return {"text": said, "href": f"/posts/{answer.post_id}/"}


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


def picks(content: Part, there: Targets) -> list[Part]:
    """Return the ideas to pick up, each with its reason, its status, and an address if the reader can open it."""
    return [
        {
            **idea,
            "icon": REASON_ICONS[idea["reason"]],
            "reason_words": words.REASONS[idea["reason"]],
            "status_words": STATUSES[idea["status"]][0],
            "shape": STATUSES[idea["status"]][1],
            "status_icon": f"status-{STATUSES[idea['status']][1]}",
            "href": idea_address(idea, there),
        }
        for idea in content["ideas"]
    ]


def shown_promise(promise: Part) -> Part:
    """Return a promise with its state in a word and a sign."""
    word, shape = PROMISES[promise["state"]]
    return {**promise, "state_words": word, "shape": shape, "status_icon": f"status-{shape}"}


def sentences_by_part(content: Part) -> dict[str, list[Part]]:
    """Return every sentence of the letter, in the part of the page that ends with its reasons."""
    pains = content["pains"] + content["unranked"]
    return {
        "in_short": content["headline"] + content["in_short"],
        "acts": [act["sentence"] for act in content["acts"]],
        "pains": [sentence for pain in pains for sentence in sentences_of(pain)],
        "ideas": [sentence for idea in content["ideas"] for sentence in idea["sentences"]],
        "promises": [sentence for promise in content["promises"] for sentence in promise["sentences"]]
        + content["more_promises"],
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
