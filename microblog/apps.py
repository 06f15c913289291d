from django.apps import AppConfig


class MicroblogConfig(AppConfig):
    name = "microblog"

    def ready(self) -> None:
        from microblog import slots  # noqa: F401  names the kinds of notification
        from microblog.web import devices, oauth  # noqa: F401  the first hears who signs in and out

        oauth.install()
