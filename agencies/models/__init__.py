from agencies.models.absence import Absence
from agencies.models.agency import Agency
from agencies.models.channel import Channel, ChannelPost
from agencies.models.duty import Duty, DutyKind
from agencies.models.user import User

__all__ = ["Absence", "Agency", "Channel", "ChannelPost", "Duty", "DutyKind", "User"]
