"""Error pages, in the reader's language; under `/rest/` the same as problem+json."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def is_rest(request: HttpRequest) -> bool:
    return request.path.startswith("/rest/")


def refuse(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """Answer with an error page, a fragment for htmx, or problem+json for the REST face."""
    title = titles().get(status, _("Noe gikk galt"))
    if is_rest(request):
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail or title,
            "instance": request.path,
        }
        return JsonResponse(body, status=status, content_type="application/problem+json")
    template = "_error.html" if getattr(request, "htmx", False) else "error.html"
    return render(request, template, {"status": status, "title": title, "detail": detail}, status=status)


def titles() -> dict[int, str]:
    return {
        400: _("Forespørselen er ikke til å forstå"),
        403: _("Dette kan du ikke gjøre"),
        404: _("Fant ikke siden"),
        409: _("Noe har endret seg i mellomtiden"),
        413: _("Det du sendte, er for stort"),
        422: _("Noe må rettes"),
        429: _("For mange forespørsler"),
        500: _("Noe gikk galt hos oss"),
        503: _("Uten navn går ikke akkurat nå"),
    }


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 404)


def too_large(request: HttpRequest, largest: int) -> HttpResponse:
    """Refuse a body of more than `largest` bytes."""
    megabytes = largest // 10**6
    words = ngettext("Send høyst %(n)d megabyte om gangen.", "Send høyst %(n)d megabyte om gangen.", megabytes)
    return refuse(request, 413, words % {"n": megabytes})


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    words = ngettext("Vent %(minutes)d minutt, og prøv igjen.", "Vent %(minutes)d minutter, og prøv igjen.", minutes)
    response = refuse(request, 429, words % {"minutes": minutes})
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return refuse(request, 500, _("Feilen er skrevet i loggen. Prøv igjen om litt."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refuse(request, 403, _("Siden er for gammel til å sendes. Last den inn på nytt og prøv igjen."))
