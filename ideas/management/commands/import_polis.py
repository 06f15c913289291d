import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from ideas.actions.polis import Report, Row, import_polis
from ideas.polis import BadExport, read_export
from microblog.access import Conflict

MOST_LISTED = 20


class Command(BaseCommand):
    help = "A Polis export as a community with a closed challenge, its ideas and votes; a second time makes nothing"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="holds comments.csv, and votes.csv or a matrix")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *, folder: Path, dry_run: bool, json: bool, **_: Any) -> None:
        try:
            report = imported(folder, dry_run)
        except KeyboardInterrupt:
            raise CommandError("Interrupted: nothing is written.", returncode=130) from None
        if json:
            self.stdout.write(dump(report))
        elif not report.errors:
            self.stdout.write(summary(report, dry_run))
        if report.errors:
            raise CommandError("\n".join(report.errors))


def imported(folder: Path, dry_run: bool) -> Report:
    """Import the folder, and return the report; what went wrong stands in it."""
    try:
        export = read_export(folder)
        return import_polis(export=export, now=timezone.now(), dry_run=dry_run, watch=with_progress)
    except BadExport as bad:
        return Report(errors=bad.errors)
    except Conflict as conflict:
        return Report(errors=[conflict.detail])


def with_progress(rows: Collection[Row]) -> Iterable[Row]:
    """Show on a terminal how far the votes have come."""
    return tqdm(rows, unit=" votes", disable=None, leave=False)


def dump(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False)


def summary(report: Report, dry_run: bool) -> str:
    statements, people, votes = report.statements, report.people, report.votes
    lines = [
        f"Statements: {statements['read']} read, {statements['made']} new, {statements['hidden']} hidden.",
        f"People: {people['read']} read, {people['made']} new.",
        f"Votes: {votes['read']} read, {votes['made']} new, {votes['unchanged']} unchanged.",
        "Only tried: nothing is written."
        if dry_run
        else f"Community {report.community}, challenge {report.challenge}.",
        f"Differences: {len(report.differences)}.",
        *report.differences[:MOST_LISTED],
    ]
    if len(report.differences) > MOST_LISTED:
        lines.append(f"… and {len(report.differences) - MOST_LISTED} more; --json lists them all.")
    return "\n".join(lines)
