"""Everything that changes workshops, the seats in them, and who came."""

from banyan.training.actions.planning import (
    add_day,
    add_days,
    add_site,
    cancel,
    change,
    change_day,
    change_site,
    drop_day,
    hold,
    open_workshop,
    plan,
    renew_link,
)
from banyan.training.actions.presence import come, say_presence
from banyan.training.actions.seats import change_site_of_seat, free_seat, give_seat_back, take_seat
from banyan.training.actions.sharing import (
    add_resource,
    drop_resource,
    share_recording,
    take_out,
)

__all__ = [
    "add_day",
    "add_days",
    "add_resource",
    "add_site",
    "cancel",
    "change",
    "change_day",
    "change_site",
    "change_site_of_seat",
    "come",
    "drop_day",
    "drop_resource",
    "free_seat",
    "give_seat_back",
    "hold",
    "open_workshop",
    "plan",
    "renew_link",
    "say_presence",
    "share_recording",
    "take_out",
    "take_seat",
]
