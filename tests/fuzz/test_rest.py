"""The REST face, asked everything that its description allows and much that it does not, by schemathesis."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from microblog.actions.people import SCOPES
from tests.house import House, open_web

# It would have every body that looks valid accepted; what a person may do, and what exists, no schema can say.
LEFT_OUT = "positive_data_acceptance"
CASES = re.compile(r"(\d+) generated")


def asked(house: House, folder: Path, *options: str) -> tuple[int, str]:
    """Return how many cases were asked and what was told; the exit code must be 0."""
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"{house.url}/rest/v1/openapi.json"]
    command += ["--exclude-checks", LEFT_OUT, "--continue-on-failure", "--no-color", "--seed", "1"]
    command += ["--suppress-health-check", "all", "--warnings", "off", "--generation-database", "none", *options]
    result = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-20_000:]
    found = CASES.search(result.stdout)
    return int(found[1]) if found else 0, result.stdout


@pytest.mark.slow
def test_nothing_breaks_whatever_is_asked(transactional_db, alice, token_of, closed_community, make_post, tmp_path):
    make_post(alice, closed_community, "Hvem har nøkkelen? #vakt")
    bearer = f"Authorization: Bearer {token_of(alice, ' '.join(SCOPES))}"

    with open_web(tmp_path, LEST_RATE_LIMIT="0") as house:
        signed_in, told = asked(house, tmp_path, "--header", bearer, "--max-examples", "3")
        strangers, _told = asked(house, tmp_path, "--phases", "examples")

    assert signed_in + strangers >= 2_000, json.dumps(told[-2_000:])
