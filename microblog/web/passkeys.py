"""Passkeys as a browser sends them. What no browser would send is refused like a wrong key, and breaks nothing."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from cryptography.exceptions import InvalidSignature

# Whatever the libraries say of parts that are missing, of the wrong kind, or signed by another key.
BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, InvalidSignature)


class Checked:
    """Refuses a broken credential when it is used."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except BROKEN as broken:
            raise get_adapter().validation_error("incorrect_code") from broken


class LoginForm(Checked, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class AuthenticateForm(Checked, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Checked, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    """Refuses a broken credential when it is made."""

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean() or {})
        except BROKEN as broken:
            raise get_adapter().validation_error("incorrect_code") from broken
