"""A mail server of our own: takes mail, stalls after taking it, or refuses."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy


class Sink(socketserver.ThreadingTCPServer):
    """``messages`` holds what was accepted, ``seen`` all that was sent, accepted or not."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.messages, self.seen = [], []
        self.stalls = self.refuses = False
        self.stalled = threading.Event()
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Nothing is printed: a worker that is killed while it talks is part of the tests."""


class Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"DATA":
                self.take()
            elif verb == b"MAIL" and self.server.refuses:
                self.say("451 later")
            else:
                self.say("250 yes")

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.seen.append(message)
        if self.server.stalls:
            self.server.stalled.set()
            self.server.released.wait(60)
            return
        self.server.messages.append(message)
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
