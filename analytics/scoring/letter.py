"""Composes the leader's letter: frozen, released figures in, sentences without a language out.

The input is `LetterInputs`; the content is what `compose_letter` returns. Nothing else is read, no clock
and no chance, so that a letter rebuilt from its inputs is the same to the byte.
The rules of what may be said are the design's: no cause, no guess at feelings, bands in place of counts.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .letter_inputs import (
    MOST_WORDS,
    UNDECIDED,
    Idea,
    LetterInputs,
    Pain,
    Promise,
    Question,
    RelatedIdea,
    WaitingIdea,
    all_ideas,
    cell,
    facts,
    first_words,
    known_idea,
    tally,
    theme_of,
)
from .letter_parts import (
    chosen_idea,
    may_be_ranked,
    more_promises,
    promise_and_state,
    ranked_pain,
    took_part,
    unknown,
    unranked_pain,
)
from .phrases import LANGUAGES, Sentence, Writer, word_count

COMPOSER_VERSION = "1"
MOST_PAINS = 3
MOST_IDEAS = 3
MOST_PROMISES = 3
STANDS_OUT_FROM_PRESSURE = 2
REASONS = ("agreed", "rising", "overlooked")
PROMISE_ORDER = ("overdue", "reopened", "open", "watching", "kept")


def canonical_json(obj: Any) -> bytes:
    """Return the one spelling of the object as JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(obj, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def input_hash(inputs: Mapping[str, Any]) -> str:
    """Return the fingerprint of the inputs: SHA-256 of their canonical JSON, 64 hex digits."""
    return hashlib.sha256(canonical_json(inputs)).hexdigest()


def compose_letter(inputs: LetterInputs) -> dict[str, Any]:
    """Return the content of the letter, without a language and JSON-able.

    `{schema, composer, period, length_weeks, unit, headline[], in_short[], acts[], pains[], unranked[],
    ideas[], took_part[], promises[], more_promises[], unknown[], frames[], word_count{nb, nn, en}}`;
    a sentence is a `Sentence`. Where fewer than ten people wrote there are no pains, ranked or not.
    """
    writer = Writer(
        period=inputs["period"],
        unit_id=inputs["unit"]["id"],
        weeks=inputs["length_weeks"],
        previous_frames=inputs["previous_frames"],
    )
    ranked, unranked = _rank(inputs)
    main = ranked[0] if any(map(_stands_out, ranked)) else None
    idea = _idea_that_may_move(main, inputs["ideas"])
    promises = _by_urgency(inputs["promises"])
    content = {key: inputs[key] for key in ("schema", "period", "length_weeks", "unit")} | {
        "composer": COMPOSER_VERSION,
        "headline": _headline(writer, inputs, main, idea),
        "in_short": _in_short(writer, inputs, ranked, unranked, idea),
        "acts": _acts(writer, inputs, main),
        "pains": [ranked_pain(writer, inputs, pain, place) for place, pain in enumerate(ranked, start=1)],
        "unranked": [unranked_pain(writer, inputs, pain) for pain in unranked],
        "ideas": [chosen_idea(writer, it) for it in inputs["ideas"][:MOST_IDEAS]],
        "took_part": took_part(writer, inputs),
        "promises": [promise_and_state(writer, promise) for promise in promises[:MOST_PROMISES]],
        "more_promises": more_promises(writer, len(promises) - MOST_PROMISES),
        "unknown": unknown(writer, inputs),
        "frames": writer.used,
    }
    return content | {"word_count": {language: word_count(content, language) for language in LANGUAGES}}


def _rank(inputs: LetterInputs) -> tuple[list[Pain], list[Pain]]:
    """Return the pains that the letter ranks, at most three, and the others; none where too few wrote."""
    pains = inputs["pains"] if inputs["participation"]["enough_voices"] else []
    ranked = sorted(filter(may_be_ranked, pains), key=lambda pain: pain["rank"] or 0)[:MOST_PAINS]
    return ranked, [pain for pain in pains if pain not in ranked]


def _stands_out(pain: Pain) -> bool:
    return pain["alarm"] or pain["pressure"] >= STANDS_OUT_FROM_PRESSURE


def _idea_that_may_move(main: Pain | None, ideas: list[Idea]) -> Idea | RelatedIdea | None:
    """Return the idea of the main pinch if it has one, else the best, undecided ones first."""
    related = main["related_idea"] if main else None
    if related:
        return next((idea for idea in ideas if idea["id"] == related["id"]), related)
    return min(ideas, key=lambda idea: (idea["status"] not in UNDECIDED, REASONS.index(idea["reason"])), default=None)


def _headline(
    writer: Writer, inputs: LetterInputs, main: Pain | None, idea: Idea | RelatedIdea | None
) -> list[Sentence]:
    if not inputs["participation"]["enough_voices"]:
        return [writer.write("headline.few_voices", {"enough_voices": False})]
    if main is None:
        return [writer.write("headline.calm", {"period": inputs["period"], "themes_standing_out": 0})]
    shown = cell(inputs, main, "people_band", "pressure", "persistence", "certainty", "rank", "alarm")
    pinch = writer.write("headline.main_pinch", shown, main["certainty"], theme=theme_of(inputs, main["theme"]))
    return [pinch, _headline_of_idea(writer, idea)] if idea else [pinch]


def _headline_of_idea(writer: Writer, idea: Idea | RelatedIdea) -> Sentence:
    title = first_words(idea["title"])
    if "reason" not in idea:
        return writer.write("headline.idea.related", facts(idea, "id", "title"), title=title)
    shown = facts(idea, "id", "title", "reason", "bridging_label", "status")
    return writer.write(f"headline.idea.{shown['reason']}", shown, title=title, status=shown["status"])


def _in_short(
    writer: Writer,
    inputs: LetterInputs,
    ranked: list[Pain],
    unranked: list[Pain],
    idea: Idea | RelatedIdea | None,
) -> list[Sentence]:
    """Return at most three findings: a theme, an idea, and what waits for the leader or the second theme."""
    findings = []
    if inputs["participation"]["enough_voices"]:
        findings.append(_theme_in_short(writer, inputs, ranked, unranked))
    if idea:
        findings.append(_idea_in_short(writer, inputs, ranked, idea))
    overdue = _overdue_in_short(writer, inputs["promises"])
    waiting = overdue or _questions_in_short(writer, inputs["questions"])
    if waiting:
        findings.append(waiting)
    elif len(ranked) > 1:
        findings.append(_pain_in_short(writer, inputs, "short.second", ranked[1]))
    return findings


def _theme_in_short(writer: Writer, inputs: LetterInputs, ranked: list[Pain], unranked: list[Pain]) -> Sentence:
    if ranked:
        return _first_pain_in_short(writer, inputs, ranked[0])
    if unranked:
        return _pain_in_short(writer, inputs, "short.weak", unranked[0])
    return writer.write("short.none", {"period": inputs["period"], "themes_ranked": 0})


def _first_pain_in_short(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence:
    trend = pain["direction"] if pain["direction"] in ("up", "down") and pain["previous_band"] else "steady"
    units = pain["where"][:2]
    shown = cell(inputs, pain, "people_band", "previous_band", "direction", "words") | {"where": units}
    return writer.write(
        f"short.pinch.{trend}",
        shown,
        pain["certainty"],
        people=pain["people_band"],
        theme=theme_of(inputs, pain["theme"]),
        units=[unit["unit"] for unit in units],
        words=pain["words"][:MOST_WORDS],
    )


def _pain_in_short(writer: Writer, inputs: LetterInputs, kind: str, pain: Pain) -> Sentence:
    shown = cell(inputs, pain, "people_band", "certainty")
    theme = theme_of(inputs, pain["theme"])
    return writer.write(kind, shown, pain["certainty"], people=pain["people_band"], theme=theme)


def _idea_in_short(writer: Writer, inputs: LetterInputs, ranked: list[Pain], idea: Idea | RelatedIdea) -> Sentence:
    title = first_words(idea["title"])
    known = known_idea(inputs, idea["id"])
    if known is None:
        return writer.write("short.idea.related", facts(idea, "id", "title"), title=title)
    shown = facts(known, "id", "title", "agree", "disagree", "pass", "status")
    related = ranked[0]["related_idea"] if ranked else None
    if related and related["id"] == known["id"]:
        return writer.write("short.idea.related_votes", shown, title=title, tally=tally(known))
    return writer.write("short.idea.other", shown, title=title, tally=tally(known), status=known["status"])


def _overdue_in_short(writer: Writer, promises: list[Promise]) -> Sentence | None:
    overdue = [promise for promise in promises if promise["state"] == "overdue"]
    if not overdue:
        return None
    eldest = min(overdue, key=lambda promise: promise["due_on"])
    shown = {"overdue": len(overdue)} | facts(eldest, "text", "due_on")
    kind = "short.overdue.one" if len(overdue) == 1 else "short.overdue.many"
    return writer.write(kind, shown, n=len(overdue), text=first_words(eldest["text"]))


def _questions_in_short(writer: Writer, questions: list[Question]) -> Sentence | None:
    if not questions:
        return None
    eldest = _longest_waiting(questions)
    shown = {"questions": len(questions)} | facts(eldest, "post_id", "waiting_days")
    kind = "short.question.one" if len(questions) == 1 else "short.question.many"
    question, days = first_words(eldest["title_words"]), eldest["waiting_days"]
    return writer.write(kind, shown, n=len(questions), question=question, days=days)


def _acts(writer: Writer, inputs: LetterInputs, main: Pain | None) -> list[dict[str, Any]]:
    """Return thank, answer and decide, each where there is somebody or something to do it for."""
    undecided = [idea for idea in all_ideas(inputs) if idea["status"] in UNDECIDED]
    longest = max(undecided, key=lambda idea: idea["waiting_days"] or 0, default=None)
    acts = [_thank(writer, inputs["ideas"], longest), _answer(writer, inputs, main), _decide(writer, longest)]
    return [act for act in acts if act]


def _act(act: str, sentence: Sentence, kind: str, target: str) -> dict[str, Any]:
    return {"act": act, "sentence": sentence, "target": {"kind": kind, "id": target}}


def _thank(writer: Writer, ideas: list[Idea], waiting: WaitingIdea | None) -> dict[str, Any] | None:
    """Thank for another idea than the one to decide on if there is one, rather somebody who can be named."""
    waiting_id = waiting["id"] if waiting else None
    chosen = min(
        ideas,
        key=lambda it: (it["id"] == waiting_id, it["author"] is None, REASONS.index(it["reason"])),
        default=None,
    )
    if chosen is None:
        return None
    shown, title = facts(chosen, "id", "title", "author"), first_words(chosen["title"])
    if chosen["author"] is None:
        sentence = writer.write("act.thank.unnamed", shown, title=title)
    else:
        sentence = writer.write("act.thank.named", shown, title=title, author=chosen["author"])
    return _act("thank", sentence, "idea", chosen["id"])


def _answer(writer: Writer, inputs: LetterInputs, main: Pain | None) -> dict[str, Any] | None:
    if main:
        shown = cell(inputs, main, "people_band", "persistence", "certainty")
        theme, lasted = theme_of(inputs, main["theme"]), [main["persistence"], inputs["length_weeks"]]
        people, certainty = main["people_band"], main["certainty"]
        sentence = writer.write("act.answer.theme", shown, certainty, theme=theme, people=people, lasted=lasted)
        return _act("answer", sentence, "pain_point", main["id"])
    if inputs["questions"]:
        eldest = _longest_waiting(inputs["questions"])
        question, days = first_words(eldest["title_words"]), eldest["waiting_days"]
        shown = facts(eldest, "post_id", "waiting_days")
        sentence = writer.write("act.answer.question", shown, question=question, days=days)
        return _act("answer", sentence, "post", eldest["post_id"])
    return None


def _decide(writer: Writer, idea: WaitingIdea | None) -> dict[str, Any] | None:
    if idea is None:
        return None
    shown = facts(idea, "id", "title", "status", "waiting_days")
    sentence = writer.write("act.decide", shown, title=first_words(idea["title"]), days=idea["waiting_days"] or 0)
    return _act("decide", sentence, "idea", idea["id"])


def _longest_waiting(questions: list[Question]) -> Question:
    return max(questions, key=lambda question: question["waiting_days"])


def _by_urgency(promises: list[Promise]) -> list[Promise]:
    return sorted(promises, key=lambda promise: (PROMISE_ORDER.index(promise["state"]), promise["due_on"]))
