"""Every duty of the phases, by its name: what a sweep reads, and what health looks at."""

from casework.duties import Duty
from closure.duties import DUTIES as CLOSURE
from intake.duties import DUTIES as INTAKE
from plans.duties import DUTIES as PLANS

DUTIES: dict[str, Duty] = {duty.name: duty for duty in (*INTAKE, *PLANS, *CLOSURE)}
