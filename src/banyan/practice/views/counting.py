"""What was counted in a lesson, in words, each with how it is counted."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.practice.models import EvidenceLine
from banyan.practice.queries.evidence import SCRIPTED, Counts
from banyan.practice.states import EvidenceKind, QuestionKind, Voice
from banyan.ui import words

Counted = tuple[str, str, str]  # label, value, how it is counted


def counted_in_words(found: Counts) -> list[Counted]:
    """Only what was counted at all."""
    rows: list[tuple[str, str | None, str]] = [
        (
            _("Teacher talk"),
            _percent(found.teacher_percent),
            _(
                "Seconds in which the teacher talks, of all seconds in which anybody talks; "
                "silence is left out (Flanders 1970)."
            ),
        ),
        (
            _("Places that spoke"),
            _percent(found.heard_percent),
            _("Different places from which somebody spoke, of all places in the room."),
        ),
        (
            _("Waiting time"),
            _("%(seconds)s seconds") % {"seconds": words.number(found.wait_seconds)}
            if found.wait_seconds is not None
            else None,
            _("The median from the end of a question to the answer (Rowe 1986)."),
        ),
        (
            _("Open questions"),
            _percent(found.open_percent),
            _("Questions with more than one possible answer, of all questions that were counted."),
        ),
        (
            _("At their task"),
            _percent(found.on_task_percent),
            _("Pupils at their task, of all pupils, over all times that were looked around."),
        ),
        (
            _("Places where the teacher stood"),
            words.number(found.places_visited) if found.places_visited else None,
            _("Different places at which the teacher stopped."),
        ),
    ]
    return [(label, value, how) for label, value, how in rows if value is not None]


def what_is_counted() -> list[tuple[str, str]]:
    """The same for the page that counts by itself: the name there, and the label."""
    return [
        ("teacher_talk", _("Teacher talk")),
        ("heard", _("Places that spoke")),
        ("waited", _("Waiting time")),
        ("open", _("Open questions")),
        ("on_task", _("At their task")),
        ("visited", _("Places where the teacher stood")),
    ]


def _percent(share: int | None) -> str | None:
    return None if share is None else _("%(share)s%%") % {"share": words.number(share)}


def clock(seconds: int) -> str:
    """ "12:05" into the lesson."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def line_in_words(row: EvidenceLine) -> str:
    """What one line says, without its time."""
    if row.kind in SCRIPTED:
        return row.text
    if row.kind == EvidenceKind.TALK:
        return str(Voice(row.value).label)
    if row.kind == EvidenceKind.QUESTION:
        return str(QuestionKind(row.value).label)
    if row.kind == EvidenceKind.WAIT:
        tenths = row.number or 0
        return _("%(seconds)s seconds") % {"seconds": words.number(tenths / 10)}
    if row.kind == EvidenceKind.SWEEP:
        heads = int(row.value)
        return ngettext("%(on)s of %(all)s pupil", "%(on)s of %(all)s pupils", heads) % {
            "on": words.number(row.number or 0),
            "all": words.number(heads),
        }
    high, wide = row.value.split("-")
    return _("Row %(row)s, place %(place)s") % {"row": high, "place": wide}
