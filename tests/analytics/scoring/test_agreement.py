import json

import pytest

from analytics.scoring.agreement import agreements, kappa, read_twice, themes_f1


def make_row(label="neutral", complaint=False, themes=()):
    return {"id": "a", "label": label, "complaint": complaint, "themes": list(themes)}


def test_kappa_takes_out_what_chance_would_give():
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15

    assert kappa(pairs) == pytest.approx(0.4)


def test_two_who_always_say_the_same_agree_wholly():
    assert kappa([("a", "a"), ("a", "a")]) == 1


def test_tone_complaint_and_each_theme_are_compared():
    pairs = [(make_row(themes=["pay"]), make_row(themes=["pay"])), (make_row("negative", True), make_row())]

    found = {one.what: one.share for one in agreements(pairs)}

    assert (found["label"], found["complaint"], found["pay"], len(found)) == (0.5, 0.5, 1.0, 16)


def test_the_f1_of_themes_is_a_mean_over_all_of_them():
    assert themes_f1([(make_row(themes=["pay"]), make_row(themes=["pay"]))]) == pytest.approx(1 / 14)


def test_a_second_reading_of_an_unknown_text_is_refused(tmp_path):
    (tmp_path / "w1.jsonl").write_text(json.dumps(make_row()))
    (tmp_path / "second_reading.jsonl").write_text(json.dumps(make_row() | {"id": "b"}))

    with pytest.raises(KeyError):
        read_twice(tmp_path)
