"""Who hears what: the type of each event, and the tasks that receive it in batches of event ids."""

EVENT_SUBSCRIBERS: dict[str, list[str]] = {
    "post.published": [
        "microblog.tasks.push_events",
        "analytics.tasks.record_readings",
        "microblog.tasks.notify_people",
        "microblog.tasks.record_words",
    ],
    "post.edited": [
        "microblog.tasks.push_events",
        "analytics.tasks.record_readings",
        "microblog.tasks.notify_people",
        "microblog.tasks.record_words",
    ],
    "post.deleted": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "post.restored": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "post.hidden": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "reaction.added": [
        "microblog.tasks.push_events",
        "analytics.tasks.record_readings",
        "microblog.tasks.notify_people",
    ],
    "reaction.removed": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "idea.voted": ["microblog.tasks.push_events"],
    "idea.moved": ["microblog.tasks.notify_people"],
    "idea.answered": [],
    "promise.due": [],
    "promise.done": [],
    "promise.kept": [],
    "promise.reopened": [],
    "community.changed": ["microblog.tasks.push_events"],
    "membership.changed": ["microblog.tasks.push_events", "microblog.tasks.notify_people"],
    "membership.invited": ["microblog.tasks.notify_people"],
    "membership.requested": ["microblog.tasks.notify_people"],
    "letter.published": [],
}
