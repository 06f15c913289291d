import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from microblog.models import User


def without_tokens(page: str) -> str:
    """Leave out what is made by chance for each answer."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


def test_a_stranger_gets_no_mail_and_reads_the_same_as_a_colleague(alice, client):
    User.objects.filter(pk=alice.pk).update(email="alice@lest.example")

    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).text
        for email in ("alice@lest.example", "nobody@lest.example")
    ]

    assert [message.to for message in mail.outbox] == [["alice@lest.example"]]
    assert "nobody@lest.example" not in pages[1]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


@pytest.mark.parametrize("signed_in", [True, False])
def test_nobody_adds_an_address_of_their_own(signed_in, alice, browser_of, client):
    visitor = browser_of(alice) if signed_in else client

    assert visitor.get("/accounts/email/").status_code == 404
    assert visitor.post("/accounts/email/", {"email": "x@lest.example", "action_add": ""}).status_code == 404
    assert not EmailAddress.objects.exists()
