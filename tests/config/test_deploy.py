"""The files of `deploy/` have the form that their readers ask for, and name what Lest knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
PROGRAMS = Path(sys.executable).parent
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def said_by(*command: object) -> str:
    """Return nothing if the command succeeds, else what it said."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_dockerfile_follows_the_rules_of_hadolint():
    assert not said_by(PROGRAMS / "hadolint", DEPLOY / "Dockerfile")


def test_compose_has_the_form_of_its_specification():
    command = [PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"]
    assert not said_by(*command)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_has_the_form_of_its_kind(manifest):
    assert not said_by(PROGRAMS / "kubernetes-validate", "--strict", manifest)


def test_a_broken_file_would_be_noticed(tmp_path):
    (tmp_path / "compose.yaml").write_text("services: [web]")
    (tmp_path / "Dockerfile").write_text("FROM python:latest\nRUN cd /tmp\n")
    (tmp_path / "web.yaml").write_text(
        (DEPLOY / "kubernetes" / "web.yaml").read_text().replace("replicas: 2", "replicas: two")
    )

    assert said_by(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", tmp_path / "compose.yaml")
    assert said_by(PROGRAMS / "hadolint", tmp_path / "Dockerfile")
    assert said_by(PROGRAMS / "kubernetes-validate", "--strict", tmp_path / "web.yaml")


def test_the_parts_of_compose_wait_for_the_migration_and_one_clock_runs():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]

    for part in ("web", "worker", "beat"):
        assert services[part]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert "deploy" not in services["beat"]
    assert "noeviction" in services["broker"]["command"]


def test_every_queue_has_a_worker_wherever_lest_runs():
    queues = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}

    for path in (DEPLOY / "compose.yaml", DEPLOY / "kubernetes" / "worker.yaml"):
        served = re.search(r"command:.*-Q,? \"?([a-z,]+)", path.read_text())
        assert set(served[1].split(",")) == queues


def test_every_name_in_the_example_of_settings_is_read_somewhere():
    names = re.findall(r"^([A-Z_]+)=", (DEPLOY / "lest.env.example").read_text(), flags=re.MULTILINE)
    read = "".join(path.read_text() for path in (settings.BASE_DIR / "config").glob("*.py"))
    read += (DEPLOY / "compose.yaml").read_text()

    assert [name for name in names if name not in read] == []
