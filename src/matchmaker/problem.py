"""What is given: people, their needs and offers, what counts, what the coordinator decided."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeAlias, get_args

FORMAT = "matchmaker.problem"
VERSION = 5
# 1 had no objective, 2 no levels, formats, contexts, minors, 3 no states, 4 no needs and stages.
READ = (1, 2, 3, 4, 5)

Pairing: TypeAlias = tuple[str, str]  # (teacher id, mentor id)
SameSchool: TypeAlias = Literal["allowed", "never"]
LanguageLevel: TypeAlias = Literal["", "A1", "A2", "B1", "B2", "C1", "C2"]
LANGUAGE_LEVELS: tuple[LanguageLevel, ...] = get_args(LanguageLevel)
Objective: TypeAlias = Literal["most_matched", "total_fit", "fairest", "balanced", "stable"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
USUAL: Objective = "most_matched"
TOTAL_FIT: Objective = "total_fit"
STABLE: Objective = "stable"
FAIREST: Objective = "fairest"


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who offers help: `capacity` seats, and lists in her own order, the strongest first.

    `years` are years of experience; `hours` are labels of free times ("Mon 16-17"), compared as
    words; `avoid` holds ids of teachers she must not be paired with, told in confidence, `prefers`
    ids of teachers she would like, the first choice first. `skills` and `fluency` are names with a
    level ("questioning:3", "Hindi:B2"; see `levels`), `formats` ways she would meet, `contexts`
    kinds of school she knows, `says` what she says of herself. `minor` is whether she is cleared to
    mentor teachers who are under age.
    """

    id: str
    name: str = ""
    capacity: int = 1
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    years: int | None = None
    school: str = ""
    district: str = ""
    state: str = ""
    hours: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    fluency: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who asks for help: `domains` are her needs, the most important first.

    `prefers` holds ids of mentors she would like, the first choice first; `avoid` ids of mentors
    she must not be paired with, told in confidence; `earlier` ids of mentors she has worked with
    and would again. `asks` is what she asks a mentor to have said of themselves: asked in
    confidence, compared with `says`, never inferred. `minor` is whether she is under age. The rest
    is as in `Mentor`; `skills` are as she sees herself.
    """

    id: str
    name: str = ""
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    years: int | None = None
    school: str = ""
    district: str = ""
    state: str = ""
    hours: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    fluency: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each criterion is worth, beside the others; 0 leaves a criterion out."""

    domains: int = 40
    subjects: int = 15
    stages: int = 10
    languages: int = 10
    hours: int = 10
    distance: int = 5
    experience: int = 5
    preference: int = 5
    complement: int = 0
    fluency: int = 0
    formats: int = 0
    contexts: int = 0
    continuity: int = 0
    mentor_preference: int = 0
    inclusion: int = 0


@dataclass(frozen=True, slots=True)
class Criteria:
    """What makes a good pair (`weights`), which of the optional hard rules are on, and what the
    best answer is (`objective`, a name explained in `objectives`).

    `minimum_years` is a mentor's least experience (0 for no such rule); a mentor whose years are
    not known does not reach it. `language_level` is the least level (A1 to C2, "" for no such rule)
    at which both must speak a language in common; `shared_hours` the fewest free hours in common,
    `shared_format` whether they must agree on a way of meeting, and `same_state` whether they must
    work in one state: these three do not rule out a pair of which one has not said. `shared_domain`
    is whether the mentor must offer something that the teacher needs, and `shared_stage` whether
    they must have a stage of school in common: these two hold against a mentor who has said nothing
    of it, and not against a teacher who has not. Nobody can switch off the rules on oneself,
    prohibited relations, avoid lists, forbidden pairs, teachers who are under age, and capacity.
    """

    weights: Weights = Weights()
    shared_language: bool = True
    minimum_years: int = 0
    same_school: SameSchool = "allowed"
    language_level: LanguageLevel = ""
    shared_hours: int = 0
    shared_format: bool = False
    same_state: bool = False
    shared_domain: bool = False
    shared_stage: bool = False
    objective: Objective = USUAL


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything an answer depends on; the same problem always has the same answer.

    `pins` are pairs that must come out, `forbidden` pairs the coordinator rules out, `prohibited`
    relations the caller knows of, each with its code ("principal", "evaluator", "line_manager", or
    any other word). Ids in `forbidden`, `prohibited`, `avoid` and `prefers` that nobody has are
    ignored.
    """

    teachers: tuple[Teacher, ...]
    mentors: tuple[Mentor, ...]
    criteria: Criteria = Criteria()
    pins: frozenset[Pairing] = frozenset()
    forbidden: frozenset[Pairing] = frozenset()
    prohibited: Mapping[Pairing, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The problem as text that `from_json` reads back to an equal problem."""
        return json.dumps(self.to_content(), ensure_ascii=False, indent=1)

    def to_content(self) -> dict[str, Any]:
        """The problem as plain values."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "teachers": [asdict(teacher) for teacher in self.teachers],
            "mentors": [asdict(mentor) for mentor in self.mentors],
            "criteria": asdict(self.criteria),
            "pins": sorted(self.pins),
            "forbidden": sorted(self.forbidden),
            "prohibited": [[*pairing, why] for pairing, why in sorted(self.prohibited.items())],
        }

    @classmethod
    def from_json(cls, text: str) -> "Problem":
        """Read what `to_json` wrote; ValueError if it is something else or of another version."""
        content = opened(text, FORMAT, READ)
        try:
            criteria = dict(content["criteria"])
            weights = Weights(**criteria.pop("weights"))
            return cls(
                teachers=tuple(Teacher(**_tuples(row)) for row in content["teachers"]),
                mentors=tuple(Mentor(**_tuples(row)) for row in content["mentors"]),
                criteria=Criteria(weights=weights, **criteria),
                pins=frozenset((teacher, mentor) for teacher, mentor in content["pins"]),
                forbidden=frozenset((teacher, mentor) for teacher, mentor in content["forbidden"]),
                prohibited={
                    (teacher, mentor): why for teacher, mentor, why in content["prohibited"]
                },
            )
        except KeyError as missing:
            wrong = f'This is not a whole {FORMAT}: "{missing.args[0]}" is missing.'
            raise ValueError(wrong) from missing
        except (ValueError, TypeError, AttributeError) as other:
            wrong = f"This is not a whole {FORMAT}: something in it is of another kind."
            raise ValueError(wrong) from other


_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # of a character that JSON writes in two halves


def opened(text: str, kind: str, versions: tuple[int, ...]) -> dict[str, Any]:
    """The JSON object in `text`, if it says that it is `kind` in one of `versions`, the newest
    last; else ValueError."""
    content = json.loads(text)
    if _HALF.search(text):
        try:
            json.dumps(content, ensure_ascii=False).encode()
        except UnicodeEncodeError as half:
            raise ValueError(
                f"This {kind} holds half a character, written as {half.object[half.start]!a}:"
                " write it again from where it came."
            ) from half
    if not isinstance(content, dict) or content.get("format") != kind:
        raise ValueError(f"This is not a {kind}.")
    if content.get("version") not in versions:
        raise ValueError(
            f"This {kind} has version {content.get('version')}; version {versions[-1]} can be read."
        )
    return content


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


WEIGHTS: tuple[str, ...] = tuple(each.name for each in fields(Weights))
