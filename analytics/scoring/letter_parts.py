"""The parts of a letter below its first screen: pains, ideas, promises, participation and what is unknown."""

from typing import Any

from .letter_inputs import (
    MOST_WORDS,
    UNDECIDED,
    Idea,
    LetterInputs,
    Pain,
    Promise,
    cell,
    facts,
    first_week,
    first_words,
    known_idea,
    tally,
    theme_of,
)
from .phrases import Sentence, Writer

MOST_UNITS_IN_A_SENTENCE = 2
MOST_THEMES_IN_A_SENTENCE = 3
WORDS_OF_A_HEADING = 12
SHOWN_OF_A_PAIN = (
    "id",
    "theme",
    "words",
    "pressure",
    "people_band",
    "certainty",
    "direction",
    "persistence",
    "since",
    "few_voices",
    "where",
    "hidden_units",
)


def may_be_ranked(pain: Pain) -> bool:
    return pain["rank"] is not None and pain["certainty"] != "weak"


def ranked_pain(writer: Writer, inputs: LetterInputs, pain: Pain, place: int) -> dict[str, Any]:
    """Return one of the ranked pains with what is known of it and one possible step."""
    change = _alarm(writer, inputs, pain) if pain["alarm"] else _since(writer, inputs, pain)
    sentences = [_people(writer, inputs, pain), change, _where(writer, inputs, pain)]
    what = [sentence for sentence in sentences if sentence]
    return _released(pain) | {"rank": place, "what": what, "step": _step(writer, inputs, pain)}


def unranked_pain(writer: Writer, inputs: LetterInputs, pain: Pain) -> dict[str, Any]:
    """Return a pain that the letter names but does not rank: few voices, or outside the first three."""
    kind = "unranked.rest" if may_be_ranked(pain) else "unranked.weak"
    shown = cell(inputs, pain, "people_band", "certainty")
    sentence = writer.write(kind, shown, pain["certainty"], people=pain["people_band"])
    return _released(pain) | {"rank": None, "what": [sentence], "step": None}


def _released(pain: Pain) -> dict[str, Any]:
    return facts(pain, *SHOWN_OF_A_PAIN) | {"words": pain["words"][:MOST_WORDS]}


def _people(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence:
    """Say how many, against the period before; a change that is no trend is called one only as chance."""
    people, previous = pain["people_band"], pain["previous_band"]
    shown = cell(inputs, pain, "people_band", "previous_band", "direction")
    if previous is None:
        return writer.write("pain.people.alone", shown, pain["certainty"], people=people)
    level = "same" if previous == people else "near"
    trend = {"up": "up", "down": "down"}.get(pain["direction"] or "", level)
    return writer.write(f"pain.people.{trend}", shown, pain["certainty"], people=people, previous=previous)


def _alarm(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence:
    return writer.write("pain.alarm", cell(inputs, pain, "alarm"), pain["certainty"])


def _since(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence | None:
    shown = cell(inputs, pain, "since")
    if pain["since"] is None:
        return None
    if pain["since"] == inputs["period"]:
        return writer.write("pain.fresh", shown, pain["certainty"])
    this_year = f"{inputs['period'][:4]}-"
    since = first_week(pain["since"], inputs["length_weeks"]).removeprefix(this_year)
    return writer.write("pain.since", shown, pain["certainty"], since=since)


def _where(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence | None:
    units = pain["where"][:MOST_UNITS_IN_A_SENTENCE]
    shown = cell(inputs, pain, "hidden_units") | {"where": units}
    if units:
        where, hidden = [[unit["unit"], unit["people_band"]] for unit in units], pain["hidden_units"]
        return writer.write("pain.where.shown", shown, pain["certainty"], where=where, hidden=hidden)
    return writer.write("pain.where.hidden", shown, pain["certainty"]) if pain["hidden_units"] else None


def _step(writer: Writer, inputs: LetterInputs, pain: Pain) -> Sentence:
    related = pain["related_idea"]
    if related is None:
        return writer.write("pain.step.plain", cell(inputs, pain, "pressure"))
    shown, title = cell(inputs, pain, "related_idea"), first_words(related["title"])
    known = known_idea(inputs, related["id"])
    if known is None or known["status"] in UNDECIDED:
        return writer.write("pain.step.idea", shown, title=title)
    shown |= facts(known, "status")
    return writer.write("pain.step.decided", shown, title=title, status=known["status"])


def chosen_idea(writer: Writer, idea: Idea) -> dict[str, Any]:
    """Return one idea with its votes and how long it has waited, or once decided how broadly it is carried."""
    reason, label, days = idea["reason"], idea["bridging_label"], idea["waiting_days"]
    votes = facts(idea, "id", "agree", "disagree", "pass", "reason")
    sentences = [writer.write(f"idea.{reason}", votes, tally=tally(idea))]
    if days and idea["status"] in UNDECIDED:
        sentences.append(writer.write("idea.waiting", facts(idea, "id", "status", "waiting_days"), days=days))
    elif label and not (reason == "agreed" and label == "carried_by_all"):
        sentences.append(writer.write(f"idea.label.{label}", facts(idea, "id", "bridging_label")))
    shown = facts(idea, "id", "post_id", "reason", "status", "bridging_label")
    return shown | {"title": first_words(idea["title"], WORDS_OF_A_HEADING), "sentences": sentences}


def took_part(writer: Writer, inputs: LetterInputs) -> list[Sentence]:
    """Say which share took part, and that leaders are not counted."""
    step = inputs["participation"]["share_step"]
    shown = {"share_step": step}
    if step is None:
        share = writer.write("took_part.hidden", shown)
    else:
        share = writer.write("took_part.share", shown, share=step)
    return [share, writer.write("took_part.leaders", {"leaders_counted": False})]


def promise_and_state(writer: Writer, promise: Promise) -> dict[str, Any]:
    """Return one promise with what has become of it."""
    shown = facts(promise, "text", "idea_title", "state", "due_on", "owner")
    owner = [promise["owner"]] if promise["owner"] else []
    sentence = writer.write(f"promise.{promise['state']}", shown, due=promise["due_on"], owner=owner)
    return shown | {"text": first_words(promise["text"], WORDS_OF_A_HEADING), "sentences": [sentence]}


def more_promises(writer: Writer, more: int) -> list[Sentence]:
    """Say how many promises are not written out."""
    return [writer.write("promise.more", {"more": more}, n=more)] if more > 0 else []


def unknown(writer: Writer, inputs: LetterInputs) -> list[Sentence]:
    """Say what the letter cannot know: reasons, those who did not take part, and what is hidden."""
    enough, step = inputs["participation"]["enough_voices"], inputs["participation"]["share_step"]
    kind = "unknown.reasons" if enough else "unknown.few_voices"
    sentences = [writer.write(kind, {"enough_voices": enough})]
    if step is not None and step < 100:
        sentences.append(writer.write("unknown.absent", {"share_step": step}, absent=100 - step))
    return sentences + _unknown_themes(writer, inputs) if enough else sentences


def _unknown_themes(writer: Writer, inputs: LetterInputs) -> list[Sentence]:
    hidden = inputs["hidden_themes"]
    shown = {"period": inputs["period"], "hidden_themes": hidden}
    if not hidden:
        return []
    if len(hidden) > MOST_THEMES_IN_A_SENTENCE:
        return [writer.write("unknown.hidden.many", shown, n=len(hidden))]
    return [writer.write("unknown.hidden.some", shown, themes=[theme_of(inputs, key) for key in hidden])]
