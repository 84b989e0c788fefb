"""Rules of the house: no programme may switch them off, whatever its file says."""

from collections.abc import Iterator
from typing import get_args

from blueprint.coherence.finding import Finding
from blueprint.language import Audience, Blueprint, Exposure, Level, Record
from blueprint.said import Said
from blueprint.tree import Steps

RISING: tuple[Level, ...] = ("none", "aggregate", "status", "own", "text")
"""From nothing to everything."""

_MOST: dict[Record, tuple[Level, Level, Level, Level, Level, Level]] = {
    # teacher, mentor, coordinator, principal, nodal officer, administrator
    "application": ("none", "own", "text", "none", "status", "none"),
    "needs": ("own", "text", "text", "none", "aggregate", "none"),
    "request": ("own", "text", "status", "none", "aggregate", "none"),
    "session": ("text", "text", "status", "status", "status", "none"),
    "session_log": ("text", "text", "status", "status", "aggregate", "none"),
    "feedback_of_teacher": ("own", "aggregate", "aggregate", "none", "aggregate", "none"),
    "feedback_of_mentor": ("none", "own", "aggregate", "none", "aggregate", "none"),
    "confidential_words": ("own", "own", "text", "none", "none", "none"),
    "plan": ("text", "text", "text", "status", "aggregate", "none"),
    "practice": ("text", "text", "status", "status", "aggregate", "none"),
    "journey": ("text", "text", "status", "status", "aggregate", "none"),
    "review": ("text", "text", "status", "none", "aggregate", "none"),
    "survey_answers": ("own", "own", "aggregate", "none", "aggregate", "none"),
    "hours": ("own", "own", "text", "status", "aggregate", "status"),
}

LEFT_OUT: frozenset[Record] = frozenset(
    ("plan", "practice", "journey", "review", "survey_answers", "hours")
)
"""Records that a file need not speak of; then the line of the house holds."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

HOUSE: dict[Record, dict[Audience, Level]] = {
    record: dict(zip(AUDIENCES, most, strict=True)) for record, most in _MOST.items()
}
"""The most that a file may open to each audience. Whoever appraises, manages or pays a teacher
reads no word of hers; whoever administers the platform has no standing to content at all."""

GUIDANCE = "No programme may switch this rule off: guidance is no appraisal."


def house(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything that would be weaker than the house."""
    for name in ("never_own_principal", "never_own_evaluator"):
        if not getattr(blueprint.matching.rules, name):
            yield Finding(("matching", "rules", name), GUIDANCE, "Write true.")
    for name in ("mentor_never_evaluator", "reviewer_never_mentor", "reviewer_never_evaluator"):
        if not getattr(blueprint.conflicts, name):
            yield Finding(("conflicts", name), GUIDANCE, "Write true.")
    found: dict[Record, Exposure] = {}
    for number, line in enumerate(blueprint.visibility.records):
        here: Steps = ("visibility", "records", number)
        if line.record in found:
            yield Finding(
                (*here, "record"),
                Said("“%(record)s” has two lines.", record=line.record),
                "Keep one of the two.",
            )
        found[line.record] = line
        for audience, most in HOUSE[line.record].items():
            if RISING.index(line.to(audience)) > RISING.index(most):
                yield Finding(
                    (*here, audience),
                    Said(
                        "This is weaker than the house rule: of “%(record)s”, the "
                        "%(audience)s sees at most “%(most)s”.",
                        record=line.record,
                        audience=audience.replace("_", " "),
                        most=most,
                    ),
                    Said("Write %(most)s, or less.", most=most),
                )
    for record in HOUSE:
        if record not in found and record not in LEFT_OUT:
            yield Finding(
                ("visibility", "records"),
                Said("Nothing says who may see “%(record)s”.", record=record),
                Said("Add a line with `record: %(record)s`.", record=record),
            )
