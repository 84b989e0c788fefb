"""What a timeline says of records of practice: that something was done, never what it says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail import registry as trail

trail.tell(
    {
        "record.begin": _("{actor} began a record."),
        "record.write": _("{actor} wrote in a record."),
        "record.read": _("{actor} read a record."),
        "step.read": _("{actor} read what was written in a step."),
        "log.read": _("{actor} read the log of a session."),
        "request.read": _("{actor} read a request for guidance."),
        "record.share": _("{actor} let somebody read a record."),
        "record.take_back": _("{actor} took back what was shared."),
        "record.set_tier": _("{actor} changed who reads a record."),
        "record.publish": _("{actor} published a record."),
        "record.comment": _("{actor} commented on a record."),
        "record.link": _("{actor} added a record to the thread."),
    }
)
