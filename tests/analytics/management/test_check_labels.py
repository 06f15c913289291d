import io

from django.core.management import call_command


def test_the_agreement_of_both_readings_is_printed():
    out = io.StringIO()

    call_command("check_labels", stdout=out)

    rows = [line.split() for line in out.getvalue().splitlines()]
    assert [row[0] for row in rows[1:3]] == ["label", "complaint"]
    assert all(float(row[3]) > 0.9 for row in rows[1:3])
