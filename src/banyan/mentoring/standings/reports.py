"""How a viewer may stand to what was shown to the coordinators in confidence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.mentoring.standings.power import apart
from banyan.mentoring.standings.rematches import coordinators_not_of_it
from banyan.people.standings import person_at

REPORTER = person_at("reported_by", "REPORTER", _("whoever showed it"))
# She who has come to power over the teacher reads no more what she once showed of hers.
REPORTER_CONFIDANT = apart(
    apart(REPORTER, "REPORTER_CONFIDANT", "mentorship__mentee"),
    "REPORTER_CONFIDANT",
    "question__teacher",
)
PAIR_REPORT_COORDINATOR = coordinators_not_of_it("PAIR_REPORT_COORDINATOR", "reported_by")
# Whoever took the question and gave it back is none of its two now: she reads as whoever showed it.
QUESTION_REPORT_COORDINATOR = coordinators_not_of_it(
    "QUESTION_REPORT_COORDINATOR",
    "reported_by",
    of="question",
    parties=("question__mentor", "question__teacher", "reported_by"),
    teacher="question__teacher",
    words=_("the coordinators of the teacher’s school who are neither of the two"),
)
REPORT_COORDINATOR = PAIR_REPORT_COORDINATOR | QUESTION_REPORT_COORDINATOR
REPORT_READERS = REPORTER | REPORT_COORDINATOR
# The same, told apart: a label names nobody who does not read this one.
PAIR_REPORT_READERS = REPORTER | PAIR_REPORT_COORDINATOR
QUESTION_REPORT_READERS = REPORTER | QUESTION_REPORT_COORDINATOR
