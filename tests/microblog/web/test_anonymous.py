import datetime as dt
import re

import pytest
from django.test import Client

from microblog.actions.release import release_anonymous
from microblog.models import AnonymitySwitch, AuditEntry, Post, Role, SealedItem

SENT = {"kind": "pain", "community": "alle", "text": "Vaktlista kom for sent igjen.", "anonymous": "1"}


def test_the_composer_offers_it_only_where_it_is_switched_on(browser_of, alice, request):
    before = browser_of(alice).get("/posts/new/").content.decode()

    request.getfixturevalue("names_may_stay_away")

    assert 'name="anonymous"' not in before
    assert 'name="anonymous"' in browser_of(alice).get("/posts/new/").content.decode()


@pytest.mark.usefixtures("names_may_stay_away")
class TestWriting:
    def test_without_script_the_server_makes_the_receipt_and_shows_it_once(self, browser_of, alice):
        answer = browser_of(alice).post("/posts/new/", SENT)

        secret = re.search(r"data-receipt>([0-9a-f]{32})<", answer.content.decode())[1]
        assert answer["Cache-Control"] == "no-store"
        assert SealedItem.objects.count() == 1
        assert SENT["text"] in Client().post("/receipt/", {"secret": secret}).content.decode()

    def test_where_the_page_made_the_receipt_the_server_never_sees_it(self, browser_of, alice):
        answer = browser_of(alice).post("/posts/new/", SENT | {"receipt_hash": "a" * 64})

        assert "data-receipt></code>" in answer.content.decode()
        assert SealedItem.objects.get().pk == "a" * 64

    def test_away_keys_are_told_and_the_words_stay(self, browser_of, alice, settings):
        settings.KEYS_SOCKET = "/nowhere/keys.sock"

        answer = browser_of(alice).post("/posts/new/", SENT)

        assert answer.status_code == 422
        assert SENT["text"] in answer.content.decode()
        assert "Ingenting er sendt" in answer.content.decode()
        assert not SealedItem.objects.exists()
        assert not Post.objects.exists()

    def test_a_file_cannot_go_with_it(self, browser_of, alice):
        from django.core.files.uploadedfile import SimpleUploadedFile

        answer = browser_of(alice).post("/posts/new/", SENT | {"files": SimpleUploadedFile("a.txt", b"a")})

        assert answer.status_code == 422
        assert not SealedItem.objects.exists()

    def test_a_small_community_does_not_take_it(self, browser_of, alice, community):
        answer = browser_of(alice).post("/posts/new/", SENT | {"community": community.slug})

        assert answer.status_code == 422
        assert "Her kan ingen skrive uten navn." in answer.content.decode()

    def test_what_came_out_bears_a_pseudonym_and_a_day_on_the_page(self, browser_of, alice, colleagues):
        for person in colleagues[:3]:
            browser_of(person).post("/posts/new/", SENT)
        release_anonymous(now=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))

        page = browser_of(alice).get("/c/alle/").content.decode()

        assert page.count("Anonym kollega 1</span>") == 3
        assert "/people/-/" not in page
        assert not re.search(r'datetime="[^"]*T', page)
        assert browser_of(alice).get("/people/-/").status_code == 404

    def test_telling_words_are_suggested_and_nothing_is_sent(self, browser_of, alice, bob):
        answer = browser_of(alice).post("/posts/telling/", {"text": "Da Bob kom til Lyngholt, gikk jeg."})

        page = answer.content.decode()
        assert "«Bob»: navnet til noen" in page
        assert "«Lyngholt»: et sted" in page
        assert not SealedItem.objects.exists()

    def test_a_receipt_changes_and_takes_back(self, browser_of, alice):
        page = browser_of(alice).post("/posts/new/", SENT).content.decode()
        secret = re.search(r"data-receipt>([0-9a-f]{32})<", page)[1]

        changed = Client().post("/receipt/", {"secret": secret, "do": "edit", "text": "Nye ord."}).content.decode()
        Client().post("/receipt/", {"secret": secret, "do": "delete"})

        assert "Nye ord." in changed
        assert not SealedItem.objects.exists()

    @pytest.mark.parametrize(("sent", "status"), [({}, 200), ({"secret": "x"}, 422), ({"secret": "0" * 32}, 404)])
    def test_a_receipt_of_nothing_is_told_so(self, sent, status):
        answer = Client().post("/receipt/", sent) if sent else Client().get("/receipt/")

        assert answer.status_code == status


class TestTheDecision:
    def test_it_is_in_force_when_the_representative_has_signed(self, browser_of, make_person, representative):
        administrator = make_person("adam", roles=[Role.ADMIN])
        sent = {"is_on": "1", "discussed_on": "2026-11-02", "least_members": "20"}

        recorded = browser_of(administrator).post("/settings/anonymity/", sent)
        switch = AnonymitySwitch.objects.get()
        browser_of(representative).post(f"/settings/anonymity/{switch.pk}/countersignature/")

        switch.refresh_from_db()
        assert recorded.status_code == 303
        assert (switch.is_on, switch.least_members, switch.countersigned_by) == (True, 20, representative)
        assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
            "anonymity.proposed",
            "anonymity.countersigned",
        ]
        assert browser_of(representative).get("/settings/audit/").status_code == 200

    def test_others_neither_record_nor_sign(self, browser_of, alice, representative):
        switch = AnonymitySwitch.objects.create(is_on=True, discussed_on=dt.date(2026, 11, 2))
        sent = {"is_on": "1", "discussed_on": "2026-11-02", "least_members": "15"}

        assert browser_of(representative).post("/settings/anonymity/", sent).status_code == 403
        assert browser_of(alice).post(f"/settings/anonymity/{switch.pk}/countersignature/").status_code == 403

    def test_nobody_signs_what_they_have_recorded(self, browser_of, make_person):
        both = make_person("berit", roles=[Role.ADMIN, Role.REPRESENTATIVE])
        switch = AnonymitySwitch.objects.create(is_on=True, discussed_on=dt.date(2026, 11, 2), recorded_by=both)

        assert browser_of(both).post(f"/settings/anonymity/{switch.pk}/countersignature/").status_code == 403

    @pytest.mark.parametrize(
        "wrong", [{"discussed_on": "3000-01-01"}, {"discussed_on": "x"}, {"least_members": "14"}, {"is_on": "x"}]
    )
    def test_what_makes_no_sense_is_refused(self, browser_of, make_person, wrong):
        administrator = make_person("adam", roles=[Role.ADMIN])
        sent = {"is_on": "1", "discussed_on": "2026-11-02", "least_members": "15"} | wrong

        answer = browser_of(administrator).post("/settings/anonymity/", sent)

        assert answer.status_code == 422
        assert not AnonymitySwitch.objects.exists()
