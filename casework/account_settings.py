"""Settings of sign-in, passphrases, lockout, sessions and cookies; settings.py takes all of them.

The rows behind the values: A1, A2, A6-A9, A11, D4, D5 of the security table.
"""

from datetime import timedelta

from casework import env

_ENVIRONMENT = env.environment()
_HTTPS = _ENVIRONMENT == "production"
_PROXIES = env.number("PROXY_COUNT", 0)

# --- who answers for a sign-in, and for a right ---------------------------------------------
# The lockout first, then the only backend that looks at a passphrase, then the only one that
# answers for rights on objects.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "agencies.backends.PasswordBackend",
    "casework.access_backend.CachedGuardianBackend",
]
# The demonstration lists its people; anywhere else one signs in.
LOGIN_URL = "demo_people" if _ENVIRONMENT == "demo" else "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# --- passphrases ------------------------------------------------------------------------------
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if _ENVIRONMENT == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [{"NAME": "casework.passphrases.PassphraseValidator"}]
PASSWORD_RESET_TIMEOUT = 3600
INVITATION_ENDS = "casework.calendar.invitation_ends"

# --- django-allauth: sign-in, reset, confirmation of identity; no sign-up ---------------------
ACCOUNT_ADAPTER = "agencies.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "agencies.forms.SignInForm",
    "reset_password": "agencies.forms.ForgottenPassphraseForm",
    "user_token": "agencies.forms.ResetLinkForm",
    "reset_password_from_key": "agencies.forms.NewPassphraseAfterResetForm",
    "reauthenticate": "agencies.forms.ConfirmIdentityForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Addresses are given by an administrator: allauth keeps no list of addresses of its own.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# allauth's own generator would write an address of its own on every reset.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# By address of the network alone: a limit on the account would let anybody lock anybody out.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip",
    "reset_password": "10/m/ip",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = _PROXIES
USERSESSIONS_TRACK_ACTIVITY = False

# --- django-axes: five failures close (account, network address) for a quarter of an hour -----
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_USERNAME_CALLABLE = "agencies.sign_in.account_name"
AXES_CLIENT_IP_CALLABLE = "agencies.sign_in.network_address"
AXES_LOCKOUT_CALLABLE = "agencies.sign_in.locked_out"
AXES_CLIENT_STR_CALLABLE = "agencies.sign_in.nobody_in_logs"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "login",
    "ip_address",
    "password",
    "oldpassword",
    "password1",
    "password2",
    "current",
    "next",
    "csrfmiddlewaretoken",
]

# --- sessions (A8): casework/sessions.py ends them by the clock --------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 8 * 3600
ADMINISTRATOR_SESSION_IDLE_SECONDS = 10 * 60
ADMINISTRATOR_SESSION_ABSOLUTE_SECONDS = 2 * 3600

# --- cookies --------------------------------------------------------------------------------
# __Host- binds a cookie to this host, to https and to the path /; a browser refuses it
# without https, so only production has it.
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
# Not Strict: the link of a notice in a mail must find its reader signed in.
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
