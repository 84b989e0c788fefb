"""Who writes to whom between sessions, and what may become of a message.

| verb | who | when |
|---|---|---|
| read | the two; no mentor with power over the teacher | always, also when the pair is over |
| write | the same | the pair runs or rests |
| take_back | whoever wrote it | within a quarter of an hour; then it has been read and stands |
| report | the other one | once; also for 14 days after its author took it back |

What becomes of a report stands in `rules/reports.py`.

What is taken back is sealed: no page shows it to either of the two. For 14 days the other one can
still show it to the coordinators, unread, and emergency access opens it; then a job wipes it.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Message
from banyan.mentoring.standings import (
    MESSAGE_AUTHOR,
    MESSAGE_READERS,
    PAIR_WORDS_READERS,
)
from banyan.mentoring.states import LIVE

TAKEN_BACK_WITHIN = timedelta(minutes=15)
SEALED_FOR = timedelta(days=14)  # what was taken back; then it is wiped
MOST_WORDS = 4000
MOST_BYTES = 5_000_000  # of one file
MOST_BYTES_OF_PAIR = 200_000_000

pair_words_readers = PAIR_WORDS_READERS.otherwise(
    _("Only the two of the pair can do this, and no mentor with power over the teacher.")
)
message_readers = MESSAGE_READERS.otherwise(
    _("Only the two of the pair can do this, and no mentor with power over the teacher.")
)
author = MESSAGE_AUTHOR.otherwise(_("Only whoever wrote it can do this."))


def goes_on(viewer: Viewer, m: Mentorship) -> Decision:
    if m.status in LIVE:
        return ALLOWED
    return denied(_("This pair is not running, so nothing can be written here now."))


def just_written(viewer: Viewer, one: Message) -> Decision:
    if viewer.now - one.written_at <= TAKEN_BACK_WITHIN:
        return ALLOWED
    return denied(_("A message can be taken back within a quarter of an hour."))


def still_there(viewer: Viewer, one: Message) -> Decision:
    if one.taken_back_at is None:
        return ALLOWED
    return denied(_("This message was taken back."))


def still_kept(viewer: Viewer, one: Message) -> Decision:
    if one.taken_back_at is None or viewer.now - one.taken_back_at <= SEALED_FOR:
        return ALLOWED
    return denied(_("This message was taken back, and what it said is no longer kept."))


def of_the_other(viewer: Viewer, one: Message) -> Decision:
    if one.author_id != viewer.person_id:
        return ALLOWED
    return denied(_("This is your own message."))


THREAD_RIGHTS = Rights(
    "thread",
    [
        Right("read", pair_words_readers),
        Right("write", pair_words_readers, (goes_on,), pgettext_lazy("button", "Send")),
    ],
)
MESSAGE_RIGHTS = Rights(
    "message",
    [
        Right(
            "take_back",
            author,
            (still_there, just_written),
            pgettext_lazy("button", "Take it back"),
        ),
        Right(
            "report",
            message_readers,
            (of_the_other, still_kept),
            pgettext_lazy("button", "Show it to the coordinators"),
        ),
    ],
)
