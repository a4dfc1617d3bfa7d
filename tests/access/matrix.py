"""The matrix: every address, method and persona with its status, in one table for auditors.

Its lines stand in tests/access/answers/, one module a theme. Written from the rulings (who may
what), not from the code: a change there is a change of policy.
"""

from tests.access.answers import analysis, cases, closures, depth, own, papers, plans, signals
from tests.access.answers.line import Line

MATRIX: tuple[Line, ...] = (
    own.PAGES
    + signals.SIGNALS
    + analysis.ANALYSIS
    + cases.CASES
    + plans.CARRYING
    + depth.DEPTH
    + plans.PLANS
    + plans.CHECKPOINTS
    + papers.PAPERS
    + closures.AFTER
    + closures.CLOSING
    + own.OWN
    + own.PUBLIC
    + own.ACCOUNT
    + own.ADMIN
)
