"""People and units from the company's own list: a CSV file, checked whole before anything is written."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from microblog.models import WORKS_HERE, Community, Membership, OrgUnit, Role, User

COLUMNS = ("username", "name", "email", "title", "unit", "manager", "language", "leads")
REQUIRED = ("username", "name", "unit")


class BadRoster(Exception):
    """The file can't be taken. `errors` holds a sentence each, with the number of the line."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(errors[0])
        self.errors = errors


@dataclass
class Row:
    """One person of the file; `line` counts from 1 with the head."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass
class Report:
    """What an import did: counts of people and units read, made, changed, unchanged."""

    people: dict[str, int] = field(default_factory=lambda: {"read": 0, "made": 0, "changed": 0, "unchanged": 0})
    units: dict[str, int] = field(default_factory=lambda: {"read": 0, "made": 0})


def read_roster(content: bytes) -> list[Row]:
    """Read and check the file.

    :raises BadRoster: with every fault found: not UTF-8, a missing column, an empty field, a name twice …
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadRoster([f"line {line}: the file is not UTF-8; save it as «CSV UTF-8»"]) from error
    if "\0" in text:
        raise BadRoster(["the file holds NUL bytes; it is not a CSV file"])
    reader = csv.DictReader(io.StringIO(text), restkey="", restval="")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise BadRoster([f"line 1: the column «{column}» is missing" for column in missing])
    rows = [Row(reader.line_num, {column: (values[column] or "").strip() for column in COLUMNS}) for values in reader]
    if errors := list(faults(rows)):
        raise BadRoster(errors)
    return rows


def faults(rows: list[Row]) -> Iterable[str]:
    """Yield a sentence for each fault in the rows."""
    seen: dict[str, int] = {}
    names = {row["username"] for row in rows}
    for row in rows:
        for column in REQUIRED:
            if not row[column]:
                yield f"line {row.line}: «{column}» is empty"
        if row["username"] in seen:
            yield f"line {row.line}: «{row['username']}» stands in line {seen[row['username']]} already"
        seen.setdefault(row["username"], row.line)
        if row["language"] not in ("", *User.Language.values):
            yield f"line {row.line}: the language «{row['language']}» is not one of nb, nn, en"
        if row["email"] and not is_email(row["email"]):
            yield f"line {row.line}: «{row['email']}» is no e-mail address"
        if row["manager"] and row["manager"] not in names and not User.objects.filter(username=row["manager"]):
            yield f"line {row.line}: the manager «{row['manager']}» is neither in the file nor known"
    tops = {row["unit"].split("/")[0].strip() for row in rows if row["unit"]}
    if len(tops) > 1:
        yield f"the units begin with different companies: {', '.join(sorted(tops))}"


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class DryRun(Exception):
    """Ends the transaction of an import that was only to be tried."""


def import_people(*, content: bytes, now: dt.datetime, dry_run: bool = False) -> Report:
    """Make and update people and units after the file, all or nothing; a second time changes nothing.

    Counting begins at once for the people of a first installation, thirty days later for those who come after.

    :raises BadRoster: with every fault found; nothing is written.
    """
    rows = read_roster(content)
    report = Report()
    try:
        with transaction.atomic():
            write_roster(rows, report, now)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return report


def write_roster(rows: list[Row], report: Report, now: dt.datetime) -> None:
    """Write the checked rows."""
    is_first = not User.objects.exclude(roles__contains=[Role.ADMIN]).exists()
    adopt_lone_company(rows[0]["unit"].split("/")[0].strip() if rows else "")
    since = now.date() - dt.timedelta(days=30) if is_first else now.date()
    units = write_units({row["unit"] for row in rows} | {row["leads"] for row in rows if row["leads"]}, report)
    people = {row["username"]: write_person(row, units[row["unit"]], since, report) for row in rows}
    for row in rows:
        person = people[row["username"]]
        manager = User.objects.get(username=row["manager"]) if row["manager"] else None
        User.objects.filter(pk=person.pk).update(manager=manager)
        if row["leads"]:
            OrgUnit.objects.filter(pk=units[row["leads"]].pk).update(leader=person)
    join_everybody()


def adopt_lone_company(name: str) -> None:
    """Give the company the name that the file has for it while it has no units: a fresh start named it itself.

    :raises BadRoster: if the company has units and another name.
    """
    company = OrgUnit.objects.filter(parent=None).exclude(name=name).first()
    if company is None or not name:
        return
    if company.children.exists():
        raise BadRoster([f"the units begin with «{name}», but the company is «{company.name}» here"])
    OrgUnit.objects.filter(pk=company.pk).update(name=name)


def write_units(paths: Iterable[str], report: Report) -> dict[str, OrgUnit]:
    """Make the units that are missing along each path `Company/Division/Team`; return them by path."""
    found: dict[str, OrgUnit] = {}
    for path in sorted(paths):
        unit = None
        for name in (part.strip() for part in path.split("/")):
            unit, is_new = OrgUnit.objects.get_or_create(name=name, parent=unit)
            report.units["made"] += is_new
        assert unit is not None
        found[path] = unit
    report.units["read"] = len(found)
    return found


def write_person(row: Row, unit: OrgUnit, since: dt.date, report: Report) -> User:
    """Make or update one person."""
    wanted: dict[str, Any] = {
        "name": row["name"],
        "email": row["email"],
        "title": row["title"],
        "unit": unit,
        "language": row["language"] or User.Language.BOKMAAL,
    }
    report.people["read"] += 1
    person = User.objects.filter(username=row["username"]).first()
    if person is None:
        report.people["made"] += 1
        return User.objects.create_user(row["username"], on_roster_since=since, **wanted)
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=list(changed))
    report.people["changed" if changed else "unchanged"] += 1
    return person


def join_everybody() -> None:
    """Make everybody a member of the community of everybody, which bears the company's name at first."""
    company = OrgUnit.objects.get(parent=None)
    community, _is_new = Community.objects.get_or_create(
        is_for_everybody=True, defaults={"slug": "alle", "name": company.name}
    )
    new = User.objects.filter(WORKS_HERE).exclude(memberships__community=community)
    made = Membership.objects.bulk_create([Membership(user=user, community=community) for user in new])
    Community.objects.filter(pk=community.pk).update(members_count=F("members_count") + len(made))
