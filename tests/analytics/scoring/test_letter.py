import json
from itertools import pairwise

import pytest

from analytics.scoring.letter import canonical_json, compose_letter, input_hash
from analytics.scoring.phrases import LANGUAGES, render_letter

LONG_TITLE = "En felles tavle der alle kan se og bytte vakter med hverandre i god tid før helga uten å ringe rundt"
THEMES = ("workload", "pay", "tools_it", "working_hours_shifts", "customers", "change")


def make_pain(**changes):
    pain = {
        "id": "91",
        "theme": "working_hours_shifts",
        "words": ["bytte", "kvelden før", "barnehage"],
        "pressure": 4,
        "people_band": "~35",
        "previous_band": "~30",
        "certainty": "good",
        "direction": "up",
        "persistence": 3,
        "since": "2026-W44",
        "alarm": False,
        "few_voices": False,
        "rank": 1,
        "where": [{"unit_id": "5", "unit": "Terminal Drammen", "people_band": "10–19"}],
        "hidden_units": 7,
        "related_idea": None,
    }
    return pain | changes


def make_weak_pain(**changes):
    weak = {"people_band": "5–9", "certainty": "weak", "few_voices": True, "rank": None, "words": []}
    return make_pain(**(weak | changes))


def make_idea(**changes):
    idea = {
        "id": "1",
        "post_id": "11",
        "title": "Felles byttetavle",
        "reason": "agreed",
        "agree": 70,
        "disagree": 10,
        "pass": 6,
        "status": "open",
        "waiting_days": 18,
        "author": "Nora Stensrud",
        "bridging_label": "carried_by_all",
    }
    return idea | changes


def make_promise(**changes):
    promise = {
        "text": "Nye skannere",
        "idea_title": None,
        "state": "open",
        "due_on": "2026-11-27",
        "owner": "Kari Moe",
    }
    return promise | changes


def make_inputs(**changes):
    inputs = {
        "schema": 1,
        "period": "2026-W47",
        "length_weeks": 1,
        "unit": {"id": "3", "name": "Lyngholt Frakt", "is_company": True},
        "participation": {"share_step": 35, "enough_voices": True},
        "pains": [make_pain()],
        "hidden_themes": ["pay", "change"],
        "ideas": [make_idea()],
        "waiting": [],
        "questions": [],
        "promises": [],
        "previous_frames": [],
    }
    return inputs | changes


def make_fullest_inputs():
    units = [{"unit_id": str(n), "unit": f"Planlegging og trafikk {n}", "people_band": "10–19"} for n in range(9)]
    pain = {
        "words": ["kvelden før helga"] * 5,
        "where": units,
        "related_idea": {"id": "8", "title": LONG_TITLE},
    }
    idea = {"title": LONG_TITLE, "bridging_label": "contested", "author": "Nora Helene Stensrud Moe"}
    return make_inputs(
        pains=[make_pain(id=str(n), rank=n, alarm=n == 1, **pain) for n in range(1, 7)] + [make_weak_pain(theme="pay")],
        hidden_themes=list(THEMES),
        ideas=[make_idea(id=str(n), **idea) for n in range(5)],
        waiting=[make_idea(id="9", **idea | {"waiting_days": 300})],
        questions=[{"post_id": "5", "title_words": LONG_TITLE, "waiting_days": 33}] * 4,
        promises=[make_promise(state="overdue", text=LONG_TITLE)] * 9,
    )


def sentences_of(part):
    if isinstance(part, list):
        return [sentence for item in part for sentence in sentences_of(item)]
    if not isinstance(part, dict):
        return []
    if "frame" in part or ("text" in part and "evidence" in part):
        return [part]
    return [sentence for value in part.values() for sentence in sentences_of(value)]


def kinds_of(part):
    return [sentence["frame"].rpartition(".")[0] for sentence in sentences_of(part)]


def headline_of(content, language="nb"):
    return " ".join(sentence["text"] for sentence in render_letter(content, language)["headline"])


def test_composing_twice_gives_the_same_bytes():
    inputs = make_fullest_inputs()

    again = json.loads(canonical_json(inputs))

    assert canonical_json(compose_letter(inputs)) == canonical_json(compose_letter(again))


def test_composing_leaves_its_inputs_alone():
    inputs = make_fullest_inputs()
    before = input_hash(inputs)

    compose_letter(inputs)

    assert input_hash(inputs) == before


def test_the_fingerprint_sees_content_and_not_the_order_of_keys():
    inputs = make_inputs()

    turned = dict(reversed(inputs.items()))

    assert input_hash(turned) == input_hash(inputs)
    assert input_hash(inputs | {"period": "2026-W48"}) != input_hash(inputs)


def test_canonical_json_is_short_sorted_utf8():
    assert canonical_json({"b": "idé", "a": [1, None]}) == '{"a":[1,null],"b":"idé"}'.encode()


SITUATIONS = {
    "one pain": make_inputs(),
    "three level pains": make_inputs(
        pains=[make_pain(id=str(n), rank=n, direction="level", previous_band="~35") for n in (1, 2, 3)]
    ),
    "calm": make_inputs(pains=[]),
    "too few": make_inputs(participation={"share_step": None, "enough_voices": False}),
    "only weak": make_inputs(pains=[make_weak_pain()]),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_twelve_weeks_alike_never_repeat_a_frame_from_the_letter_before(situation):
    previous = []

    for week in range(30, 42):
        frames = compose_letter(SITUATIONS[situation] | {"period": f"2026-W{week}", "previous_frames": previous})[
            "frames"
        ]

        assert not set(frames) & set(previous)
        assert len(set(frames)) == len(frames)
        previous = frames


def test_a_kind_used_more_often_than_it_has_frames_never_stands_twice_side_by_side():
    inputs = make_inputs(pains=[make_weak_pain(id=str(n)) for n in range(14)])

    frames = [sentence["frame"] for sentence in sentences_of(compose_letter(inputs)["unranked"])]

    assert len(frames) == 14
    assert all(one != other for one, other in pairwise(frames))


@pytest.mark.parametrize("inputs", [*SITUATIONS.values(), make_fullest_inputs()])
def test_every_sentence_names_the_rule_and_the_figures_it_rests_on(inputs):
    sentences = sentences_of(compose_letter(inputs))

    assert sentences
    for sentence in sentences:
        assert [set(entry) for entry in sentence["evidence"]] == [{"rule", "version", "shown"}]
        assert sentence["evidence"][0]["shown"]


@pytest.mark.parametrize("length_weeks", [1, 4])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_letter_keeps_to_its_words_whatever_frames_are_drawn(language, length_weeks):
    inputs = make_fullest_inputs() | {"length_weeks": length_weeks}

    for week in range(1, 13):
        content = compose_letter(inputs | {"period": f"2026-W{week:02}"})
        in_short = render_letter(content, language)["in_short"]

        assert len(in_short) == 3
        assert sum(len(sentence["text"].split()) for sentence in in_short) <= 120
        assert 500 < content["word_count"][language] <= 720


def test_the_headline_names_the_main_pinch_and_the_idea_that_may_move():
    inputs = make_inputs(pains=[make_pain(related_idea={"id": "8", "title": "Vaktbørs"})])

    headline = headline_of(compose_letter(inputs))

    assert "arbeidstid og skift" in headline.lower()
    assert "«Vaktbørs»" in headline


def test_the_related_idea_comes_before_a_better_one_without_relation():
    rising = make_idea(id="2", title="Varmelomme", reason="rising")
    inputs = make_inputs(
        pains=[make_pain(related_idea={"id": "2", "title": "Varmelomme"})], ideas=[make_idea(), rising]
    )

    content = compose_letter(inputs)

    assert kinds_of(content["headline"]) == ["headline.main_pinch", "headline.idea.rising"]
    assert "short.idea.related_votes" in kinds_of(content["in_short"])


def test_a_calm_week_says_so():
    content = compose_letter(make_inputs(pains=[]))

    assert "Ingen tema skiller seg ut" in headline_of(content)
    assert "rolig uke" in headline_of(content)
    assert content["pains"] == []


def test_slight_pressure_without_alarm_is_a_calm_week_with_its_themes_below():
    inputs = make_inputs(pains=[make_pain(pressure=1)])

    content = compose_letter(inputs)

    assert kinds_of(content["headline"]) == ["headline.calm"]
    assert len(content["pains"]) == 1


def test_an_alarm_stands_out_however_slight_the_pressure():
    inputs = make_inputs(pains=[make_pain(pressure=1, alarm=True)])

    content = compose_letter(inputs)

    assert kinds_of(content["headline"])[0] == "headline.main_pinch"
    assert "pain.alarm" in kinds_of(content["pains"])


def test_too_few_voices_give_no_word_about_pains():
    inputs = make_inputs(participation={"share_step": None, "enough_voices": False})

    content = compose_letter(inputs)

    assert headline_of(content).startswith("For få skrev denne uka til at vi kan si noe sikkert")
    assert content["pains"] == content["unranked"] == []
    assert "working_hours_shifts" not in canonical_json(content).decode()
    assert "act.answer.theme" not in kinds_of(content["acts"])


def test_few_voices_are_named_and_never_ranked():
    inputs = make_inputs(pains=[make_weak_pain(rank=1)])

    content = compose_letter(inputs)

    assert content["pains"] == []
    assert content["unranked"][0]["rank"] is None
    assert kinds_of(content["headline"] + content["unranked"]) == ["headline.calm", "unranked.weak"]


def test_at_most_three_pains_are_ranked_and_the_rest_are_said_to_lie_behind():
    inputs = make_inputs(pains=[make_pain(id=str(n), rank=n) for n in range(1, 6)])

    content = compose_letter(inputs)

    assert [pain["rank"] for pain in content["pains"]] == [1, 2, 3]
    assert kinds_of(content["unranked"]) == ["unranked.rest", "unranked.rest"]


@pytest.mark.parametrize(
    ("previous", "direction", "kind"),
    [
        ("~20", "up", "pain.people.up"),
        ("~50", "down", "pain.people.down"),
        ("~35", "level", "pain.people.same"),
        ("~30", "level", "pain.people.near"),
        (None, None, "pain.people.alone"),
    ],
)
def test_a_change_is_told_only_as_far_as_it_was_released(previous, direction, kind):
    inputs = make_inputs(pains=[make_pain(previous_band=previous, direction=direction)])

    content = compose_letter(inputs)

    assert kinds_of(content["pains"][0]["what"])[0] == kind


def test_an_idea_already_decided_is_pointed_to_and_not_asked_for():
    planned = make_idea(status="planned", waiting_days=None)
    inputs = make_inputs(pains=[make_pain(related_idea={"id": "1", "title": "Felles byttetavle"})], ideas=[planned])

    content = compose_letter(inputs)

    assert kinds_of([content["pains"][0]["step"]]) == ["pain.step.decided"]
    assert [act["act"] for act in content["acts"]] == ["thank", "answer"]


def test_the_label_of_an_idea_is_told_once_nobody_waits_for_an_answer():
    waiting = make_idea(reason="rising", bridging_label="contested")
    planned = waiting | {"id": "2", "status": "planned"}

    ideas = compose_letter(make_inputs(ideas=[waiting, planned]))["ideas"]

    assert [kinds_of(idea) for idea in ideas] == [
        ["idea.rising", "idea.waiting"],
        ["idea.rising", "idea.label.contested"],
    ]


def test_the_acts_thank_answer_and_decide_on_what_waited_longest():
    thanked = make_idea(id="2", author="Kari Moe")
    waiting = make_idea(id="9", title="Lån bort verktøyet", waiting_days=47)
    inputs = make_inputs(ideas=[make_idea(author=None), thanked], waiting=[waiting])

    acts = compose_letter(inputs)["acts"]

    assert [(act["act"], act["target"]) for act in acts] == [
        ("thank", {"kind": "idea", "id": "2"}),
        ("answer", {"kind": "pain_point", "id": "91"}),
        ("decide", {"kind": "idea", "id": "9"}),
    ]


def test_in_a_calm_week_the_answer_goes_to_the_question_that_waited_longest():
    questions = [
        {"post_id": str(days), "title_words": "Når får vi vite det?", "waiting_days": days} for days in (2, 9, 4)
    ]

    acts = compose_letter(make_inputs(pains=[], ideas=[], questions=questions))["acts"]

    assert [act["target"] for act in acts] == [{"kind": "post", "id": "9"}]


def test_broken_promises_come_first_and_the_rest_are_counted():
    states = ("kept", "open", "watching", "reopened", "overdue", "overdue")
    inputs = make_inputs(promises=[make_promise(state=state) for state in states])

    content = compose_letter(inputs)

    assert [promise["state"] for promise in content["promises"]] == ["overdue", "overdue", "reopened"]
    assert content["more_promises"][0]["args"]["n"] == 3
    assert "short.overdue.many" in kinds_of(content["in_short"])


def test_a_period_of_four_weeks_counts_a_run_from_its_first_week():
    inputs = make_inputs(length_weeks=4, period="2026-W03", pains=[make_pain(since="2025-W52")])

    content = compose_letter(inputs)

    since = next(it for it in sentences_of(content["pains"]) if it["frame"].startswith("pain.since"))
    assert since["args"]["since"] == "2025-W49"


def test_what_did_not_reach_the_threshold_is_listed_as_unknown():
    content = compose_letter(make_inputs())

    texts = [sentence["text"] for sentence in render_letter(content, "nb")["unknown"]]

    assert any("omtrent 65 av 100" in text for text in texts)
    assert any("lønn og omstilling" in text for text in texts)
