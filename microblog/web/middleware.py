"""What every request passes: a limit of size, the person's language, and refusals turned into pages."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from microblog.access import Conflict, Invalid, NotAllowed
from microblog.limits import count_request
from microblog.web import errors

Answer = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """Refuse a body over the limit before anything reads it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            with translation.override(translation.get_language_from_request(request)):
                return errors.too_large(request)
        return self.get_response(request)


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
            case RequestDataTooBig():
                return errors.too_large(request)
        return None
