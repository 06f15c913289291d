"""Jobs of the clock: each is done once for a period, whoever comes first."""

from microblog.models import JobRun


def begin_job(job: str, period: str) -> bool:
    """Write down that a job runs for a period; False where it has run or runs now. To be called in the transaction of
    the job: when that fails, it has not run."""
    _run, is_first = JobRun.objects.get_or_create(job=job, period=period)
    return is_first
