"""What every request passes: a limit of size, the person's language, and refusals turned into pages."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.sessions import is_over, note_use
from microblog.keys import KeyGone, KeysAway
from microblog.limits import count_request
from microblog.media import MOST_FILES
from microblog.models import User
from microblog.web import errors
from microblog.web.devices import account_mark, set_device

Answer = Callable[[HttpRequest], HttpResponse]


# What takes files, in the form of both faces; how many of them at once.
ONE_FILE = re.compile(r"^(/rest/v1/media|/rest/v1/me/picture|/settings/picture)/?$")
FILES = re.compile(r"^/posts/(new|\d+/replies)/$")


def largest_body(path: str) -> int:
    """Return how many bytes may be sent to this address."""
    files = 1 if ONE_FILE.match(path) else MOST_FILES if FILES.match(path) else 0
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + files * settings.LARGEST_FILE


class BodyLimitMiddleware:
    """Refuse a body over the limit before anything reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        largest = largest_body(request.path)
        if not length.isdigit() or int(length) > largest:
            with translation.override(translation.get_language_from_request(request)):
                return errors.too_large(request, largest)
        return self.get_response(request)


class SessionAgeMiddleware:
    """End a session that has lasted too long or lain idle, note its use, and give a new browser its secret."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            look_after(request, request.user)
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and request.user.is_authenticated:
            # The service worker keeps pages by it, for their owner alone.
            response["Lest-Account"] = account_mark(request.user)
        if secret := getattr(request, "device_secret", None):
            set_device(response, secret)
        return response


def look_after(request: HttpRequest, person: User) -> None:
    """Sign out of a session that is over; note that another one is in use. The bell asks by itself, and is no use."""
    now = timezone.now()
    if is_over(person=person, session=request.session, now=now):
        logout(request)
    elif request.method in ("GET", "HEAD") and request.path != "/notifications/bell/":
        note_use(person=person, session=request.session, now=now)


class PersonLanguageMiddleware:
    """Speak the language that the person has chosen; to a visitor, the one that the browser asks for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


def language_of(request: HttpRequest) -> str:
    """Return `nb`, `nn` or `en`."""
    if request.user.is_authenticated and not errors.is_rest(request):
        return request.user.language
    return translation.get_language_from_request(request)


class RateLimitMiddleware:
    """Refuse who asks too often. The REST face counts in `api/resource.py`, where it knows the person."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if errors.is_rest(request) or not request.user.is_authenticated:
            return self.get_response(request)
        standing = count_request(person=request.user.pk, method=request.method or "", path=request.path)
        if standing and standing.is_refused:
            return errors.too_often(request, standing.resets_in)
        return self.get_response(request)


class RefusalMiddleware:
    """Turn the refusals of actions into pages, once for all views. The REST face does the same in `api/errors.py`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case NotAllowed(detail=detail):
                return errors.refuse(request, 403, detail)
            case Conflict(detail=detail):
                return errors.refuse(request, 409, detail)
            case Invalid(detail=detail):
                return errors.refuse(request, 422, detail)
            case KeysAway():
                return errors.refuse(request, 503, _("Ingenting er sendt. Prøv igjen om litt."))
            case KeyGone():
                return errors.refuse(request, 409, _("Dette er lukket."))
            case RequestDataTooBig():
                return errors.too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return None
