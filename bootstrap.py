"""First step of every make target: the virtual environment, then the work inside it.

Standard library alone. The text stays readable for old interpreters (no f-strings, no
annotations), so that a Python that is too old prints a sentence and not a SyntaxError.
"""

import sys

NEEDED = (3, 11)
if sys.platform == "win32":
    sys.stderr.write("Relais runs on Linux and macOS; on Windows, inside WSL.\n")
    sys.exit(2)
if sys.version_info[:2] < NEEDED:
    sys.stderr.write(
        "Relais needs Python %d.%d or newer; this one is %d.%d (%s).\n"
        "Install a newer one, or name it: make demo PYTHON=python3.12\n"
        % (NEEDED[0], NEEDED[1], sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(2)

import ast
import errno
import fcntl
import glob
import hashlib
import os
import re
import shutil
import subprocess
import sysconfig
import time
import zipfile

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
VAR = os.path.join(ROOT, "var")
STAMP = os.path.join(VENV, "installed.sha256")
# uv, which installs the packages in a third of pip's time, is fetched for that and thrown away.
INSTALLER, INSTALLER_LOCK = os.path.join(VENV, "installer"), "requirements-installer.lock"
SETUP_LOG = os.path.join(VAR, "setup.log")
# The two steps made here, then those of operations/hosting.
STEPS = {"demo": 10, "dev-servers": 4}
# Where every locked package exists ready-made; `make lock` may change it.
NEWEST = (3, 14)
MACHINES = ("linux x86_64", "linux aarch64", "darwin arm64")
OLDEST_GLIBC = (2, 28)
NO_SPACE = "No space is left on the disk of %s: free some (up to 2 GB are needed) and try again."
# MB that a first run takes, packages and pip's own files; what a later one takes; what root's
# servers take under /var/tmp when their user may not enter the folder.
ROOM, ROOM_LATER, ROOM_OUTSIDE = {"demo": 500, "dev": 2000}, 100, 150
# Whom root's servers run as, and where their files lie then (operations/hosting).
SERVERS_RUN_AS = ("relais", "nobody")
OUTSIDE = "/var/tmp"  # noqa: S108  looked at before use in operations/hosting/outside.py
OWN_SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
SERVING = ("demo", "dev-servers", "test", "test-pooled")

# What a person may set for pip, and the variable by which uv is told the same. What stands in
# neither row is for pip alone: then pip installs.
UV_SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "no-index": "",
}
NO_MATTER = ["config-file", "disable-pip-version-check", "no-cache-dir", "cache-dir", "timeout"]
NO_MATTER += ["default-timeout", "retries", "constraint", "progress-bar", "quiet", "no-input"]
NO_MATTER += ["verbose", "no-color", "root-user-action", "no-python-version-warning"]
NO_MATTER += ["require-virtualenv", "break-system-packages", "prefer-binary"]
NO_MATTER += ["no-warn-script-location"]

# What pip says, and the sentence that a person can act on.
PIP_FAILURES = (
    (r"No space left on device|Errno 28|Disk quota exceeded", NO_SPACE % ROOT),
    (
        r"DO NOT MATCH THE HASHES|Hashes are required",
        "A downloaded package differs from the one that the lock file names; nothing was "
        "installed. Try again; if it happens again, do not work around it: tell the maintainers.",
    ),
    (
        r"NewConnectionError|Failed to establish a new connection|Name or service not known"
        r"|Temporary failure in name resolution|Network is unreachable|Cannot connect to proxy"
        r"|ConnectTimeout|Connection refused|Read timed out|Connection to .+ timed out",
        "The package index cannot be reached: Relais needs the network once, to fetch its packages "
        "(or a pip configured for an index that you can reach).",
    ),
    (
        r"No matching distribution found for (\S+)",
        "No ready-made package of {} was found for this Python and this machine.",
    ),
)


class Stop(Exception):
    """A sentence for the person at the terminal; ends the run with code 1."""


def main(arguments):
    command, rest = (arguments or ["help"])[0], arguments[1:]
    known = {
        "setup": lambda: set_up("dev", 2, False),
        "demo": lambda: demo(rest),
        "demo-reset": lambda: inside("demo", "demo-reset", rest),
        "dev-servers": lambda: inside("dev", "dev-servers", rest),
        "test": lambda: inside("dev", "test", rest),
        "test-pooled": lambda: inside("dev", "test-pooled", rest),
        "lint": lambda: inside("dev", "lint", rest),
        "clean": clean,
    }
    if command not in known:
        sys.stderr.write("Usage: python3 bootstrap.py %s\n" % "|".join(known))
        return 2
    try:
        known[command]()
    except Stop as stop:
        sys.stderr.write("\n%s\n" % stop)
        return 1
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.stderr.write("\n%s\n" % (NO_SPACE % ROOT))
        elif error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            sys.stderr.write("\nThis folder cannot be written: %s\n" % (error.filename or ROOT))
        else:
            sys.stderr.write("\nThe system refused: %s\n" % error)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    return 0


def demo(rest):
    if not rest:
        refuse_taken_port(os.environ.get("PORT", "8000"))
    inside("demo", "demo", rest)


def refuse_taken_port(text):
    """Before minutes of work: is the port free? Raises Stop with what to do."""
    import socket

    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop("PORT=%s is no port number: use one between 1 and 65535." % text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Stop("Port %s needs special rights: make demo PORT=8001" % text)
            raise Stop(
                "Port %s is taken by another program (a demonstration still running?). "
                "Stop it, or choose another: make demo PORT=%d" % (text, (int(text) + 1) % 65536)
            )


def look_ahead(packages, works, serves):
    """What can be told before step 1: raises Stop with one sentence, before anything is made.

    `works` is whether the environment is there, `serves` whether servers of ours are to run.
    """
    if not works:
        refuse_without_packages()
        refuse_without_venv()
    refuse_unwritable([VAR, SETUP_LOG] + folders_in(VAR) + ([] if works else [VENV, ROOT]))
    refuse_unfit(ROOT, ROOM_LATER if works else ROOM[packages])
    if serves and os.geteuid() == 0:
        refuse_root_alone()


def folders_in(path):
    inside = [os.path.join(path, name) for name in os.listdir(path)]
    return [name for name in inside if os.path.isdir(name)]


def refuse_unwritable(paths):
    """Files of ours that another user made, or a disk that is read only. Raises Stop."""
    for path in paths:
        if os.path.exists(path) and not os.access(path, os.W_OK):
            raise Stop(
                "%s cannot be written, and belongs to %s: run as that user, or put Relais into a "
                "folder of yours." % (path, name_of(os.stat(path).st_uid))
            )


def name_of(number):
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return "the user %d" % number


def refuse_unfit(folder, megabytes):
    """A disk without room, or one from which no program runs. Raises Stop."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise Stop(
            "The disk of %s has %d MB left, and about %d are needed: free some and try again."
            % (folder, free, megabytes)
        )
    if os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0):
        raise Stop(
            "The disk of %s is mounted so that no program on it runs (noexec): put Relais where "
            "programs may run." % folder
        )


def refuse_root_alone():
    """PostgreSQL never runs as root: is there another user, and a place for it? Raises Stop."""
    user = servers_user()
    if user is None:
        raise Stop(
            "As root, the servers run as another user, %s, and this machine has neither: make one "
            "(useradd --system %s), or run as a user that is not root."
            % (" or ".join(SERVERS_RUN_AS), SERVERS_RUN_AS[0])
        )
    if may_enter(VAR, user):
        return
    if not os.path.isdir(OUTSIDE):
        raise Stop(
            "As root, the servers run as %s, who cannot enter %s, and there is no %s for their "
            "files: move the folder to where that user can, or run as a user that is not root."
            % (user.pw_name, ROOT, OUTSIDE)
        )
    refuse_unwritable([OUTSIDE])
    refuse_unfit(OUTSIDE, ROOM_OUTSIDE)


def servers_user():
    """Whom root's servers run as, or nobody at all."""
    import pwd

    for name in SERVERS_RUN_AS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def may_enter(path, user):
    """Whether that user may pass through every folder down to `path`: asked of the kernel."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            os._exit(0 if os.access(path, os.X_OK) else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def own_servers():
    """Whether the person named servers of theirs, so that none of ours run."""
    named = [os.environ.get(name) or os.environ.get(name + "_FILE") for name in OWN_SERVERS]
    return all(named)


def clean():
    """Everything that runs made goes: here, and what lies outside because root ran it."""
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-B", "-m", "operations.hosting.clean"])


def refuse_without_packages():
    """Before anything is made: are there packages for this Python here? Raises Stop if not.

    They bring PostgreSQL and Valkey along: where there are none, no server on the path helps.
    """
    missing = what_lacks_packages()
    if missing:
        raise Stop(
            "Nothing was installed: the packages of Relais exist ready-made for Python %d.%d to "
            "%d.%d on Linux (x86-64, or Arm of 64 bits; glibc %d.%d or newer) and on macOS (Apple "
            "processors), and this is %s (%s). Another Python is named so: make demo "
            "PYTHON=python3.13" % (NEEDED + NEWEST + OLDEST_GLIBC + (missing, sys.executable))
        )


def what_lacks_packages():
    """What of this Python and machine no locked package is made for, or nothing."""
    import platform
    import sysconfig

    machine = "%s %s" % (sys.platform, platform.machine())
    if platform.python_implementation() != "CPython":
        return platform.python_implementation()
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "a free-threaded Python"
    if sys.version_info[:2] > NEWEST:
        return "Python %d.%d" % tuple(sys.version_info[:2])
    if machine not in MACHINES:
        return machine
    if sys.maxsize < 2**32:
        return "a Python of 32 bits"
    glibc = glibc_version() if sys.platform == "linux" else OLDEST_GLIBC
    if glibc < OLDEST_GLIBC:
        return "glibc %d.%d" % glibc if glibc[0] else "a Linux without glibc"
    return ""


def glibc_version():
    """Version of the GNU C library; zeros where there is another."""
    try:
        version = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()[1]
        return tuple(int(part) for part in version.split(".")[:2])
    except (IndexError, ValueError, OSError):
        return (0, 0)


def inside(packages, command, rest):
    """Make the environment, then become the process that does the work in it."""
    set_up(packages, STEPS.get(command, 2), command in SERVING and not own_servers())
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(VENV_PYTHON, [VENV_PYTHON, "-m", "operations.supervisor", command] + rest)


def set_up(packages, total, serves):
    """The virtual environment with the locked packages of `packages` (demo or dev).

    `serves` says that servers of ours will run: what they need is looked at first. Prints steps
    1 and 2 of `total`. Does nothing when the lock file is the one that was installed last. Raises
    Stop.
    """
    lock = os.path.join(ROOT, "requirements-%s.lock" % packages)
    os.makedirs(VAR, exist_ok=True)
    with open(os.path.join(VAR, "setup.lock"), "w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        works = environment_works()
        look_ahead(packages, works, serves)
        begin = step(1, total, "Virtual environment")
        done("there" if works else make_environment(), begin)
        begin = step(2, total, "Packages of %s" % os.path.basename(lock))
        if installed() in (digest(lock), digest(os.path.join(ROOT, "requirements-dev.lock"))):
            done("unchanged", begin)  # the development packages include the demonstration's
            return
        install(lock)
        with open(STAMP, "w") as written:
            written.write(digest(lock))
        done("installed", begin)


def step(number, total, what):
    sys.stdout.write("[%2d/%d] %-44s" % (number, total, what))
    sys.stdout.flush()
    return time.monotonic()


def done(word, begin):
    sys.stdout.write(" %s (%.1f s)\n" % (word, time.monotonic() - begin))
    sys.stdout.flush()


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def installed():
    """Digest of the lock file that was installed last, or nothing."""
    if not os.path.exists(STAMP):
        return ""
    with open(STAMP) as stamp:
        return stamp.read(64)


def environment_works():
    if not os.path.exists(VENV_PYTHON):
        return False
    asked = "import sys, pip; sys.exit(sys.version_info[:2] < (%d, %d))" % NEEDED
    return subprocess.call([VENV_PYTHON, "-c", asked], stderr=subprocess.DEVNULL) == 0


def refuse_without_venv():
    """Can this Python make an environment, and in a folder of this name? Raises Stop if not."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python (%s) cannot make virtual environments: its venv or ensurepip module is "
            "missing. On Debian and Ubuntu: apt install python3-venv" % sys.executable
        )
    if os.pathsep in ROOT:
        raise Stop(
            "The name of this folder holds a colon, which separates folders on the path: give it "
            "another name (%s)." % ROOT
        )


def make_environment():
    """A fresh .venv/ with pip in it. Raises Stop when it cannot be made."""
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    make, wheel = [sys.executable, "-m", "venv"], pip_wheel()
    bare = make + ["--without-pip", VENV] if wheel else make + [VENV]
    logged(bare, "The virtual environment could not be made")
    if wheel:
        # Two seconds less than `venv` needs, which installs pip by pip and compiles all of it.
        place = sysconfig.get_path("purelib", "venv", vars={"base": VENV, "platbase": VENV})
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(place)
    return "made"


def pip_wheel():
    """The pip that this Python brings along (Debian keeps it elsewhere), or nothing."""
    import ensurepip

    folders = [os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")]
    folders += [sysconfig.get_config_var("WHEEL_PKG_DIR"), "/usr/share/python-wheels"]
    for folder in folders:
        found = sorted(glob.glob(os.path.join(glob.escape(folder or ""), "pip-*.whl")))
        if folder and found:
            return found[-1]
    return None


def install(lock):
    """Install a lock file: every package by its hash, none compiled here. Raises Stop.

    By uv; where it is not to be had, or fails, by pip, whose words say what is wrong.
    """
    if not install_by_uv(lock):
        pip = pip_install() + ["--retries", "2", "--timeout", "20", "-r", lock]
        logged(pip, "The packages could not be installed")


def pip_install():
    pip = [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    return pip + ["--require-hashes", "--only-binary", ":all:", "--no-deps"]


def install_by_uv(lock):
    """Whether uv installed the lock file. It is fetched by pip, by its hash, and thrown away."""
    pinned = os.path.join(ROOT, INSTALLER_LOCK)
    if not os.path.exists(pinned):
        return False
    fetch = pip_install() + ["--retries", "0", "--timeout", "10", "--no-compile"]
    fetch += ["--target", INSTALLER, "-r", pinned]
    uv = [os.path.join(INSTALLER, "bin", "uv"), "pip", "install", "--python", VENV_PYTHON]
    uv += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-config"]
    # As pip: every index counts. The hash says which file it is, wherever it comes from.
    uv += ["--index-strategy", "unsafe-best-match", "-r", lock]
    asked = [VENV_PYTHON, "-m", "pip", "config", "list", "--disable-pip-version-check"]
    try:
        with open(SETUP_LOG, "w") as log:
            settings = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            there = subprocess.call(fetch, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT) == 0
            env, more = uv_settings(settings.communicate()[0].decode("utf-8", "replace"))
            if not there or settings.returncode or env is None:
                return False
            uv += more
            return subprocess.call(uv, cwd=ROOT, env=env, stdout=log, stderr=log) == 0
    except OSError:
        return False
    finally:
        shutil.rmtree(INSTALLER, ignore_errors=True)


def uv_settings(said):
    """Environment and options by which uv does what pip's settings ask (`pip config list`).

    No environment where one of them is for pip alone.
    """
    asked = {}
    # Later ones win, as with pip: a setting of all commands, of `pip install`, of the environment.
    for section in ("global", "install", ":env:"):
        for name, value in re.findall(r"^%s\.([\w-]+)=(.+)$" % section, said, re.M):
            asked[name] = str(ast.literal_eval(value))
    env = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    env.update(UV_CACHE_DIR=os.path.join(INSTALLER, "cache"), UV_PYTHON_DOWNLOADS="never")
    env.update(UV_HTTP_TIMEOUT="20", UV_HTTP_RETRIES="2")
    for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        if os.environ.get(name):
            env["SSL_CERT_FILE"] = os.environ[name]
    for name, value in asked.items():
        if name in UV_SETTINGS:
            env[UV_SETTINGS[name]] = " ".join(value.split())
        elif name not in NO_MATTER:
            return None, []
    env.pop("", None)
    if "find-links" in asked:
        env["UV_FIND_LINKS"] = ",".join(asked["find-links"].split())
    if "proxy" in asked:
        env.update(HTTP_PROXY=asked["proxy"], HTTPS_PROXY=asked["proxy"])
    no_index = asked.get("no-index", "").lower() in ("1", "true", "yes", "on")
    return env, ["--no-index"] if no_index else []


def logged(command, failure):
    """Run a command with its output in var/setup.log. Raises Stop with one sentence."""
    with open(SETUP_LOG, "w+") as log:
        code = subprocess.call(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        if code == 0:
            return
        log.seek(0)
        said = log.read()
    if shutil.disk_usage(ROOT).free < 2**22:
        raise Stop(NO_SPACE % ROOT)  # the log had no room for the reason either
    for pattern, sentence in PIP_FAILURES:
        found = re.search(pattern, said)
        if found:
            raise Stop(sentence.format(*found.groups()))
    raise Stop("%s (code %d): see %s" % (failure, code, os.path.relpath(SETUP_LOG, ROOT)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
