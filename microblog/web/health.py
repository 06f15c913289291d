"""What a proxy and a monitor ask: is it alive, is it ready, how far behind is it."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from microblog.queries.health import backlog, what_is_missing


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return plain("the database does not answer", status=503)
    return plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all is there that a request may need, else 503 and what is missing."""
    missing = what_is_missing()
    return plain(f"missing: {', '.join(missing)}", status=503) if missing else plain("ok")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the figures in the text form of Prometheus, to who knows the token in `LEST_METRICS_TOKEN`.

    :raises Http404: for everybody else, and where no token is set.
    """
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    lines = [f"# TYPE {name} gauge\n{name} {figure:g}\n" for name, figure in backlog(now=timezone.now()).items()]
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain", status=status)
