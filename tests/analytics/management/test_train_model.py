import io

import pytest
from django.core.management import call_command


def test_a_broken_corpus_trains_nothing_and_exits_with_one(tmp_path):
    (tmp_path / "w1.jsonl").write_text("broken\n")
    weights, err = tmp_path / "weights", io.StringIO()
    weights.mkdir()

    with pytest.raises(SystemExit) as ended:
        call_command("train_model", corpus=tmp_path, weights=weights, stderr=err)

    assert ended.value.code == 1
    assert "w1.jsonl, line 1" in err.getvalue()
    assert list(weights.iterdir()) == []
