"""How people get an account and into it: given by the company, with a second factor for who has one."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    """allauth's hooks for a house where accounts are given out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """allauth's hooks for second factors. What opens an account is kept encrypted with the key of the house."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden stemmer ikke. Se etter den nyeste og prøv igjen."),
        "cannot_delete_authenticator": _("Du kan ikke slå av totrinn."),
        "cannot_generate_recovery_codes": _("Slå på totrinn først."),
    }

    def get_totp_issuer(self) -> str:
        return "Lest"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Lest"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return gettext("Passnøkkelen min")

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher() -> MultiFernet:
    """Return what encrypts with the present key and reads what earlier keys have encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
