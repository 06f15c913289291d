"""Finding words and phrases in a list of tokens by dictionary look-ups alone.

A pattern is one or more steps with a space between:

    word     just this word            word*    what begins so
    *word    what ends so              *word*   what holds it anywhere (compounds)
    a|b      either                    <name>   any member of the class
    …        up to three words between, never across a stop
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from analytics.scoring.tokens import is_stop

GAP = "…"
GAP_LENGTH = 3
# Words met are remembered; this bounds the memory of a long-lived process.
_REMEMBERED_WORDS = 50_000

Payload = TypeVar("Payload")


class Match(NamedTuple, Generic[Payload]):
    """A pattern found: the positions of the tokens it used and what it stands for."""

    positions: tuple[int, ...]
    payload: Payload


class _Node(Generic[Payload]):
    """A place in the tree of patterns: what ends here and what can follow."""

    __slots__ = ("children", "payload")

    def __init__(self) -> None:
        self.children: dict[str, _Node[Payload]] = {}
        self.payload: Payload | None = None


class _Word(NamedTuple, Generic[Payload]):
    """What is known of a word: the steps of patterns that it can take and the places where it can start one."""

    steps: tuple[str, ...]
    starts: tuple[_Node[Payload], ...]


class _Memory(dict[str, _Word[Payload]]):
    """Remembers words met, so that each is looked into once."""

    def __init__(self, look_into: Callable[[str], _Word[Payload]]) -> None:
        self._look_into = look_into

    def __missing__(self, word: str) -> _Word[Payload]:
        if len(self) >= _REMEMBERED_WORDS:
            self.clear()
        known = self[word] = self._look_into(word)
        return known


def spell_out(pattern: str) -> list[str]:
    """Return the patterns that one with alternatives ("a|b c") stands for: "a c" and "b c"."""
    return [" ".join(path) for path in product(*(step.split("|") for step in pattern.split(" ")))]


def _is_class(step: str) -> bool:
    return step[0] == "<" and step[-1] == ">"


class _Steps:
    """Which steps a word can take: itself, its beginnings, ends and insides, and the classes of these."""

    def __init__(self, steps: Iterable[str], classes: Mapping[str, Iterable[str]]) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        for name, members in classes.items():
            for member in members:
                self._classes[member] = (*self._classes.get(member, ()), f"<{name}>")
        known = {step for step in steps if not _is_class(step)} | set(self._classes)
        # Of a word of thousands of letters no more is looked at than the lists can hold.
        self._longest = max(map(len, known), default=0)
        self._whole = {step for step in known if "*" not in step}
        self._begins = {step for step in known if step[-1] == "*" and step[0] != "*"}
        self._ends = {step for step in known if step[0] == "*" and step[-1] != "*"}
        self._holds = {step[1:-1]: step for step in known if step[0] == "*" and step[-1] == "*"}
        self._held = sorted(set(map(len, self._holds)), reverse=True)

    def of(self, word: str) -> tuple[str, ...]:
        """Return the steps that the word can take, the closest fit first."""
        found = [word] if word in self._whole else []
        lengths = range(min(len(word), self._longest), 1, -1)
        found += [step for n in lengths if (step := word[:n] + "*") in self._begins]
        found += [step for n in lengths if (step := "*" + word[-n:]) in self._ends]
        cores = [word[at : at + n] for n in self._held for at in range(len(word) - n + 1)]
        if not self._holds.keys().isdisjoint(cores):
            found += [self._holds[core] for core in cores if core in self._holds]
        names = [name for step in found for name in self._classes.get(step, ())]
        return tuple(dict.fromkeys(found + names))


def _longer(one: Match[Payload] | None, other: Match[Payload] | None) -> Match[Payload] | None:
    """Return the match with more steps; of equals the first."""
    if one is None or (other is not None and len(other.positions) > len(one.positions)):
        return other
    return one


class PatternIndex(Generic[Payload]):
    """Patterns compiled into a tree. Of two patterns at a place the one with more steps wins, then the closer fit.

    Where a pattern is given twice the first counts.
    """

    def __init__(
        self, patterns: Iterable[tuple[str, Payload]], classes: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._root: _Node[Payload] = _Node()
        steps: set[str] = set()
        for pattern, payload in patterns:
            for spelt_out in spell_out(pattern):
                path = spelt_out.split(" ")
                steps.update(path)
                self._add(path, payload)
        self._steps = _Steps(steps - {GAP}, classes or {})
        self._memory: _Memory[Payload] = _Memory(self._look_into)

    def _add(self, path: Sequence[str], payload: Payload) -> None:
        node = self._root
        for step in path:
            node = node.children.setdefault(step, _Node())
        if node.payload is None:
            node.payload = payload

    def _look_into(self, word: str) -> _Word[Payload]:
        steps = self._steps.of(word)
        starts = self._root.children
        return _Word(steps, tuple(starts[step] for step in steps if step in starts))

    def find(self, words: Sequence[str]) -> list[Match[Payload]]:
        """Return the matches in order of their first word; no word serves two matches. `words` are lower case."""
        known = list(map(self._memory.__getitem__, words))
        found = []
        used: set[int] = set()
        for position, (_, starts) in enumerate(known):
            if starts and position not in used:
                match = self._longest(starts, words, known, (position,))
                if match:
                    found.append(match)
                    if len(match.positions) > 1:
                        used.update(match.positions)
        return found

    def _longest(
        self,
        nodes: Iterable[_Node[Payload]],
        words: Sequence[str],
        known: Sequence[_Word[Payload]],
        taken: tuple[int, ...],
    ) -> Match[Payload] | None:
        """Return the match with most steps that goes through one of the nodes with the tokens taken so far."""
        best: Match[Payload] | None = None
        after = taken[-1] + 1
        for node in nodes:
            match = None if node.payload is None else Match(taken, node.payload)
            children = node.children
            if children and after < len(known):
                for step in known[after].steps:
                    if step in children:
                        match = _longer(match, self._longest((children[step],), words, known, (*taken, after)))
                if GAP in children:
                    match = _longer(match, self._after_gap(children[GAP], words, known, taken))
            best = _longer(best, match)
        return best

    def _after_gap(
        self, node: _Node[Payload], words: Sequence[str], known: Sequence[_Word[Payload]], taken: tuple[int, ...]
    ) -> Match[Payload] | None:
        best: Match[Payload] | None = None
        children = node.children
        first = taken[-1] + 1
        for here in range(first, min(first + GAP_LENGTH + 1, len(known))):
            if is_stop(words[here]):
                break
            nodes = [children[step] for step in known[here].steps if step in children]
            if nodes:
                best = _longer(best, self._longest(nodes, words, known, (*taken, here)))
        return best
