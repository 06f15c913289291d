"""What a person's own data holds: each app names its parts here when it is ready.

A part is a table: its rows hold what the person did and wrote, and of others no more than a key.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from microblog.models import User

Row = Mapping[str, Any]
Part = Callable[[User], Iterable[Row]]

parts: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Name a table of the export; `name` is that of its files."""
    parts[name] = part
