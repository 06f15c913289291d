"""Refusals as problem+json (RFC 9457), once for all views."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from microblog.access import Conflict, Invalid, NotAllowed
from microblog.keys import KeyGone, KeysAway


class Stale(Exception):
    """What is to be changed has changed since it was read. `state` and `tag` are those of now."""

    def __init__(self, state: dict[str, Any], tag: str) -> None:
        super().__init__(tag)
        self.state, self.tag = state, tag


# What these say is said by our own code, in the reader's language; what the others say is not.
SAID_BY_US = (exceptions.ParseError, exceptions.AuthenticationFailed)


def problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to a refusal, or None for a fault of our own.

    Body: `type title status detail instance`; for 422 `errors: [{field, code, detail}]`, for 412 `current`.
    """
    answer = body_of(exception)
    if answer is None:
        return None
    set_rollback()
    answer["instance"] = context["request"].path
    response = Response(answer, status=answer["status"], content_type="application/problem+json")
    for name, attribute in (("WWW-Authenticate", "auth_header"), ("Retry-After", "wait"), ("ETag", "tag")):
        if value := getattr(exception, attribute, None):
            response[name] = value
    return response


def body_of(exception: Exception) -> dict[str, Any] | None:
    """Return what to say of a refusal, or None if it is not one."""
    match exception:
        case Invalid():
            found = [{"field": exception.field, "code": exception.code, "detail": exception.detail}]
            return body(422, _("Noe må rettes"), errors=found)
        case exceptions.ValidationError():
            return body(422, _("Noe må rettes"), errors=list(flatten(exception.get_full_details())))
        case NotAllowed():
            return body(403, _("Dette kan du ikke gjøre"), exception.detail)
        case Conflict():
            return body(409, _("Noe har endret seg i mellomtiden"), exception.detail, **exception.more)
        case KeysAway():
            return body(503, _("Uten navn går ikke akkurat nå"), _("Ingenting er sendt. Prøv igjen om litt."))
        case KeyGone():
            return body(409, _("Noe har endret seg i mellomtiden"), _("Dette er lukket."))
        case Stale():
            detail = _("Andre har endret dette siden du leste det. Se hvordan det er nå, og prøv igjen.")
            return body(412, _("Noe har endret seg i mellomtiden"), detail, current=exception.state)
        case Http404():
            return body(404, _("Fant det ikke"))
        case PermissionDenied():
            return body(403, _("Dette kan du ikke gjøre"))
        case exceptions.APIException():
            detail = str(exception.detail) if isinstance(exception, SAID_BY_US) else ""
            return body(exception.status_code, title_of(exception.status_code), detail)
    return None


def body(code: int, title: str, detail: str = "", **more: object) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": code, "detail": detail or title, **more}


def title_of(code: int) -> str:
    return {
        status.HTTP_400_BAD_REQUEST: _("Forespørselen er ikke til å forstå"),
        status.HTTP_401_UNAUTHORIZED: _("Logg inn først"),
        status.HTTP_403_FORBIDDEN: _("Dette kan du ikke gjøre"),
        status.HTTP_405_METHOD_NOT_ALLOWED: _("Slik kan det ikke gjøres her"),
        status.HTTP_406_NOT_ACCEPTABLE: _("Vi svarer bare med JSON"),
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: _("Send JSON"),
        status.HTTP_429_TOO_MANY_REQUESTS: _("For mange forespørsler"),
    }.get(code, _("Noe gikk galt"))


def flatten(details: Any, field: str = "") -> Any:
    """Yield `{field, code, detail}` for each message in the nested details of a serializer."""
    if isinstance(details, list):
        for item in details:
            yield from flatten(item, field)
    elif isinstance(details.get("message"), str):
        yield {"field": field, "code": details["code"], "detail": str(details["message"])}
    else:
        for name, inner in details.items():
            yield from flatten(inner, field if name == "non_field_errors" else f"{field}.{name}".lstrip("."))
