"""Small answers around the pages: icons, manifest and the keyboard's list."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from microblog.icons import sprite
from microblog.web.answers import PersonRequest, answer, signed_in
from microblog.web.context import company_name


@require_safe
@cache_control(public=True, max_age=3600)
def icons(request: HttpRequest) -> HttpResponse:
    """Return the symbols that `{% icon %}` points at."""
    return HttpResponse(sprite(), content_type="image/svg+xml")


@require_safe
@cache_control(private=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put Lest on its start screen."""
    return JsonResponse(
        {
            "name": f"Lest – {company_name()}".removesuffix(" – "),
            "short_name": "Lest",
            "lang": get_language(),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#F1F4F0",
            "theme_color": "#F1F4F0",
            "icons": [
                {"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": static("icons/icon-maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
            "shortcuts": [{"name": _("Skriv"), "url": "/posts/new/"}],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the worker of the pages; it stands at the root, for it may keep only what stands beside or below it."""
    return HttpResponse(worker_script(), content_type="text/javascript")


@cache
def worker_script() -> bytes:
    return Path(str(finders.find("js/sw.js"))).read_bytes()


@require_safe
@cache_control(private=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """Show that there is no net: kept on the device, so it holds nothing of anybody."""
    return render(request, "microblog/offline.html")


@require_safe
@signed_in
def shortcuts(request: PersonRequest) -> HttpResponse:
    """List what the keys do, as a page, or as a fragment for the dialog."""
    return answer(request, "microblog/shortcuts.html", "microblog/_shortcuts.html", {"here": "shortcuts"})
