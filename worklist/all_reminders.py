"""Every reminder of the phases, by its name: what a sweep reads, and what health looks at."""

from casework.reminders import Reminder
from closure.reminders import REMINDERS as CLOSURE
from intake.reminders import REMINDERS as INTAKE
from plans.reminders import REMINDERS as PLANS

REMINDERS: dict[str, Reminder] = {each.name: each for each in (*INTAKE, *PLANS, *CLOSURE)}
