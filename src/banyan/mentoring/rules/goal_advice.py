"""What a goal does not say yet, in kind words beside its form. It advises; it never refuses.

A goal is specific, measurable, achievable, relevant and has its day: shared words of the field
(SMART). Values in, sentences out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MILESTONES = ("milestone_1", "milestone_2", "milestone_3")
FAR = timedelta(weeks=6)  # a goal that is further off than this is easier with a milestone
VERY_FAR = timedelta(days=366)

# Words that wish well and measure nothing, by the language in which they are written. A text is
# asked for all of them: people mix languages.
VAGUE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "better", "improve", "improved", "more", "good", "well", "nicely", "effective",
        "effectively", "confident", "often", "regularly", "enough", "engaged", "understand",
        "as much as possible",
    ),
    "hi": (
        "बेहतर", "अच्छा", "अच्छी", "अच्छे", "अच्छी तरह", "ज़्यादा", "ज्यादा", "अधिक", "सुधार", "प्रभावी",
        "अक्सर", "नियमित", "पर्याप्त", "यथासंभव",
    ),
    "ru": (
        "лучше", "хорошо", "больше", "чаще", "часто", "регулярно", "эффективно", "эффективнее",
        "активнее", "интереснее", "увереннее", "достаточно", "улучшить", "улучшение", "повысить",
        "как можно больше",
    ),
}  # fmt: skip
ORDER = (
    "what", "baseline", "measure", "target", "support", "standard", "priority", "due", "milestone_1",
    "milestone_2", "milestone_3",
)  # fmt: skip
_EMPTY: Mapping[str, object] = {
    "what": gettext_lazy("Say in one sentence what will be different, and for whom."),
    "baseline": gettext_lazy("Say where you stand today; then you will see how far you have come."),
    "measure": gettext_lazy("Say how you will know: what you will count, hear or see."),
    "target": gettext_lazy("Say where you want to be at the end, in the same measure."),
    "support": gettext_lazy(
        "Say what makes it possible: time, help, material, a small first step."
    ),
}
_BETWEEN = re.compile(r"[\s.,;:!?()\[\]«»“”„\"'’…।/—–-]+")


@dataclass(frozen=True, slots=True)
class Advice:
    """One kind remark, on the section that it is about."""

    section: str
    sentence: str


def advice(
    title: str, words: Mapping[str, Any], *, linked: bool = False, today: date
) -> list[Advice]:
    """What would make the goal clearer, in the order of the form; nothing when it says all.

    `words` are by code of the section; `linked` says that it grows out of a need on record. Takes
    any draft whatever, and each section is remarked on once at most.
    """
    said = {code: _text(words.get(code)) for code in (*_EMPTY, "standard", "priority")}
    found = [
        Advice(code, str(sentence))
        for code, sentence in _EMPTY.items()
        if not said[code] and not (code == "what" and title.strip())
    ]
    for code in ("measure", "target"):
        if said[code] and (word := vague(said[code])):
            found.append(
                Advice(
                    code,
                    _("“%(word)s” is a good wish. What would you see or count when it comes true?")
                    % {"word": word},
                )
            )
    if said["baseline"] and _plain(said["baseline"]) == _plain(said["target"]):
        found.append(
            Advice("target", _("Where you start and where you want to be are the same so far."))
        )
    if not (linked or said["standard"] or said["priority"]):
        found.append(
            Advice(
                "priority",
                _(
                    "Say what it is good for: a need of yours, a standard, or a priority of your school."
                ),
            )
        )
    found += _of_days(words, today)
    each_once = {one.section: one for one in reversed(found)}
    return sorted(each_once.values(), key=lambda one: ORDER.index(one.section))


def vague(text: str) -> str:
    """The first word of it that wishes well and measures nothing; none where a number stands
    beside it: "three more voices" says how many."""
    if any(letter.isdigit() for letter in text):
        return ""
    plain = f" {_plain(text)} "
    found = [
        (plain.index(f" {_plain(word)} "), -len(word), word)
        for words in VAGUE.values()
        for word in words
        if f" {_plain(word)} " in plain
    ]
    return min(found)[2] if found else ""


def _of_days(words: Mapping[str, Any], today: date) -> list[Advice]:
    due = _day(words.get("due"))
    if due is None:
        return [Advice("due", _("Choose the day by which you would like to be there."))]
    found = []
    if due < today:
        found.append(Advice("due", _("That day is over. Choose one that is still to come.")))
    elif due - today > VERY_FAR:
        found.append(
            Advice(
                "due", _("That is more than a year away. A nearer day is easier to work towards.")
            )
        )
    named = [code for code in MILESTONES if _text(words.get(code))]
    if not named and due - today > FAR:
        found.append(
            Advice("milestone_1", _("The way is long: a milestone or two make it easier to walk."))
        )
    for code in named:
        on = _day(words.get(f"{code}_on"))
        if on is None:
            found.append(Advice(code, _("Give this milestone a day.")))
        elif on > due:
            found.append(Advice(code, _("This milestone comes after the last day of the goal.")))
    return found


def _text(said: Any) -> str:
    return said.strip() if isinstance(said, str) else ""


def _plain(text: str) -> str:
    """Words alone, in small letters, with one space between them."""
    return " ".join(_BETWEEN.split(unicodedata.normalize("NFC", text).casefold())).strip()


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        return None
