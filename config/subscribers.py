"""Who hears what: the type of each event, and the tasks that receive it in batches of event ids."""

EVENT_SUBSCRIBERS: dict[str, list[str]] = {
    "post.published": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "post.edited": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "post.deleted": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "post.restored": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "reaction.added": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "reaction.removed": ["microblog.tasks.push_events", "analytics.tasks.record_readings"],
    "idea.voted": ["microblog.tasks.push_events"],
    "membership.changed": ["microblog.tasks.push_events"],
    "letter.published": [],
}
