"""A named slot: for which leaders does a person act today? The app that knows of delegates fills it when ready."""

from collections.abc import Callable
from typing import Any

# (person) -> a query for the keys of those leaders, to be used inside another query.
LeadersOf = Callable[[Any], Any]

leaders_of: list[LeadersOf] = []
