"""The web process: HTTP through Django's WSGI handler in a few threads, WebSocket through ASGI.

Measured (docs/decisions/0002): a signed-in page costs 11 ms of CPU through Django's ASGI handler and 7 ms this way,
because no middleware hops between threads and few threads fight for the interpreter lock.
"""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LEST_WEB", "1")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.core.wsgi import get_wsgi_application

from config.threads import WarmFirst

HTTP_THREADS = 2

wsgi = get_wsgi_application()
http = WSGIMiddleware(wsgi)  # type: ignore[arg-type]
http.executor = WarmFirst(HTTP_THREADS)  # type: ignore[assignment]

from config.urls import websocket_application  # noqa: E402  needs the apps

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": websocket_application,
    }
)

# With hundreds of sockets the collector would walk all their tasks again and again: freeze what is here, walk less.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 50, 1000)
