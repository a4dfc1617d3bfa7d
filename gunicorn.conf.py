"""gunicorn in the demonstration and in production; both give PORT, production gives BIND too."""

import os

wsgi_app = "casework.wsgi:application"
bind = "{}:{}".format(os.environ.get("BIND", "127.0.0.1"), os.environ.get("PORT", "8000"))
# Loaded once, before the workers are forked: they share its memory, and nobody's first page waits.
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# Who the client is, and whether it came by HTTPS, Django alone decides (PROXY_COUNT).
forwarded_allow_ips = ""
control_socket_disable = True
# Addresses carry references and searches: no access log (F4). Django logs route and status.
accesslog = None
errorlog = "-"
loglevel = "warning"
