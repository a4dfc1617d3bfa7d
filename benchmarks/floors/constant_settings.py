"""The project's settings, with one more page: the constant one."""

from casework.settings import *  # noqa: F403

ROOT_URLCONF = "constant_urls"
