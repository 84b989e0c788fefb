"""Why a step stands as it does, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from banyan.ui import words
from blueprint import Reason, Text

# The sentences of the blueprint package, where the catalogues of this product find them.
SENTENCES = {
    "not_needed_form": _("Not needed for this form of mentoring."),
    "not_needed_traits": _("Not needed for this teacher."),
    "done": _("Done on %(day)s."),
    "waived": _("Waived on %(day)s."),
    "on_hold": _("Waits: the pair is on leave until %(day)s."),
    "on_hold_open": _("Waits: the pair is on leave, and nobody has said until when."),
    "after_step": _("Opens when %(step)s is done."),
    "after_step_in_module": _("Opens when %(step)s of %(module)s is done."),
    "after_module": _("Opens when %(module)s is complete."),
    "after_pair_starts": _("Opens when the pair begins."),
    "opens": _("Opens on %(day)s."),
    "open": _("Can be done now; there is no last day."),
    "optional": _("Can still be done; the pair is complete without it."),
    "due": _("Due on %(day)s."),
    "overdue": _("Overdue since %(day)s."),
    "after_stage": _("Begins when %(stage)s is done."),
    "stage_missing": _("Still missing: %(artefact)s."),
}


def sentence_of(reason: Reason) -> str:
    """The sentence of a reason, with days and titles as this reader writes them."""
    return gettext(SENTENCES[reason.code]) % _said(reason.values)


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _word(value) for name, value in values.items()}


def _word(value: object) -> object:
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Text):
        return value.in_(get_language() or "en")
    if isinstance(value, tuple):
        return words.join_names([str(_word(one)) for one in value])
    return value
