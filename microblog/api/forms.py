"""JSON Schema of what comes in and goes out: of the fields of serializers, and of the shapes of `shapes.py`.

Every serializer and every shape becomes a component that bears its name.
"""

import types
from collections.abc import Callable
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from django.utils import translation
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from rest_framework import serializers
from rest_framework.fields import empty

from microblog.api.serializers import (
    CursorField,
    FlagField,
    IdField,
    LimitField,
    TextField,
)

Form = dict[str, Any]
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
ID = r"^[0-9]{1,19}$"


def component(registry: ComponentRegistry, owner: Any, name: str, form: Form) -> Form:
    """Keep a form under its name and return what points to it. A second one of that name bears its app's name too."""
    kept = registry.build({}).get("schemas", {}).get(name)
    if kept is not None and kept != form:
        name = f"{owner.__module__.partition('.')[0].capitalize()}{name}"
    made = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema=form, object=name)
    registry.register_on_missing(made)
    return dict(made.ref)


# What goes out


def form_of(hint: Any, registry: ComponentRegistry) -> Form:
    """Return the form of a type: plain ones, unions, lists, dictionaries, and classes of `shapes.py`.

    :raises TypeError: if it is none of these.
    """
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Any:
        return {}
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if origin is Annotated:
        return {**form_of(parts[0], registry), **parts[1].form}
    if origin is NotRequired:
        return form_of(parts[0], registry)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, types.UnionType):
        return any_of([form_of(part, registry) for part in parts])
    if origin is list:
        return {"type": "array", "items": form_of(parts[0], registry)}
    if origin is dict:
        return {"type": "object", "additionalProperties": form_of(parts[1], registry)}
    if is_typeddict(origin or hint):
        return shape_form(hint, registry)
    raise TypeError(f"{hint} has no form")


def any_of(forms: list[Form]) -> Form:
    plain = [form for form in forms if set(form) == {"type"}]
    if len(plain) == len(forms):
        return {"type": [form["type"] for form in forms]}
    return {"anyOf": forms}


def shape_form(hint: Any, registry: ComponentRegistry) -> Form:
    shape, parts = get_origin(hint) or hint, get_args(hint)
    names: dict[Any, Any] = dict(zip(getattr(shape, "__parameters__", ()), parts, strict=True))
    for base in getattr(shape, "__orig_bases__", ()):
        if is_typeddict(of_base := get_origin(base)) and of_base is not shape:
            names |= dict(zip(of_base.__parameters__, get_args(base), strict=True))
    hints = get_type_hints(shape, include_extras=True)
    fields = {name: form_of(filled_in(part, names), registry) for name, part in hints.items()}
    form: Form = {"type": "object", "properties": fields, "required": sorted(shape.__required_keys__)}
    if shape.__doc__ and "dict()" not in shape.__doc__:
        form["description"] = " ".join(shape.__doc__.split())
    return component(registry, shape, "".join(part.__name__ for part in parts) + shape.__name__, form)


def filled_in(hint: Any, names: dict[Any, Any]) -> Any:
    """Return the type with its variables replaced."""
    if isinstance(hint, TypeVar):
        return names[hint]
    return hint[tuple(names[name] for name in hint.__parameters__)] if getattr(hint, "__parameters__", ()) else hint


# What comes in


def choices_of(field: Any) -> Form:
    values = [str(value) for value in field.choices]
    return {"type": "string", "enum": values}


def list_form(field: Any, registry: ComponentRegistry) -> Form:
    form: Form = {"type": "array", "items": field_form(field.child, registry)}
    if field.max_length is not None:
        form["maxItems"] = field.max_length
    if not field.allow_empty:
        form["minItems"] = 1
    return form


def number_form(field: Any, kind: str) -> Form:
    bounds = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": kind, **{name: bound for name, bound in bounds.items() if bound is not None}}


def text_form(field: TextField) -> Form:
    return {"type": "string", "maxLength": field.longest} | ({"minLength": field.shortest} if field.shortest else {})


def chars_form(field: Any) -> Form:
    return {"type": "string", **({"maxLength": field.max_length} if field.max_length else {})}


# Of several that fit, the first counts.
FORMS: list[tuple[type[Any], Callable[[Any], Form]]] = [
    (TextField, text_form),
    (IdField, lambda field: {"type": "string", "pattern": ID}),
    (FlagField, lambda field: {"type": "boolean"}),
    (LimitField, lambda field: {"type": "integer", "minimum": 1, "maximum": 100}),
    (CursorField, lambda field: {"type": "string"}),
    (serializers.ChoiceField, choices_of),
    (serializers.DateTimeField, lambda field: {"type": "string", "format": "date-time"}),
    (serializers.DateField, lambda field: {"type": "string", "format": "date", "pattern": DAY}),
    (serializers.TimeField, lambda field: {"type": "string", "pattern": TIME}),
    (serializers.BooleanField, lambda field: {"type": "boolean"}),
    (serializers.IntegerField, lambda field: number_form(field, "integer")),
    (serializers.FloatField, lambda field: number_form(field, "number")),
    (serializers.FileField, lambda field: {"type": "string", "contentMediaType": "application/octet-stream"}),
    (serializers.URLField, lambda field: {"type": "string", "format": "uri"}),
    (serializers.CharField, chars_form),
]


def field_form(field: Any, registry: ComponentRegistry) -> Form:
    """Return the form of a field: its attribute `form`, else the one that `FORMS` has; else it is only named."""
    if isinstance(field, serializers.BaseSerializer):
        form = serializer_form(field, registry)
    elif isinstance(field, serializers.ListField):
        form = list_form(field, registry)
    elif hasattr(field, "form"):
        form = dict(field.form)
    else:
        fitting = [form_of_field for kind, form_of_field in FORMS if isinstance(field, kind)]
        form = fitting[0](field) if fitting else {"title": type(field).__name__}
    if isinstance(field.default, (str, int, bool)) and field.default is not empty:
        form = {**form, "default": field.default}
    return any_of([form, {"type": "null"}]) if field.allow_null else form


def serializer_form(serializer: Any, registry: ComponentRegistry) -> Form:
    return component(registry, type(serializer), type(serializer).__name__, whole_form(serializer, registry))


def whole_form(serializer: Any, registry: ComponentRegistry) -> Form:
    """Return the form of a serializer itself, and keep those within it as components."""
    with translation.override("en"):
        fields = serializer.fields
    form: Form = {
        "type": "object",
        "properties": {name: field_form(field, registry) for name, field in fields.items()},
        "additionalProperties": False,
    }
    if required := [name for name, field in fields.items() if field.required]:
        form["required"] = required
    if serializer.__doc__ and type(serializer).__dict__.get("__doc__"):
        form["description"] = " ".join(serializer.__doc__.split())
    return form
