from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        from analytics import slots  # noqa: F401  fills the slots of microblog/cards.py
