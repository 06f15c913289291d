"""How people get an account: from the company, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """allauth's hooks for a house where accounts are given out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
