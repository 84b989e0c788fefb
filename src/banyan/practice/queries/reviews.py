"""How the blueprint wants handed-in work judged, and what follows from what readers find."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language

from banyan.kernel.pupils import Sign, hits
from banyan.mentoring.queries.steps import evidence_key
from banyan.practice.states import Verdict, Waits
from blueprint import Blueprint, Review, Step, Text


class Judged(NamedTuple):
    """A step in which work is handed in, the step in which it is judged, and how."""

    step: Step
    review_key: str
    review: Review


def words_of(text: Text) -> str:
    """In the reader's language."""
    return text.in_(get_language() or "en")


class Judgeable(ABC):
    """What readers judge: its name, and how it is judged."""

    design: Blueprint  # by which it was handed in
    is_application = False  # of a mentor: then it is of no step of a journey

    @property
    def key(self) -> str:
        """Of the step of a journey in which it was handed in, if it was in one."""
        return ""

    @property
    @abstractmethod
    def review(self) -> Review:
        """How it is judged."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is called, in the active language."""

    @property
    def module(self) -> str:
        return ""

    @abstractmethod
    def labelled(self, words: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What was handed in, label and text."""

    def unnamed(self, text: str) -> str:
        """As it is read by who does not learn whose it is."""
        return without_numbers(text)


class OfStep(Judgeable):
    """What is judged as the work of a step."""

    how: Judged

    @property
    @abstractmethod
    def key(self) -> str:
        """The step, as `judged` takes it."""

    @property
    def review(self) -> Review:
        return self.how.review

    @property
    def title(self) -> str:
        return words_of(self.how.step.title)

    @property
    def module(self) -> str:
        code = self.key.rpartition("/")[0]
        modules = self.design.modules
        return next((words_of(module.title) for module in modules if module.code == code), "")

    def labelled(self, words: Mapping[str, Any]) -> list[tuple[str, str]]:
        step = self.how.step
        labels = {prompt.code: prompt.title for prompt in step.prompts}
        labels |= {evidence_key(self.design, step, each.code): each.title for each in step.evidence}
        return [
            (words_of(labels[code]) if code in labels else "", str(value))
            for code, value in words.items()
        ]


def code_of(key: str) -> str:
    """The code of the step that a key names: "module_1/review#2" is of "review"."""
    return key.rpartition("/")[2].partition("#")[0]


def judged(design: Blueprint, key: str) -> Judged | None:
    """How what is handed in at this step is judged; None where nobody judges it.

    It is judged by the step with a review that comes after it, in the same module.
    """
    module, _, rest = key.rpartition("/")
    code, _, number = rest.partition("#")
    reviews = {review.code: review for review in design.reviews}
    step = next((step for step in design.steps if step.code == code), None)
    if step is None or step.kind != "submission":
        return None
    for judging in design.steps:
        if judging.review not in reviews or code not in judging.after:
            continue
        if judging.modules and module not in judging.modules:
            continue
        place = f"{module}/" if judging.modules else ""
        again = f"#{number}" if number and judging.every else ""
        return Judged(step, f"{place}{judging.code}{again}", reviews[judging.review])
    return None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the readers' findings come to: a verdict, or what is waited for and how many more
    readers are to be found."""

    verdict: Verdict | None
    waits: Waits
    wanted: int = 0


_ON_DISAGREEMENT = {
    "another_reader": Waits.ANOTHER,
    "discussion": Waits.DISCUSSION,
    "coordinator": Waits.COORDINATOR,
}


def weighed(found: Sequence[str], review: Review) -> Weighed:
    """`found` has a verdict for each reader who did not give the work back, "" while she reads.

    When all agree, that is the verdict. Where the blueprint asks another reader, the majority
    decides once there are more readers than it began with; of an even split, one more.
    """
    missing = review.readers - len(found)
    if missing > 0:
        return Weighed(None, Waits.ASSIGNING, missing)
    if "" in found:
        return Weighed(None, Waits.READING)
    yes = sum(one == Verdict.SUCCESSFUL for one in found)
    no = len(found) - yes
    if not yes or not no:
        return Weighed(Verdict.SUCCESSFUL if yes else Verdict.NOT_YET, Waits.NOTHING)
    waits = _ON_DISAGREEMENT[review.on_disagreement]
    if waits != Waits.ANOTHER:
        return Weighed(None, waits)
    if len(found) > review.readers and yes != no:
        return Weighed(Verdict.SUCCESSFUL if yes > no else Verdict.NOT_YET, Waits.NOTHING)
    return Weighed(None, waits, 1)


_NUMBERS = (
    re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)"),  # twelve digits, as of an Aadhaar number
    re.compile(r"(?<!\d)(?:\+\d{1,3}[ -]?)?\d{5}[ -]?\d{5}(?!\d)"),  # a mobile number
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),  # an address for mail
)


def looks_personal(texts: Iterable[str]) -> list[str]:
    """What in these texts looks like a number, an address or a pupil of somebody, as it stands
    there: any twelve digits and any ten, since readers are to learn of nobody."""
    each = list(texts)
    numbers = [hit.group() for text in each for sign in _NUMBERS for hit in sign.finditer(text)]
    return list(dict.fromkeys([*numbers, *(hit.text for hit in hits(each))]))


TAKEN_OUT = "[…]"


def without_numbers(text: str) -> str:
    """The text without what looks like a number or address of somebody."""
    for hit in hits([text]):
        if hit.sign != Sign.PUPIL:
            text = text.replace(hit.text, TAKEN_OUT)
    for sign in _NUMBERS:
        text = sign.sub(TAKEN_OUT, text)
    return text


def links_in(texts: Iterable[str]) -> list[str]:
    """Addresses of pages in these texts: what they lead to may say whose it is."""
    return [hit.group().rstrip(".,;)") for text in texts for hit in _LINK.finditer(text)]


def without_links(text: str) -> str:
    return _LINK.sub(TAKEN_OUT, text)


# With its scheme, as many leave it out, or a host with a path: a full stop alone ends a sentence.
_LINK = re.compile(
    r"(?:https?://|\bwww\.)\S+|(?<![\w@.])(?:[\w-]+\.)+[^\W\d]{2,}/\S+", re.IGNORECASE
)
_ADDRESS = re.compile(r"[@/_]|\.[a-zA-Z]{2,5}\b")  # of a page, for mail, of a file
# What is joined to a name where one is polite, and what a Russian name ends in.
_POLITE = r"(?:ji|bhai|ben|behen|saheb|sahib|sir|जी|भाई|बेन|बहन|साहब|सर)?"
_CASES = r"[а-яё]{0,3}"


def without(names: Iterable[str], text: str, places: Iterable[str] = ()) -> str:
    """The text with these names, and each part of them, taken out for readers who do not learn
    whose it is; of places, the whole name.

    A whole name counts however it is written; a part of it with a capital at its beginning, since
    many a name is also a word, and in an address however it is written.
    """
    text = unicodedata.normalize("NFC", text)
    each = [unicodedata.normalize("NFC", name).split() for name in names]
    wholes = [unicodedata.normalize("NFC", place).split() for place in places]
    joined = [r"[\s._-]*".join(map(_forms, name)) for name in each + wholes if len(name) > 1]
    parts = {part for name in each for part in name if len(part) > 2}
    parts |= {place[0] for place in wholes if len(place) == 1}
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    found = [*joined, *map(_forms, longest_first)]
    if not found:
        return text
    full = re.compile("|".join(joined) or "(?!)", re.IGNORECASE)
    any_part = re.compile("|".join(found), re.IGNORECASE)

    def in_address(word: re.Match[str]) -> str:
        if not _ADDRESS.search(word[0]):
            return word[0]
        return any_part.sub(_if_whole, full.sub(TAKEN_OUT, word[0]))

    text = re.sub(r"\S+", in_address, text)
    return any_part.sub(lambda hit: _if_whole(hit) if _is_name(hit[0]) else hit[0], text)


def addresses_with(names: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Addresses in these texts that tell one of the names: without it they lead nowhere."""
    each = list(names)
    words = (word for text in texts for word in text.split() if _ADDRESS.search(word))
    return [word for word in words if TAKEN_OUT in without(each, word)]


def _forms(part: str) -> str:
    """A part of a name with what can be joined to it."""
    if re.search("[а-яё]", part, re.IGNORECASE):
        return re.escape(part[:-1] if len(part) > 3 else part) + _CASES
    return re.escape(part) + _POLITE


def _is_name(found: str) -> bool:
    return not found[0].islower() or len(re.split(r"[\s._-]", found)) > 1


def _if_whole(found: re.Match[str]) -> str:
    """Taken out unless it is only a part of a word. The marks that belong to a letter are none by
    themselves: a vowel sign of Hindi goes on with the word."""
    begins, ends = found.start(), found.end()
    beside = found.string[max(begins - 1, 0) : begins] + found.string[ends : ends + 1]
    return found[0] if any(unicodedata.category(one)[0] in "LM" for one in beside) else TAKEN_OUT
