import pytest

from microblog.actions.roster import BadRoster, import_people
from microblog.models import Community, OrgUnit, User
from tests.conftest import NOW

HEAD = "username,name,email,title,unit,manager,language,leads\n"
GOOD = (
    HEAD
    + "ingrid,Ingrid Solbakken,ingrid@lest.example,Direktør,Lyngholt,,nb,Lyngholt\n"
    + "ola,Ola Nordmann,ola@lest.example,Sjåfør,Lyngholt/Transport/Sjåfører Øst,ingrid,nn,\n"
    + "ewa,Ewa Kowalska,,Planlegger,Lyngholt/Transport,ingrid,en,Lyngholt/Transport\n"
)

pytestmark = pytest.mark.django_db


def load(text: str | bytes, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return import_people(content=content, now=NOW, **options)


def test_people_units_leaders_and_managers_are_made():
    report = load(GOOD)

    assert report.people == {"read": 3, "made": 3, "changed": 0, "unchanged": 0}
    ola = User.objects.get(username="ola")
    assert [ola.unit.name, ola.unit.parent.name, ola.unit.parent.parent.name] == [
        "Sjåfører Øst",
        "Transport",
        "Lyngholt",
    ]
    assert ola.manager.username == "ingrid"
    assert ola.language == "nn"
    assert OrgUnit.objects.get(name="Transport").leader.username == "ewa"
    assert Community.objects.get(is_for_everybody=True).members_count == 3


def test_the_first_people_are_counted_at_once_and_later_ones_after_thirty_days():
    load(GOOD)
    load(GOOD + "ny,Ny Mann,,,Lyngholt,,,\n")

    assert (NOW.date() - User.objects.get(username="ola").on_roster_since).days == 30
    assert User.objects.get(username="ny").on_roster_since == NOW.date()


def test_a_second_import_changes_nothing():
    load(GOOD)

    report = load(GOOD)

    assert report.people == {"read": 3, "made": 0, "changed": 0, "unchanged": 3}
    assert report.units["made"] == 0
    assert Community.objects.get(is_for_everybody=True).members_count == 3


def test_a_person_who_moved_is_moved():
    load(GOOD)

    report = load(GOOD.replace("Lyngholt/Transport/Sjåfører Øst", "Lyngholt/Verksted"))

    assert report.people["changed"] == 1
    assert User.objects.get(username="ola").unit.name == "Verksted"


def test_a_dry_run_reports_and_writes_nothing():
    report = load(GOOD, dry_run=True)

    assert report.people["made"] == 3
    assert not User.objects.exists()
    assert not OrgUnit.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEAD.replace(",email", "") + "a,A,t,U,,nb,\n", "line 1: the column «email» is missing"),
        ((GOOD + "x,Bjørn,,,Lyngholt,,,\n").encode("latin-1"), "not UTF-8"),
        (GOOD + "ola,Ola To,,,Lyngholt,,,\n", "line 5: «ola» stands in line 3 already"),
        (GOOD + "x,,,,Lyngholt,,,\n", "line 5: «name» is empty"),
        (GOOD + "x,X,,,Lyngholt,,fr,\n", "the language «fr»"),
        (GOOD + "x,X,nonsense,,Lyngholt,,,\n", "«nonsense» is no e-mail address"),
        (GOOD + "x,X,,,Lyngholt,nobody,,\n", "the manager «nobody»"),
        (GOOD + "x,X,,,Annet AS,,,\n", "different companies"),
        (b"\x00\x01", "NUL"),
        ("", "is missing"),
    ],
)
def test_a_faulty_file_is_refused_whole_with_the_line(content, sentence):
    with pytest.raises(BadRoster) as refused:
        load(content)

    assert any(sentence in error for error in refused.value.errors)
    assert not User.objects.exists()
    assert not OrgUnit.objects.exists()


def test_a_fresh_company_takes_the_name_of_the_file_and_one_with_units_does_not():
    root = OrgUnit.objects.create(name="Virksomheten")
    User.objects.create_user("sjef", name="Sjef", unit=root, roles=["admin"])
    load(GOOD)
    root.refresh_from_db()
    assert root.name == "Lyngholt"
    assert (NOW.date() - User.objects.get(username="ola").on_roster_since).days == 30

    with pytest.raises(BadRoster) as refused:
        load(GOOD.replace("Lyngholt", "Annet AS"))

    assert "the company is «Lyngholt» here" in refused.value.errors[0]


def test_a_byte_order_mark_is_no_fault():
    assert load(b"\xef\xbb\xbf" + GOOD.encode()).people["made"] == 3
