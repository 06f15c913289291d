"""An example for everything that comes in and goes out, made from its form and the names of its fields."""

from typing import Any

Form = dict[str, Any]

# What a field of this name holds, wherever it stands.
WORDS: dict[str, Any] = {
    "id": "115842736128417792",
    "person": "42",
    "post": "115842736128417792",
    "reply": "115842739011272704",
    "kind": "question",
    "period": "2026-W47",
    "title": "Felles byttetavle for vakter",
    "name": "Kari Nordmann",
    "username": "kari.nordmann",
    "text": "Hvem har nøkkelen til lageret?",
    "html": "<p>Hvem har nøkkelen til lageret?</p>",
    "slug": "sykkel-til-jobb",
    "about": "Vi som sykler hele året.",
    "problem": "Vi bytter vakter på SMS.",
    "proposal": "Én tavle for alle.",
    "expected_effect": "Færre glemte bytter.",
    "question": "Hvordan får vi kortere køer?",
    "criteria": "Kan prøves innen tre måneder.",
    "reason": "Vi prøver dette på lageret først.",
    "language": "nb",
    "topics": ["vakt"],
    "q": "nøkkel",
    "place": "Bergen",
    "email": "kari@example.org",
    "languages": ["norsk", "engelsk"],
    "ask_me_about": ["ruter"],
    "published_at": "2026-11-23T08:15:30.000Z",
    "people_band": "10–19",
    "persistence": "3 of 4",
    "certainty": "fairly_sure",
    "theme": "planning",
    "url": "/posts/115842736128417792/",
    "actor_count": 1,
    "from": "17:00",
    "to": "07:00",
    "days": [1, 2, 3, 4, 5],
    "pressure": 3,
    "rank": 1,
    "receipt_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "scopes": ["read", "write:posts"],
}
BY_FORMAT = {"date-time": "2026-11-23T08:15:30.000Z", "date": "2026-11-23", "uri": "https://example.org/"}
BY_PATTERN = {"^[0-9]{1,19}$": "42", "^[0-9]{4}-W[0-9]{2}$": "2026-W47"}


def example_of(form: Form, name: str, schemas: dict[str, Form]) -> Any:
    """Return an example of a form; `name` is that of the field, `schemas` are the components."""
    if "$ref" in form:
        return example_of(schemas[form["$ref"].rpartition("/")[2]], name, schemas)
    if "anyOf" in form:
        return example_of(form["anyOf"][0], name, schemas)
    kind = form.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        fields = form.get("properties", {}).items()
        return {field: example_of(inner, field, schemas) for field, inner in fields}
    if "enum" in form:
        return WORDS[name] if WORDS.get(name) in form["enum"] else form["enum"][0]
    if kind == "array":
        return WORDS[name] if fits(name, list) and is_plain(form) else [example_of(form["items"], name, schemas)]
    return plain_example(form, kind, name)


def is_plain(form: Form) -> bool:
    return "$ref" not in form["items"] and "anyOf" not in form["items"]


def fits(name: str, kind: type[Any]) -> bool:
    return isinstance(WORDS.get(name), kind)


def plain_example(form: Form, kind: str | None, name: str) -> Any:
    match kind:
        case "boolean":
            return form.get("default", False)
        case "integer" | "number":
            return WORDS[name] if fits(name, int) else form.get("default", form.get("minimum", 1))
        case "string":
            return text_example(form, name)
        case None:
            return WORDS.get(name, {})
    return None


def text_example(form: Form, name: str) -> str:
    if form.get("format") in BY_FORMAT:
        return BY_FORMAT[form["format"]]
    if form.get("pattern") in BY_PATTERN:
        return str(WORDS[name]) if name == "id" else BY_PATTERN[form["pattern"]]
    if "pattern" in form and not fits(name, str):
        return "07:30"
    return str(WORDS[name]) if fits(name, str) else str(form.get("default", "…"))
