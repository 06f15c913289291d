"""Every address of Lest."""

from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.urls import include, path

from microblog.consumers import LiveConsumer
from microblog.web.errors import not_found

handler400 = "microblog.web.errors.bad_request"
handler403 = "microblog.web.errors.forbidden"
handler404 = "microblog.web.errors.not_found"
handler500 = "microblog.web.errors.server_error"

urlpatterns: list[Any] = [
    # Addresses of people come from the company's list; allauth needs the name of its page, not the page.
    path("accounts/email/", not_found),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("microblog.web.oauth_urls")),
    path("", include("microblog.web.urls")),
    path("", include("ideas.web.urls")),
    path("", include("analytics.web.urls")),
    path("rest/v1/", include("microblog.api.urls")),
    path("rest/v1/", include("ideas.api.urls")),
    path("rest/v1/", include("analytics.api.urls")),
]

websocket_application = AuthMiddlewareStack(URLRouter([path("ws", LiveConsumer.as_asgi())]))
