from agencies.models.absence import Absence
from agencies.models.account_mail import AccountMail
from agencies.models.agency import Agency
from agencies.models.authorisation import Authorisation
from agencies.models.channel import Channel, ChannelPost
from agencies.models.duty import Duty, DutyKind
from agencies.models.turn import Turn
from agencies.models.user import User

__all__ = [
    "Absence",
    "AccountMail",
    "Agency",
    "Authorisation",
    "Channel",
    "ChannelPost",
    "Duty",
    "DutyKind",
    "Turn",
    "User",
]
