"""Finding words and phrases in a list of tokens by dictionary look-ups alone.

A pattern is one or more steps with a space between:

    word     just this word            word*    what begins so
    *word    what ends so              *word*   what holds it anywhere (compounds)
    a|b      either                    <name>   any member of the class
    …        up to three words between, never across a stop
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from analytics.scoring.tokens import is_stop

GAP = "…"
GAP_LENGTH = 3
# Words met are remembered; this bounds the memory of a long-lived process.
_REMEMBERED_WORDS = 50_000

Payload = TypeVar("Payload")


def _is_class(step: str) -> bool:
    return step[0] == "<" and step[-1] == ">"


class Match(NamedTuple, Generic[Payload]):
    """A pattern found: the positions of the tokens it used and what it stands for."""

    positions: tuple[int, ...]
    payload: Payload


class _Node(Generic[Payload]):
    """A step in the tree of patterns."""

    __slots__ = ("children", "payload")

    def __init__(self) -> None:
        self.children: dict[str, _Node[Payload]] = {}
        self.payload: Payload | None = None


class _Steps:
    """Which steps of the patterns a word can take: itself, its beginnings, ends and insides, and their classes."""

    def __init__(self, steps: Iterable[str], classes: Mapping[str, Iterable[str]]) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        for name, members in classes.items():
            for member in members:
                self._classes[member] = (*self._classes.get(member, ()), f"<{name}>")
        known = {step for step in steps if not _is_class(step)} | set(self._classes)
        self._whole = {step for step in known if "*" not in step}
        self._begins = {step for step in known if step[-1] == "*" and step[0] != "*"}
        self._ends = {step for step in known if step[0] == "*" and step[-1] != "*"}
        self._holds = {step for step in known if step[0] == "*" and step[-1] == "*"}

    def of(self, word: str) -> tuple[str, ...]:
        """Return the steps that the word can take, the closest fit first."""
        found = [word] if word in self._whole else []
        length = len(word)
        found += [step for n in range(length, 1, -1) if (step := word[:n] + "*") in self._begins]
        found += [step for n in range(length, 1, -1) if (step := "*" + word[-n:]) in self._ends]
        found += sorted((step for step in self._holds if step[1:-1] in word), key=len, reverse=True)
        names = (name for step in tuple(found) for name in self._classes.get(step, ()))
        return tuple(dict.fromkeys((*found, *names)))


class PatternIndex(Generic[Payload]):
    """Patterns compiled into a tree. Of two patterns at a place the one with more steps wins, then the earlier."""

    def __init__(
        self, patterns: Iterable[tuple[str, Payload]], classes: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._root: _Node[Payload] = _Node()
        steps: set[str] = set()
        for pattern, payload in patterns:
            for path in product(*(step.split("|") for step in pattern.split())):
                steps.update(path)
                self._add(path, payload)
        self._steps = _Steps(steps - {GAP}, classes or {})
        self._remembered: dict[str, tuple[str, ...]] = {}
        self._starts: dict[str, tuple[_Node[Payload], ...]] = {}

    def _add(self, path: Sequence[str], payload: Payload) -> None:
        node = self._root
        for step in path:
            node = node.children.setdefault(step, _Node())
        if node.payload is None:
            node.payload = payload

    def find(self, words: Sequence[str]) -> list[Match[Payload]]:
        """Return the matches in order of their first word; no word serves two matches. `words` are lower case."""
        found = []
        used: set[int] = set()
        starts = self._starts
        for position, word in enumerate(words):
            nodes = starts.get(word)
            if nodes is None:
                nodes = self._learn(word)
            if nodes and position not in used:
                match = self._longest(nodes, words, position)
                if match:
                    found.append(match)
                    if len(match.positions) > 1:
                        used.update(match.positions)
        return found

    def _learn(self, word: str) -> tuple[_Node[Payload], ...]:
        """Remember how patterns can start with this word."""
        if len(self._starts) >= _REMEMBERED_WORDS:
            self._starts.clear()
            self._remembered.clear()
        steps = self._remembered[word] = self._steps.of(word)
        children = self._root.children
        nodes = self._starts[word] = tuple(children[step] for step in steps if step in children)
        return nodes

    def _longest(
        self, nodes: tuple[_Node[Payload], ...], words: Sequence[str], position: int
    ) -> Match[Payload] | None:
        best: Match[Payload] | None = None
        for node in nodes:
            if node.children:
                match = self._walk(node, words, (position,))
            else:
                match = Match((position,), node.payload)
            if match and (best is None or len(match.positions) > len(best.positions)):
                best = match
        return best

    def _walk(
        self, node: _Node[Payload], words: Sequence[str], taken: tuple[int, ...]
    ) -> Match[Payload] | None:
        """Return the match with most steps that goes on from here."""
        best = Match(taken, node.payload) if node.payload is not None else None
        for child, position in self._next(node, words, taken[-1] + 1):
            match = self._walk(child, words, (*taken, position))
            if match and (best is None or len(match.positions) > len(best.positions)):
                best = match
        return best

    def _next(
        self, node: _Node[Payload], words: Sequence[str], position: int
    ) -> Iterable[tuple[_Node[Payload], int]]:
        """Yield each step that can be taken from the node, straight on or after a gap."""
        if position < len(words):
            for step in self._steps_of(words[position]):
                if step in node.children:
                    yield node.children[step], position
        if GAP in node.children:
            yield from self._after_gap(node.children[GAP], words, position)

    def _after_gap(
        self, node: _Node[Payload], words: Sequence[str], position: int
    ) -> Iterable[tuple[_Node[Payload], int]]:
        for here in range(position, min(position + GAP_LENGTH + 1, len(words))):
            if is_stop(words[here]):
                return
            for step in self._steps_of(words[here]):
                if step in node.children:
                    yield node.children[step], here

    def _steps_of(self, word: str) -> tuple[str, ...]:
        if word not in self._starts:
            self._learn(word)
        return self._remembered[word]
