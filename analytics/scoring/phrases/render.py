"""Turns the language-neutral sentences of a letter into bokmål, nynorsk and English.

A language is a data file beside this module. A frame there is a template such as
`"{people:people} tar opp {theme:theme}."`: before the colon the name of an argument, after it how to say it.
"""

import datetime
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

LANGUAGES = ("nb", "nn", "en")
# Titles and questions stand in quotation marks; those within are single.
INNER_QUOTES = str.maketrans("«»“”", "‘’‘’")


class Sentence(TypedDict):
    """One sentence before it has a language; `evidence` holds released figures only."""

    frame: str
    args: dict[str, Any]
    evidence: list[dict[str, Any]]
    certainty: str | None


class _Language(string.Formatter):
    """Fills the frames of one language; each method below says one kind of figure."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.data = tomllib.loads((Path(__file__).parent / f"{code}.toml").read_text(encoding="utf-8"))
        self.frames: dict[str, list[str]] = self.data["frames"]

    def sentence(self, frame: str, args: Mapping[str, Any]) -> str:
        kind, number = frame.rsplit(".", 1)
        return _raise_first(self.vformat(self.frames[kind][int(number) - 1], (), args))

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            return str(value).translate(INNER_QUOTES)
        text = self._say(value, format_spec.lower())
        return _raise_first(text) if format_spec[0].isupper() else text

    def _say(self, value: Any, manner: str) -> str:
        if manner in self.data["counts"]:
            return self.count(value, self.data["counts"][manner])
        if manner in self.data["period"]:
            return str(self.data["period"][manner][0 if value == 1 else 1])
        return str(getattr(self, manner)(value))

    def count(self, value: int | list[str], forms: list[str]) -> str:
        """Say a number, or a list by its length, in the form for none, one or several."""
        names, number = (value, len(value)) if isinstance(value, list) else ([], value)
        return self.format(forms[min(number, 2)], n=self.number(number), list=self.series(names))

    def number(self, value: int) -> str:
        words = self.data["numbers"]
        return str(words[value]) if value < len(words) else str(value)

    def series(self, names: list[str]) -> str:
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.data['and']} {names[-1]}"

    def theme(self, theme: str | Mapping[str, str]) -> str:
        """Say a theme inside a sentence; a theme that the house named itself carries its names."""
        if isinstance(theme, str):
            return str(self.data["themes"].get(theme, theme.replace("_", " ")))
        name = theme[self.code]
        return name if name[:2].isupper() else name[:1].lower() + name[1:]

    def themes(self, themes: list[str | Mapping[str, str]]) -> str:
        return self.series([self.theme(theme) for theme in themes])

    def people(self, band: str) -> str:
        return self._band(band, self.data["people"])

    def band(self, band: str) -> str:
        return self._band(band, self.data["band"])

    def _band(self, band: str, patterns: Mapping[str, str]) -> str:
        pattern = patterns["about" if band.startswith("~") else "range"]
        return self.format(pattern, band=band.removeprefix("~"))

    def where(self, units: list[list[str]]) -> str:
        """Say units with their bands; the first band has its noun, the rest do without."""
        bands = [self.people(band) if place == 0 else self.band(band) for place, (_, band) in enumerate(units)]
        return self.series([f"{unit} ({band})" for (unit, _), band in zip(units, bands, strict=True)])

    def share(self, step: int) -> str:
        return self.format(self.data["share"], n=step)

    def persistence(self, lasted: list[int]) -> str:
        """Say `[periods of the last four, weeks in a period]`."""
        periods, weeks = lasted
        return str(self.data["persistence"]["weeks" if weeks == 1 else "periods"][periods])

    def status(self, status: str) -> str:
        return str(self.data["status"][status])

    def date(self, iso: str) -> str:
        day, words = datetime.date.fromisoformat(iso), self.data["date"]
        weekday, month = words["weekdays"][day.weekday()], words["months"][day.month - 1]
        return self.format(words["pattern"], weekday=weekday, day=day.day, month=month)

    def week(self, week: str) -> str:
        """Say `W44`, or `2025-W44` for a week of another year than the letter's."""
        year, _, number = week.rpartition("W")
        form = self.data["week"]["other_year" if year else "this_year"]
        return self.format(form, week=int(number), year=year.rstrip("-"))

    def tally(self, votes: Mapping[str, int] | None) -> str:
        """Say how many of all votes are in favour; figures from thirteen up keep both numbers as digits."""
        forms = self.data["tally"]
        if votes is None:
            return str(forms["hidden"])
        agree, total = votes["agree"], sum(votes.values())
        number = self.number if total < len(self.data["numbers"]) else str
        return self.format(forms[_tally_form(agree, total)], agree=number(agree), total=number(total))


def _tally_form(agree: int, total: int) -> str:
    if total < 2:
        return "none" if total == 0 else "one_for" if agree else "one_not"
    if agree == total:
        return "both" if total == 2 else "all"
    return {0: "zero", 1: "single"}.get(agree, "some")


def _raise_first(text: str) -> str:
    return text[:1].upper() + text[1:]


_LANGUAGES = {code: _Language(code) for code in LANGUAGES}

FRAME_NUMBERS = {kind: len(frames) for kind, frames in _LANGUAGES["nb"].frames.items()}


def render_sentence(sentence: Sentence, language: str) -> str:
    """Return the sentence as text in nb, nn or en.

    :raises KeyError: if the language or the frame is unknown, or an argument is missing.
    """
    return _LANGUAGES[language].sentence(sentence["frame"], sentence["args"])


def theme_name(key: str, language: str) -> str:
    """Return the name of a theme as it begins a line; a key that is not in the taxonomy as it is."""
    speech = _LANGUAGES[language]
    return _raise_first(speech.data["themes"].get(key, key))


def render_letter(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the content with every sentence as `{"text", "evidence", "certainty"}`.

    Pains get `heading` (theme and words), acts `heading` (the verb), the letter `headings` (of its parts).
    """
    letter: dict[str, Any] = _with_text(content, language)
    speech = _LANGUAGES[language]
    for pain in letter["pains"] + letter["unranked"]:
        pain["heading"] = ": ".join(filter(None, [_raise_first(speech.theme(pain["theme"])), ", ".join(pain["words"])]))
    for act in letter["acts"]:
        act["heading"] = speech.data["headings"][act["act"]]
    letter["headings"] = _headings(letter, speech)
    return letter


def _with_text(part: Any, language: str) -> Any:
    if isinstance(part, list):
        return [_with_text(item, language) for item in part]
    if not isinstance(part, dict):
        return part
    if "frame" in part:
        text = render_sentence(part, language)  # type: ignore[arg-type]
        return {"text": text, "evidence": part["evidence"], "certainty": part["certainty"]}
    return {key: _with_text(value, language) for key, value in part.items()}


def _headings(letter: Mapping[str, Any], speech: _Language) -> dict[str, str]:
    words = speech.data["headings"]
    headings = {part: words[part] for part in ("in_short", "ideas", "promises", "unknown") if letter[part]}
    if letter["acts"]:
        headings["acts"] = _raise_first(speech.count(len(letter["acts"]), words["acts"]))
    if letter["pains"]:
        headings |= {key: words[key] for key in ("pains", "pains_note", "where", "where_note", "step")}
    return headings


def word_count(content: Mapping[str, Any], language: str) -> int:
    """Return the words of running text: headings, captions and sentences.

    Not counted are the line of pressure and certainty, words inside drawings, and what is not ranked. The caption
    of who it concerns counts once: the drawing stands beside the first pain.
    """
    return sum(_words(text) for text in _running_text(render_letter(content, language)))


def _running_text(letter: Mapping[str, Any]) -> Iterator[str]:
    for part in ("headline", "in_short", "took_part", "more_promises", "unknown"):
        yield from (sentence["text"] for sentence in letter[part])
    for act in letter["acts"]:
        yield from (act["heading"], act["sentence"]["text"])
    yield from _running_text_of_pains(letter)
    for idea in letter["ideas"]:
        yield from (idea["title"], *(sentence["text"] for sentence in idea["sentences"]))
    for promise in letter["promises"]:
        yield from (promise["text"], *(sentence["text"] for sentence in promise["sentences"]))
    yield from (text for key, text in letter["headings"].items() if key != "step")


def _running_text_of_pains(letter: Mapping[str, Any]) -> Iterator[str]:
    headings = letter["headings"]
    for pain in letter["pains"]:
        yield from (pain["heading"], *(sentence["text"] for sentence in pain["what"]))
        yield from (headings["step"], pain["step"]["text"])


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in token) for token in text.split())
