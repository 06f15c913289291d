"""Addresses of sign-in for apps. allauth looks for the names of its pages, also of those that are not offered."""

from typing import Any

from allauth.idp.oidc import views
from django.urls import include, path

from microblog.web.errors import not_found
from microblog.web.oauth import Consent

oidc: list[Any] = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/o/authorize", Consent.as_view(), name="authorization"),
    path("identity/o/api/token", views.token, name="token"),
    path("identity/o/api/revoke", views.revoke, name="revoke"),
    path("identity/o/api/userinfo", views.user_info, name="userinfo"),
    path("identity/o/device", not_found, name="device_authorization"),
    path("identity/o/api/device/code", not_found, name="device_code"),
    path("identity/o/logout", not_found, name="logout"),
]
urlpatterns = [path("", include(([path("", include((oidc, "oidc")))], "idp")))]
