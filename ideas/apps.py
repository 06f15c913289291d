from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas import exports, notices, slots  # noqa: F401  fill the slots of microblog/notices.py and cards.py
