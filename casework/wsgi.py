"""gunicorn's application. It refuses a login that row-level security does not bind."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from casework.database import refuse_wrong_login  # noqa: E402

refuse_wrong_login()
connection.close()
_ = get_resolver().url_patterns  # every view is loaded now, not by the first request
