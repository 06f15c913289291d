"""Rules of the house that the import contracts cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

FACES = ("web", "api", "tasks.py", "consumers.py")
WRITES = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def faces() -> Iterator[Path]:
    for app in ("microblog", "ideas", "analytics"):
        for face in FACES:
            place = settings.BASE_DIR / app / face
            yield from place.rglob("*.py") if place.is_dir() else [place] if place.exists() else []


def writes(source: str) -> list[str]:
    """Return the calls in the source that write to the database. Serializers, sets and dictionaries may update."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            owner = ast.unparse(node.func.value)
            if "objects" in owner or node.func.attr in ("save", "bulk_create"):
                found.append(f"{owner}.{node.func.attr}")
    return found


@pytest.mark.parametrize("path", list(faces()), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_faces_write_nothing(path):
    assert writes(path.read_text()) == []


def test_a_face_that_writes_would_be_found():
    assert writes("Post.objects.filter(pk=1).update(text='')") == ["Post.objects.filter(pk=1).update"]
    assert writes("post.save()") == ["post.save"]


def test_the_demo_starts_few_apps():
    assert len(apps.get_app_configs()) <= 20
