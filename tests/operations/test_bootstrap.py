"""The two commands: each failure is one sentence, and nothing runs on when they end."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

import psutil
import psycopg2
import pytest

import bootstrap
from operations import embedded
from operations.hosting import demo, outside, processes

pytestmark = pytest.mark.setup

ROOT = embedded.ROOT
BOOTSTRAP = ROOT / "bootstrap.py"
SOURCES = ("requirements.lock", "requirements-demo.lock", "requirements-dev.lock")
# The environment of the children: where programs are, and no variable that pip reads.
PLAIN = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}
NO_PIP = PLAIN | {"PIP_CONFIG_FILE": os.devnull}
STARTED: list[subprocess.Popen] = []
SIX = "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"


def run(folder, *words, env=NO_PIP, python=sys.executable, script=("bootstrap.py",)):
    done = subprocess.run(
        [python, *script, *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def empty():
    """bootstrap.py with nothing to install, and the environment that it makes from that."""
    folder = Path(tempfile.mkdtemp(prefix="relais-"))
    shutil.copy(BOOTSTRAP, folder)
    for name in SOURCES:
        (folder / name).write_text("")
    done = run(folder, "setup")
    assert done.returncode == 0, done.stderr
    yield folder
    shutil.rmtree(folder)


ROOM_LEFT = """
import runpy, shutil, sys
shutil.disk_usage = lambda path: type("Room", (), {{"free": {megabytes} * 2**20}})
sys.argv = ["bootstrap.py", "setup"]
runpy.run_path("bootstrap.py", run_name="__main__")
"""
LIE = """
import os, platform, pwd, runpy, shutil, sys, sysconfig, types
sysconfig.get_config_vars()
root = os.getcwd()
Room = types.SimpleNamespace
sys.platform, platform.machine = "linux", lambda: "x86_64"
os.confstr = lambda name: "glibc 2.36"
def disk(flags):
    return Room(f_flag=flags, f_bavail=10**9, f_bfree=10**9, f_blocks=10**9, f_frsize=4096)
def refuse(name):
    sys.modules[name] = None
{lie}
sys.argv = ["bootstrap.py", "demo"]
runpy.run_path("bootstrap.py", run_name="__main__")
"""


def lied_to(folder, lie, **env):
    """`make demo` on a machine of which `lie` says something; one sentence, and nothing made."""
    folder.mkdir(exist_ok=True)
    shutil.copy(BOOTSTRAP, folder)
    (folder / "told.py").write_text(LIE.format(lie=lie))
    done = subprocess.run(
        [sys.executable, "told.py"],
        cwd=folder,
        env=PLAIN | {"PORT": str(free_port())} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 2, done.stderr
    assert done.stdout == ""
    assert not (folder / ".venv").exists()
    return done


def lock(folder, text):
    """Each test asks for packages of its own, so that the last one's stamp never fits."""
    (folder / "requirements-dev.lock").write_text(text)


class TestOlderPython:
    def test_it_gets_a_sentence(self):
        code = (
            "import sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['bootstrap.py'];"
            f"exec(compile(open({str(BOOTSTRAP)!r}).read(), 'bootstrap.py', 'exec'))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert "Relais needs Python 3.11 or newer; this one is 3.9" in done.stderr
        assert "Traceback" not in done.stderr

    def test_the_text_holds_nothing_that_an_older_python_cannot_read(self):
        """f-strings (3.6), annotations, `:=`, `match`, unpacking into a list, `raise … from`."""
        newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
        newer += (ast.AsyncFunctionDef, ast.Nonlocal)
        for node in ast.walk(ast.parse(BOOTSTRAP.read_text())):
            assert not isinstance(node, newer), ast.dump(node)
            assert not (isinstance(node, ast.Raise) and node.cause), ast.dump(node)
            if isinstance(node, ast.arguments):
                assert not node.kwonlyargs
                assert not node.posonlyargs
                assert not any(argument.annotation for argument in node.args)
            if isinstance(node, ast.FunctionDef):
                assert node.returns is None
            if isinstance(node, ast.List | ast.Tuple | ast.Set):
                assert not any(isinstance(part, ast.Starred) for part in node.elts)


class TestNoPackages:
    """X64: what no package is made for is said before anything is made."""

    @pytest.mark.parametrize(
        ("lie", "said"),
        [
            ("sys.version_info = (3, 15, 0, 'final', 0)", "this is Python 3.15"),
            ("platform.machine = lambda: 'riscv64'", "this is linux riscv64"),
            ("sys.platform, platform.machine = 'darwin', lambda: 'x86_64'", "darwin x86_64"),
            ("platform.python_implementation = lambda: 'PyPy'", "this is PyPy"),
            ("sysconfig.get_config_var = lambda name: 1", "a free-threaded Python"),
            ("os.confstr = lambda name: 'glibc 2.17'", "this is glibc 2.17"),
            ("os.confstr = lambda name: None", "a Linux without glibc"),
        ],
    )
    def test_one_sentence_and_nothing_made(self, tmp_path, lie, said):
        done = lied_to(tmp_path, lie)
        assert done.stderr.startswith("\nNothing was installed: ")
        assert said in done.stderr


class TestBeforeStepOne:
    """What can be told is told before minutes of work, in one sentence."""

    @pytest.mark.parametrize(
        ("lie", "said"),
        [
            ("shutil.disk_usage = lambda path: Room(free=300 * 2**20)", "300 MB left, and about"),
            ("os.statvfs = lambda path: disk(os.ST_NOEXEC)", "no program on it runs"),
            ("os.access = lambda path, mode: path != root", "cannot be written, and belongs to"),
            ("refuse('ensurepip')", "apt install python3-venv"),
            ("os.pathsep = 'relais'", "holds a colon"),
            ("os.geteuid = lambda: 0; pwd.getpwnam = {}.__getitem__", "useradd --system relais"),
        ],
        ids=["full", "noexec", "read-only", "no venv", "colon", "root alone"],
    )
    def test_one_sentence_and_nothing_made(self, tmp_path, lie, said):
        assert said in lied_to(tmp_path / "relais", lie).stderr

    @pytest.mark.parametrize(
        ("lie", "said"),
        [
            ("os.path.isdir = lambda path: path != '/var/tmp'", "there is no /var/tmp"),
            (
                "shutil.disk_usage = lambda path: Room(free=10**9 * (path != '/var/tmp'))",
                "/var/tmp has 0 MB",
            ),
            (
                "os.statvfs = lambda path: disk(os.ST_NOEXEC * (path == '/var/tmp'))",
                "/var/tmp is mounted so that no program",
            ),
        ],
        ids=["none", "full", "noexec"],
    )
    def test_root_in_a_closed_folder_needs_a_place_outside(self, tmp_path, lie, said):
        """Nobody is us, and may not enter: as root in a home of mode 0700."""
        closed = (
            "os.geteuid = lambda: 0; pwd.getpwnam = lambda name: pwd.getpwuid(os.getuid());"
            "os.fork = lambda: 1; os.waitpid = lambda child, how: (1, 256);"
        )
        assert said in lied_to(tmp_path / "relais", closed + lie).stderr

    def test_own_servers_need_no_other_user(self, tmp_path):
        """With servers of one's own nothing of ours runs as somebody else."""
        own = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL_FILE"), "mine")
        alone = "os.geteuid = lambda: 0; pwd.getpwnam = {}.__getitem__;"
        done = lied_to(tmp_path / "relais", alone + "os.pathsep = 'relais'", **own)
        assert "holds a colon" in done.stderr
        full = "shutil.disk_usage = lambda path: Room(free=0)"
        assert "0 MB left" in lied_to(tmp_path / "relais", alone + full, **own).stderr

    def test_a_file_that_another_user_made(self, tmp_path):
        made = tmp_path / "relais" / "var" / "embedded-demo"
        made.mkdir(parents=True)
        done = lied_to(tmp_path / "relais", "os.access = lambda path, mode: 'embedded' not in path")
        assert f"{made} cannot be written, and belongs to " in done.stderr

    def test_a_folder_in_which_nothing_can_be_made(self, tmp_path):
        refused = "def no(path, **how): raise PermissionError(13, 'no', path)\nos.makedirs = no"
        assert "This folder cannot be written: " in lied_to(tmp_path / "relais", refused).stderr

    def test_an_older_environment_needs_less_room(self, empty):
        """What is installed is not asked for once more."""
        told = ROOM_LEFT.format(megabytes=bootstrap.ROOM_LATER)
        done = run(empty, "-c", told, "setup", script=())
        assert done.returncode == 0, done.stderr
        done = run(empty, "-c", ROOM_LEFT.format(megabytes=1), "setup", script=())
        assert "1 MB left, and about 100 are needed" in done.stderr

    def test_who_the_servers_run_as_is_said_twice_and_the_same(self):
        assert bootstrap.SERVERS_RUN_AS == processes.SERVERS_RUN_AS
        assert str(outside.TOP) == bootstrap.OUTSIDE

    def test_another_user_is_asked_of_the_kernel(self, tmp_path):
        me = pwd.getpwuid(os.getuid())
        if me.pw_uid == 0:  # or nobody may become somebody else
            tmp_path.chmod(0o700)
            assert not bootstrap.may_enter(str(tmp_path), pwd.getpwnam("nobody"))
            assert bootstrap.may_enter("/", pwd.getpwnam("nobody"))
        assert not bootstrap.may_enter(str(tmp_path / "nowhere"), me)


class TestSetUp:
    def test_a_second_run_installs_nothing(self, empty):
        lock(empty, "")
        run(empty, "setup")
        done = run(empty, "setup")
        assert done.returncode == 0
        assert re.search(r"Virtual environment +there", done.stdout)
        assert "unchanged" in done.stdout

    def test_a_missing_venv_module(self, tmp_path):
        shutil.copy(BOOTSTRAP, tmp_path)
        (tmp_path / "without").mkdir()
        (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError('not packaged')\n")
        done = run(tmp_path, "setup", env=NO_PIP | {"PYTHONPATH": str(tmp_path / "without")})
        assert done.returncode == 1
        assert "apt install python3-venv" in done.stderr
        assert "[ 1/" not in done.stdout
        assert not (tmp_path / ".venv").exists()

    def test_no_network(self, empty):
        lock(empty, SIX)
        with socket.socket() as closed:  # bound, never listening: every connection is refused
            closed.bind(("127.0.0.1", 0))
            index = f"http://127.0.0.1:{closed.getsockname()[1]}/"
            done = run(empty, "setup", env=NO_PIP | {"PIP_INDEX_URL": index})
        assert done.returncode == 1
        assert "The package index cannot be reached" in done.stderr

    def test_a_package_that_is_not_the_locked_one(self, empty, tmp_path):
        lock(empty, SIX)
        with zipfile.ZipFile(tmp_path / "six-1.17.0-py2.py3-none-any.whl", "w") as wheel:
            wheel.writestr("six.py", "planted = True")
        local = NO_PIP | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
        done = run(empty, "setup", env=local)
        assert done.returncode == 1
        assert "differs from the one that the lock file names" in done.stderr

    def test_a_package_without_a_wheel_for_this_machine(self, empty, tmp_path):
        lock(empty, SIX)
        local = NO_PIP | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
        done = run(empty, "setup", env=local)
        assert done.returncode == 1
        assert "No ready-made package of six==1.17.0" in done.stderr

    @pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's full disk")
    def test_no_space(self, empty):
        lock(empty, "# nothing, in another way\n")
        stamp = empty / ".venv" / "installed.sha256"
        stamp.unlink(missing_ok=True)
        stamp.symlink_to("/dev/full")
        done = run(empty, "setup")
        stamp.unlink()
        assert done.returncode == 1
        assert "No space is left on the disk" in done.stderr

    def test_the_locks_pin_by_hash_and_name_no_host(self):
        for name in SOURCES:
            text = (ROOT / name).read_text()
            packages = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.MULTILINE)
            assert len(packages) > 20
            assert len(re.findall(r"^[a-z0-9].*\\\n +--hash=sha256:", text, re.M)) == len(packages)
            assert "://" not in text

    def test_the_locks_agree(self):
        """What is tested is what is demonstrated and deployed."""
        pins = [
            dict(re.findall(r"^([a-z0-9][^\s=]*)==(\S+)", (ROOT / name).read_text(), re.M))
            for name in SOURCES
        ]
        assert pins[0].items() <= pins[1].items() <= pins[2].items()


class TestPort:
    def test_taken(self, empty):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])
            done = run(empty, "demo", env=PLAIN | {"PORT": port})
        assert done.returncode == 1
        assert f"Port {port} is taken" in done.stderr

    @pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1", ""])
    def test_no_port_number(self, empty, text):
        done = run(empty, "demo", env=PLAIN | {"PORT": text})
        assert done.returncode == 1
        assert "is no port number" in done.stderr


def test_an_unknown_command_is_answered_with_the_known_ones(empty):
    done = run(empty, "dmeo")
    assert done.returncode == 2
    assert "demo-reset" in done.stderr


def test_the_steps_are_counted_in_one_row():
    """bootstrap.py counts the first two and names the total; the rest follow on."""
    assert f'"demo": {demo.TOTAL},' in BOOTSTRAP.read_text()
    assert demo.FIRST == 3


def test_a_refused_demonstration_touches_nothing(tmp_path, monkeypatch):
    """X65: the logs of the demonstration that runs are left alone."""

    def taken(*_args, **_options):
        raise embedded.AlreadyRunning("The demo servers of this folder run already.")

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(embedded, "ROOT", tmp_path)
    monkeypatch.setattr(embedded, "start", taken)
    logs = [tmp_path / "var" / "log" / f"{name}.log" for name in ("prepare", "web", "worker")]
    logs[0].parent.mkdir(parents=True)
    for log in logs:
        log.write_text("what happened")
    with pytest.raises(embedded.AlreadyRunning):
        demo.run(str(free_port()))
    assert [log.read_text() for log in logs] == ["what happened"] * 3


class TestDemonstration:
    """The whole of it, in a copy of the sources: started, stopped, killed, started afresh."""

    @pytest.fixture
    def copy(self):
        folder = Path(tempfile.mkdtemp(prefix="relais-"))
        folder.chmod(0o755)
        left = shutil.ignore_patterns(
            ".git", ".venv", "var", "*.mo", "__pycache__", ".*_cache", ".hypothesis"
        )
        shutil.copytree(ROOT, folder, ignore=left, dirs_exist_ok=True)
        (folder / ".venv").mkdir()
        stamp = hashlib.sha256((folder / "requirements-demo.lock").read_bytes()).hexdigest()
        for path in (ROOT / ".venv").iterdir():
            (folder / ".venv" / path.name).symlink_to(path)
        (folder / ".venv" / "installed.sha256").unlink(missing_ok=True)
        (folder / ".venv" / "installed.sha256").write_text(stamp)
        yield folder
        for command in STARTED:  # by a test that failed half-way
            if command.poll() is None:
                stop(folder, command, signal.SIGKILL)
        subprocess.run(["make", "demo-reset"], cwd=folder, capture_output=True, check=False)
        shutil.rmtree(folder)

    def test_from_the_first_start_to_the_reset(self, copy):
        port = free_port()
        first, _ = start(copy, port)
        people = count_people(copy)
        accounts = (copy / "demo.txt").read_text().partition("Accounts:")[2].splitlines()
        assert "  Claire Morvan    coordinatrice, Ville de Saint-Aubrac" in accounts
        assert sum(line.startswith("  ") for line in accounts) == people
        owner_url(copy, "create table kept_between_runs (word text)")
        self.restarts_a_dead_part(copy, port)
        assert stop(copy, first, signal.SIGINT) == 0
        assert left(copy) == []

        second, seconds = start(copy, port)
        assert seconds < 30
        assert count_people(copy) == people
        owner_url(copy, "select * from kept_between_runs")
        refused = make(copy, "demo-reset", port)
        assert refused.returncode != 0
        assert "run already" in refused.stderr
        logs = {path: path.stat().st_ino for path in (copy / "var" / "log").iterdir()}
        assert {path.name for path in logs} >= {"web.log", "worker.log", "beat.log"}
        twice = make(copy, "demo", free_port())
        assert twice.returncode != 0
        assert "run already" in twice.stderr
        assert {path: path.stat().st_ino for path in logs} == logs  # X65

        stop(copy, second, signal.SIGKILL)
        if sys.platform == "linux":
            assert left(copy) == []

        assert make(copy, "demo-reset", port).returncode == 0
        assert not (copy / "var" / "embedded-demo" / "pgdata").exists()

    def restarts_a_dead_part(self, copy, port):
        """A web server that is killed comes back by itself."""
        web = [one for one in left(copy) if "gunicorn" in " ".join(one.info["cmdline"] or ())]
        master = min(web, key=lambda one: one.info["create_time"])
        master.kill()
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("the web server did not come back")


def make(folder, target, port):
    return subprocess.run(
        ["make", target, f"PORT={port}", f"PYTHON={sys.executable}"],
        cwd=folder,
        env=PLAIN,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def start(folder, port):
    """`make demo` until it says that it is ready; the supervisor's process and the seconds."""
    begin = time.monotonic()
    with open(folder / "demo.txt", "w") as log:
        command = subprocess.Popen(
            [sys.executable, "bootstrap.py", "demo"],
            cwd=folder,
            env=PLAIN | {"PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    STARTED.append(command)
    while "Relais is ready" not in (folder / "demo.txt").read_text():
        assert command.poll() is None, (folder / "demo.txt").read_text()
        assert time.monotonic() - begin < 240, (folder / "demo.txt").read_text()
        time.sleep(0.1)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
        assert answer.status == 200
    return command, time.monotonic() - begin


def stop(folder, command, number):
    """Send the signal and wait until every process of the folder is gone; the exit code."""
    os.kill(command.pid, number)
    code = command.wait(60)
    limit = time.monotonic() + 30
    while left(folder) and time.monotonic() < limit:
        time.sleep(0.1)
    return code


def left(folder):
    """Living processes that work in the folder, or were started with its name."""
    found = []
    # Asked once: a process may end between the list and a second question.
    for process in psutil.process_iter(["cmdline", "cwd", "status", "create_time"]):
        words = " ".join([*(process.info["cmdline"] or ()), process.info["cwd"] or ""])
        if str(folder) in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def owner_url(folder, question):
    address = json.loads((folder / "var" / "embedded-demo.json").read_text())
    connection = psycopg2.connect(address["DATABASE_OWNER_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def count_people(folder):
    return owner_url(folder, "select count(*) from agencies_user")[0][0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
