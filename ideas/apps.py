from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas import slots  # noqa: F401  fills the slots of microblog/cards.py
