"""Reading the word lists in words/."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
# A Norwegian writes both forms, often in one post, so both are read whatever the post is said to be in.
_READ_TOGETHER = {"nb": ("nb", "nn"), "nn": ("nb", "nn"), "en": ("en",), "sv": ("sv",), "da": ("da",)}
LANGUAGES = tuple(_READ_TOGETHER)


def group_of(language: str) -> tuple[str, ...]:
    """Return the languages whose lists are read together with this one.

    :raises KeyError: if there are no lists for the language.
    """
    return _READ_TOGETHER[language]


def rows(name: str) -> Iterator[tuple[str, str]]:
    """Yield each pattern of a list with its head, the first column of its line."""
    for line in (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, patterns = line.split("\t")
            for pattern in patterns.split(","):
                yield head, pattern.strip()


def fingerprint() -> str:
    """Return eight hexadecimal digits that change when any list changes."""
    digest = hashlib.sha256()
    for path in sorted(_FOLDER.glob("*.tsv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
