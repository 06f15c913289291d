import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scoring.letter import canonical_json, compose_letter
from analytics.scoring.phrases import LANGUAGES, render_letter

BANDS = ("5–9", "10–19", "~20", "~35", "~110")
THEMES = ("workload", "pay", "tools_it", "working_hours_shifts", "customers", "change")

words = st.text(alphabet="abcæøå {}«»%", min_size=1, max_size=30)
days = st.integers(min_value=0, max_value=400)
related = st.fixed_dictionaries({"id": st.sampled_from("123"), "title": words})
shown_units = st.fixed_dictionaries({"unit_id": words, "unit": words, "people_band": st.sampled_from(BANDS)})
pains = st.fixed_dictionaries(
    {
        "id": st.just("a"),
        "theme": st.sampled_from([*THEMES, "parking"]),
        "words": st.lists(words, max_size=4),
        "pressure": st.integers(min_value=1, max_value=5),
        "people_band": st.sampled_from(BANDS),
        "previous_band": st.none() | st.sampled_from(BANDS),
        "certainty": st.sampled_from(["good", "some", "weak"]),
        "direction": st.sampled_from(["up", "down", "level", None]),
        "persistence": st.integers(min_value=1, max_value=4),
        "since": st.sampled_from(["2026-W47", "2026-W44", "2025-W51", None]),
        "alarm": st.booleans(),
        "few_voices": st.booleans(),
        "rank": st.none() | st.integers(min_value=1, max_value=9),
        "where": st.lists(shown_units, max_size=4),
        "hidden_units": st.integers(min_value=0, max_value=20),
        "related_idea": st.none() | related,
    }
)
votes = st.integers(min_value=0, max_value=90)
ideas = st.builds(
    lambda idea, totals: idea | dict(zip(("agree", "disagree", "pass"), totals, strict=True)),
    st.fixed_dictionaries(
        {
            "id": st.sampled_from("123"),
            "post_id": st.just("b"),
            "title": words,
            "reason": st.sampled_from(["rising", "agreed", "overlooked"]),
            "status": st.sampled_from(["open", "under_review", "planned", "started", "verified", "declined"]),
            "waiting_days": st.none() | days,
            "author": st.none() | words,
            "bridging_label": st.sampled_from([None, "carried_by_all", "contested", "one_units_favourite"]),
        }
    ),
    st.just((None, None, None)) | st.tuples(votes, votes, votes),
)
promises = st.fixed_dictionaries(
    {
        "text": words,
        "idea_title": st.none() | words,
        "state": st.sampled_from(["open", "overdue", "watching", "kept", "reopened"]),
        "due_on": st.dates().map(str),
        "owner": st.none() | words,
    }
)
letter_inputs = st.fixed_dictionaries(
    {
        "schema": st.just(1),
        "period": st.just("2026-W47"),
        "length_weeks": st.just(1),
        "unit": st.just({"id": "c", "name": "Lyngholt", "is_company": True}),
        "participation": st.fixed_dictionaries(
            {"share_step": st.none() | st.sampled_from([5, 35, 100]), "enough_voices": st.booleans()}
        ),
        "pains": st.lists(pains, max_size=6),
        "hidden_themes": st.lists(st.sampled_from(THEMES), unique=True),
        "ideas": st.lists(ideas, max_size=4),
        "waiting": st.lists(ideas, max_size=2),
        "questions": st.lists(
            st.fixed_dictionaries({"post_id": st.just("d"), "title_words": words, "waiting_days": days}),
            max_size=3,
        ),
        "promises": st.lists(promises, max_size=7),
        "previous_frames": st.lists(st.sampled_from(["pain.since.1", "headline.calm.2", "gone.7"])),
    }
)


def sentences_of(part):
    if isinstance(part, list):
        return [sentence for item in part for sentence in sentences_of(item)]
    if not isinstance(part, dict):
        return []
    if "evidence" in part:
        return [part]
    return [sentence for value in part.values() for sentence in sentences_of(value)]


def numbers_that_may_stand(inputs):
    """Return what the inputs say, and what all can add up: votes in all, those who did not take part."""
    said = set(re.findall(r"\d+", canonical_json(inputs).decode()))
    dates = {part.lstrip("0") for part in said}
    votes = {
        str(sum(idea[vote] or 0 for vote in ("agree", "disagree", "pass")))
        for idea in inputs["ideas"] + inputs["waiting"]
    }
    absent = {str(100 - (inputs["participation"]["share_step"] or 0)), "100"}
    return said | dates | votes | absent


@settings(max_examples=150, deadline=None)
@given(letter_inputs)
def test_any_valid_letter_renders_and_shows_no_number_of_its_own(inputs):
    content = json.loads(canonical_json(compose_letter(inputs)))

    allowed = numbers_that_may_stand(inputs)
    lengths = {str(len(inputs[part])) for part in ("questions", "promises")} | {str(n) for n in range(8)}
    for language in LANGUAGES:
        for sentence in sentences_of(render_letter(content, language)):
            shown = json.dumps([entry["shown"] for entry in sentence["evidence"]], ensure_ascii=False)
            assert sentence["text"]
            assert set(re.findall(r"\d+", sentence["text"])) <= allowed
            assert set(re.findall(r"\d+", shown)) <= allowed | lengths
