"""What a line of the matrix says, and which personas the words of its answers mean.

A line names a route and the object it is asked with. ``get`` and ``post`` say who gets which
status; ``rest`` is everybody else who is signed in. Whoever is not signed in (nobody, or an account
that was closed) is sent to the sign-in page, unless the line is public. Written from the rulings
(who may what), not from the code: a change here is a change of policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.world.people import PERSONAS

OUTSIDE = frozenset({"anonymous", "deactivated"})
EVERYONE = frozenset(PERSONAS) - OUTSIDE
COORDINATES = frozenset({"coordinator", "deciding_coordinator"})
HOTLINE = frozenset({"receiver", "deputy"}) | COORDINATES
OTHER_DESK = frozenset({"other_receiver"}) | COORDINATES
TEAM = frozenset({"process", "content", "partner", "other_partner", "risk_owner"})
OVERSEES = frozenset({"process", "content", "risk_owner"})
TEAM_B = frozenset({"foreign"})
REPORTER = frozenset({"reporter"})
ADMINISTRATOR = frozenset({"administrator"})
DPO = frozenset({"dpo"})
CONTENT = frozenset({"content"})
PROCESS = frozenset({"process"})
RISK_OWNER = frozenset({"risk_owner"})
DECIDES = frozenset({"deciding_coordinator"})
TAKER = frozenset({"receiver"})
SOLE = HOTLINE - COORDINATES  # receiver and deputy
NOBODY: frozenset[str] = frozenset()
Answers = dict[int, frozenset[str]]


@dataclass(frozen=True)
class Line:
    """One route with one object. ``post=None``: reading only, so a POST is 405 for who may read.

    ``get=None``: an act on an object; whoever comes back to it is led to the object's page.

    ``data`` is what the POST carries (a name in tests/access/typed.py), ``why`` the row.
    """

    route: str
    on: str = ""
    get: Answers | None = field(default_factory=lambda: {200: EVERYONE})
    post: Answers | None = None
    rest: int = 404
    data: str = ""
    public: bool = False
    query: str = ""

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.route, self.on, self.data, self.query) if part)

    def expected(self, method: str, persona: str) -> int:
        """The status this persona gets."""
        if persona in OUTSIDE and not self.public:
            return 302
        answers = self.get if method in ("GET", "HEAD") else self.post
        if method == "POST" and self.post is None:
            answers = {405 if status == 200 else status: w for status, w in self.get.items()}
        if method in ("GET", "HEAD") and self.get is None:
            answers = {}
            for status, who in self.post.items():
                status = 302 if status in _DONE else status
                answers[status] = answers.get(status, frozenset()) | who
        for status, who in answers.items():
            if persona in who:
                return status
        return self.rest


_DONE = (302, 409)
ALL = frozenset(PERSONAS)


def each(status: int, who=EVERYONE) -> Answers:
    return {status: who}


def act(route: str, on: str, post: Answers, **more) -> Line:
    """A line of an act of one click: a GET is 405."""
    return Line(route, on, get=each(405, ALL), post=post, **more)


def form(route: str, on: str, who, refused=frozenset(), *, post: int = 302, data="", **more):
    """A line of a form that ``who`` may open and send; ``refused`` may know of the object alone."""
    sent = more.pop("sent", {post: who, 403: refused})
    return Line(route, on, get={200: who, 403: refused}, post=sent, data=data, **more)
