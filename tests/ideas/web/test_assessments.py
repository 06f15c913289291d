CARD = {"reach": "4", "impact": "3", "confidence": "2", "effort": "2", "note": "Lett å prøve ut."}


def text_of(response) -> str:
    return response.content.decode()


def test_a_leader_asks_and_a_colleague_fills_in_a_card(alice, bob, lena, make_idea, browser_of):
    address, leader = f"/ideas/{make_idea(alice).pk}", browser_of(lena)

    leader.post(f"{address}/assessors/", {"person": "bob"})
    form = text_of(browser_of(bob).get(f"{address}/assessments/"))
    browser_of(bob).post(f"{address}/assessments/", CARD)
    page = text_of(leader.get(f"{address}/assessments/"))

    assert "Lagre kortet" in form
    assert "4 · 3 · 2 / 2 = <b>12</b>" in page
    assert "Fra 12 til 12, av høyst 125." in page
    assert "Lett å prøve ut." in page


def test_a_card_or_a_name_that_cannot_be_taken_is_explained(alice, bob, lena, make_idea, browser_of):
    address, leader = f"/ideas/{make_idea(alice).pk}", browser_of(lena)
    leader.post(f"{address}/assessors/", {"person": "bob"})

    unknown = leader.post(f"{address}/assessors/", {"person": "nobody"})
    unmarked = browser_of(bob).post(f"{address}/assessments/", {**CARD, "reach": "9"})
    uninvited = browser_of(alice).post(f"{address}/assessments/", CARD)

    assert (unknown.status_code, unmarked.status_code, uninvited.status_code) == (422, 422, 403)
    assert "Denne personen finnes ikke." in text_of(unknown)
    assert "Lett å prøve ut." in text_of(unmarked)
