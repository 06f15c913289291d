"""The names of themes, from the words of the letters."""

import tomllib
from functools import cache
from importlib import resources

from django.utils.translation import get_language


def theme_name(key: str) -> str:
    """Return the name of a theme in the reader's language."""
    return theme_names(get_language()).get(key, key)


@cache
def theme_names(language: str) -> dict[str, str]:
    words = tomllib.loads((resources.files("analytics.scoring.phrases") / f"{language}.toml").read_text("utf-8"))
    return {key: name[:1].upper() + name[1:] for key, name in words["themes"].items()}
