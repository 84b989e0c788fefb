"""How a viewer may stand to a message of a pair."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.mentoring.standings.power import apart
from banyan.people.standings import person_at

# A mentor who has come to power over the teacher's school reads no message any more, as no log.
MESSAGE_MENTOR = apart(
    person_at("mentorship__mentor", "MESSAGE_MENTOR", _("the mentor")),
    "MESSAGE_MENTOR",
    "mentorship__mentee",
)
MESSAGE_MENTEE = person_at("mentorship__mentee", "MESSAGE_MENTEE", _("the teacher"))
MESSAGE_READERS = MESSAGE_MENTOR | MESSAGE_MENTEE
MESSAGE_AUTHOR = person_at("author", "MESSAGE_AUTHOR", _("whoever wrote it"))
