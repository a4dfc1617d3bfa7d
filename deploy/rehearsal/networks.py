"""Networks apart from this machine's: bridges in a namespace of their own, which plays the host.

Each container has a namespace with an interface on each of its networks. In the host's namespace
stand the bridges, their addresses, and whoever publishes ports.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterable

from deploy.rehearsal.machine import in_network, run

PREFIX = "rhs"  # of every name that the kernel is given
HOST = f"{PREFIX}-host"


class Networks:
    """The networks of the compose files; `close` takes away every namespace that was made."""

    def __init__(self, names: Iterable[str]):
        self.numbers = {name: number for number, name in enumerate(names, 1)}
        self.namespaces: list[str] = []
        self.links = 0
        self.forwarders: list[socket.socket] = []
        for left in run(["ip", "netns", "list"]).split():
            if left.startswith(f"{PREFIX}-"):  # of a rehearsal that was killed
                run(["ip", "netns", "del", left])
        self._namespace(HOST)
        for name, number in self.numbers.items():
            self._ip("link", "add", f"br-{name}"[:15], "type", "bridge")
            self._ip("addr", "add", f"10.88.{number}.1/24", "dev", f"br-{name}"[:15])
            self._ip("link", "set", f"br-{name}"[:15], "up")

    def join(self, container: str, member: int, names: Iterable[str]) -> dict[str, str]:
        """A namespace for that container, on these networks; its address on each of them."""
        namespace = f"{PREFIX}-{container}"
        self._namespace(namespace)
        addresses = {}
        for name in names:
            number = self.numbers[name]
            self.links += 1
            here, there = f"v{self.links}a", f"v{self.links}b"
            self._ip("link", "add", here, "type", "veth", "peer", "name", there)
            self._ip("link", "set", there, "netns", namespace)
            self._ip("link", "set", here, "master", f"br-{name}"[:15], "up")
            addresses[name] = f"10.88.{number}.{member + 10}"
            inside = ["ip", "-n", namespace]
            run([*inside, "addr", "add", f"{addresses[name]}/24", "dev", there])
            run([*inside, "link", "set", there, "up"])
        return addresses

    def publish(self, port: int, address: str, target: int) -> None:
        """What comes to that port of the host goes to the container, as Docker's own proxy does."""

        def listen() -> socket.socket:
            return socket.create_server(("0.0.0.0", port))  # noqa: S104  of the namespace alone

        server = in_network(HOST, listen)
        self.forwarders.append(server)

        def serve() -> None:
            while True:
                try:
                    here, _who = server.accept()
                    there = in_network(
                        HOST, lambda: socket.create_connection((address, target), timeout=10)
                    )
                except OSError:
                    if server.fileno() < 0:
                        return
                    with contextlib.suppress(OSError, UnboundLocalError):
                        here.close()
                    continue
                there.settimeout(None)
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=_pump, args=(one, other), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()

    def close(self) -> None:
        for server in self.forwarders:
            with contextlib.suppress(OSError):
                server.close()
        for name in reversed(self.namespaces):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
        self.namespaces = []

    def _namespace(self, name: str) -> None:
        run(["ip", "netns", "add", name])
        self.namespaces.append(name)
        run(["ip", "-n", name, "link", "set", "lo", "up"])

    @staticmethod
    def _ip(*words: str) -> None:
        run(["ip", "-n", HOST, *words])


def _pump(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
