import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from microblog.actions.audit import write_down
from microblog.models import AuditEntry


@pytest.fixture
def log(alice) -> list[AuditEntry]:
    return [
        write_down("post.kept", subject=alice, actor=alice, reason=f"Grunn {n}", now=timezone.now()) for n in range(3)
    ]


@pytest.fixture
def unguarded(log):
    """A log whose trigger somebody with the owner's rights has switched off."""
    with connection.cursor() as cursor:
        cursor.execute("alter table microblog_auditentry disable trigger audit_is_append_only")
        yield cursor
        cursor.execute("alter table microblog_auditentry enable trigger audit_is_append_only")


def test_a_whole_log_is_found_whole(log, capsys):
    call_command("audit_verify")

    assert capsys.readouterr().out == "The log is whole: 3 entries.\n"


@pytest.mark.parametrize(
    "change",
    ["update microblog_auditentry set reason = 'x' where id = %s", "delete from microblog_auditentry where id = %s"],
)
def test_what_was_changed_or_taken_out_is_found(change, log, unguarded):
    unguarded.execute(change, [log[1].pk])

    with pytest.raises(CommandError, match="broken at entry"):
        call_command("audit_verify")
