"""gunicorn's settings, from the same environment as everything else. Nothing is read from or written to home."""

import os
from typing import Any

from hub.core.logging import configuration
from hub.core.parent import end_with_supervisor

bind = [f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 5
# A long-lived process returns to its first size now and then; the jitter keeps several from doing so together.
max_requests = 20_000 if workers > 1 else 0
max_requests_jitter = 2_000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
accesslog = None  # hub.core.middleware writes one line per request, without addresses
logconfig_dict = configuration(
    as_json=os.environ.get("LOG_FORMAT", "json" if os.environ.get("HUB_ENV") == "production" else "text") == "json",
    level=os.environ.get("LOG_LEVEL", "INFO").upper(),
)
proc_name = "participation-hub"


def when_ready(server: Any) -> None:
    end_with_supervisor()
