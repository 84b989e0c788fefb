"""What a blueprint of the right shape can still get wrong: its parts must agree with each other.

Each rule yields findings: the path, what is wrong, the cure, and whether it stops the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from blueprint.language import (
    Audience,
    Blueprint,
    Caseload,
    Coded,
    Exposure,
    Language,
    Level,
    Minutes,
    MonthlyHours,
    Months,
    Question,
    Record,
    Seats,
    Source,
)
from blueprint.tree import Steps
from blueprint.words import nearest

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


@dataclass(frozen=True)
class Finding:
    """Something that does not fit together. `error` stops the file, `advice` does not."""

    steps: Steps
    what: str
    cure: str
    error: bool = True


def findings(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything that does not fit together."""
    yield from _twice(blueprint)
    yield from _ranges(blueprint)
    yield from _references(blueprint)
    yield from _questions(("feedback", "teacher"), blueprint.feedback.teacher)
    yield from _questions(("feedback", "mentor"), blueprint.feedback.mentor)
    yield from _clocks(blueprint)
    yield from _house(blueprint)
    yield from _translations(blueprint)
    yield from _honesty(blueprint)


def _twice(blueprint: Blueprint) -> Iterator[Finding]:
    lists: dict[Steps, Iterable[Coded | Language | Source | Question]] = {
        ("domains",): blueprint.domains,
        ("vocabularies", "languages"): blueprint.vocabularies.languages,
        ("vocabularies", "subjects"): blueprint.vocabularies.subjects,
        ("vocabularies", "stages"): blueprint.vocabularies.stages,
        ("mentor", "criteria"): blueprint.mentor.criteria,
        ("mentor", "evidence"): blueprint.mentor.evidence,
        ("mentor", "refusal_reasons"): blueprint.mentor.refusal_reasons,
        ("relationship", "forms"): blueprint.relationship.forms,
        ("relationship", "decline_reasons"): blueprint.relationship.decline_reasons,
        ("relationship", "end_reasons"): blueprint.relationship.end_reasons,
        ("session", "modes"): blueprint.session.modes,
        ("session", "log"): blueprint.session.log,
        ("session", "cancel_reasons"): blueprint.session.cancel_reasons,
        ("feedback", "teacher"): blueprint.feedback.teacher,
        ("feedback", "mentor"): blueprint.feedback.mentor,
        ("feedback", "themes"): blueprint.feedback.themes,
        ("sources",): blueprint.sources,
    }
    for steps, entries in lists.items():
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries):
            if entry.code in seen:
                yield Finding(
                    (*steps, number, "code"),
                    f"The code “{entry.code}” is used twice: by items {seen[entry.code] + 1} "
                    f"and {number + 1}.",
                    "Give one of them another code, or remove it.",
                )
            seen.setdefault(entry.code, number)
    for number, code in enumerate(blueprint.languages):
        if code in blueprint.languages[:number]:
            yield Finding(
                ("languages", number), f"The language “{code}” is named twice.", "Remove one."
            )


def _ranges(blueprint: Blueprint) -> Iterator[Finding]:
    ranges: dict[Steps, Caseload | MonthlyHours | Months | Minutes | Seats] = {
        ("mentor", "caseload"): blueprint.mentor.caseload,
        ("mentor", "hours_a_month"): blueprint.mentor.hours_a_month,
        ("relationship", "months"): blueprint.relationship.months,
        ("session", "minutes"): blueprint.session.minutes,
        ("session", "seats"): blueprint.session.seats,
    }
    for steps, found in ranges.items():
        names = [name for name in ("minimum", "default", "maximum") if hasattr(found, name)]
        for low, high in pairwise(names):
            if getattr(found, low) > getattr(found, high):
                yield Finding(
                    (*steps, low),
                    f"The {low} is {getattr(found, low)}, "
                    f"and the {high} only {getattr(found, high)}.",
                    f"Lower the {low} or raise the {high}.",
                )


def _references(blueprint: Blueprint) -> Iterator[Finding]:
    def dangling(
        steps: Steps, code: str | None, entries: Iterable[Coded | Source], of: str
    ) -> Iterator[Finding]:
        known = [entry.code for entry in entries]
        if code is not None and code not in known:
            yield Finding(steps, f"There is no {of} “{code}”.", nearest(code, known))

    for number, domain in enumerate(blueprint.domains):
        yield from dangling(
            ("domains", number, "source"), domain.source, blueprint.sources, "source"
        )
    yield from dangling(
        ("request", "default_domain"), blueprint.request.default_domain, blueprint.domains, "domain"
    )
    yield from dangling(
        ("relationship", "default_form"),
        blueprint.relationship.default_form,
        blueprint.relationship.forms,
        "form",
    )
    yield from dangling(
        ("session", "default_mode"), blueprint.session.default_mode, blueprint.session.modes, "mode"
    )
    for number, line in enumerate(blueprint.provenance):
        yield from dangling(
            ("provenance", number, "source"), line.source, blueprint.sources, "source"
        )
        if line.source is None and line.note is None:
            yield Finding(
                ("provenance", number),
                "This line names neither a source nor a note.",
                "Name a source, or say in a note that it is your own default.",
            )
        for place, path in enumerate(line.of):
            if not _exists(blueprint, path):
                yield Finding(
                    ("provenance", number, "of", place),
                    f"There is nothing at “{path}” in this file.",
                    "Write the path with dots, as in `mentor.minimum_years`.",
                )


def _exists(blueprint: Blueprint, path: str) -> bool:
    found: object = blueprint
    for name in path.split("."):
        if name not in getattr(type(found), "model_fields", ()):
            return False
        found = getattr(found, name)
    return True


def _questions(steps: Steps, questions: tuple[Question, ...]) -> Iterator[Finding]:
    for number, question in enumerate(questions):
        here = (*steps, number)
        ends = question.low is not None, question.high is not None
        if question.kind == "scale" and not all(ends):
            yield Finding(
                here,
                "A scale does not say what its ends mean.",
                "Add `low` (what 1 means) and `high` (what 5 means).",
            )
        if question.kind != "scale" and any(ends):
            yield Finding(
                here,
                f"`low` and `high` belong to a scale, and this question is a {question.kind}.",
                "Remove them, or write `kind: scale`.",
            )
        if question.kind == "choice" and len(question.options) < 2:
            yield Finding(
                here,
                f"A choice needs two options at least; it has {len(question.options)}.",
                "Add `options`, each with `code` and `title`.",
            )
        if question.kind != "choice" and question.options:
            yield Finding(
                here,
                f"Only a choice has options, and this question is a {question.kind}.",
                "Remove `options`, or write `kind: choice`.",
            )
        for place, option in enumerate(question.options):
            if option.code in [earlier.code for earlier in question.options[:place]]:
                yield Finding(
                    (*here, "options", place, "code"),
                    f"The code “{option.code}” is used twice.",
                    "Give one of them another code, or remove it.",
                )


def _clocks(blueprint: Blueprint) -> Iterator[Finding]:
    request, nudges = blueprint.request, blueprint.nudges
    if request.warn_before_days >= request.expires_after_days:
        yield Finding(
            ("request", "warn_before_days"),
            f"The warning would come {request.warn_before_days} days before the end, but a request "
            f"lives only {request.expires_after_days}.",
            "Let the warning come later, or the request live longer.",
        )
    for name, days, rising in (
        ("quiet_mentor_days", nudges.quiet_mentor_days, True),
        ("reminder_hours", nudges.reminder_hours, False),
    ):
        wanted = sorted(set(days), reverse=not rising)
        if list(days) != wanted:
            yield Finding(
                ("nudges", name),
                f"These are not in order, {'shortest' if rising else 'longest'} first, "
                "or one comes twice.",
                f"Write {wanted}.",
            )
    if nudges.quiet_hours.starts == nudges.quiet_hours.ends:
        yield Finding(
            ("nudges", "quiet_hours"),
            "The quiet hours begin and end at the same time.",
            'Write, for example, starts: "21:00" and ends: "07:00".',
        )


def _house(blueprint: Blueprint) -> Iterator[Finding]:
    for name in ("never_own_principal", "never_own_evaluator"):
        if not getattr(blueprint.matching.rules, name):
            yield Finding(
                ("matching", "rules", name),
                "No programme may switch this rule off: guidance is no appraisal.",
                "Write true.",
            )
    found: dict[Record, Exposure] = {}
    for number, line in enumerate(blueprint.visibility.records):
        here: Steps = ("visibility", "records", number)
        if line.record in found:
            yield Finding(
                (*here, "record"), f"“{line.record}” has two lines.", "Keep one of the two."
            )
        found[line.record] = line
        for audience, most in HOUSE[line.record].items():
            if RISING.index(line.to(audience)) > RISING.index(most):
                yield Finding(
                    (*here, audience),
                    f"This is weaker than the house rule: of “{line.record}”, the "
                    f"{audience.replace('_', ' ')} sees at most “{most}”.",
                    f"Write {most}, or less.",
                )
    for record in HOUSE:
        if record not in found and record not in LEFT_OUT:
            yield Finding(
                ("visibility", "records"),
                f"Nothing says who may see “{record}”.",
                f"Add a line with `record: {record}`.",
            )


def _translations(blueprint: Blueprint) -> Iterator[Finding]:
    for locale in blueprint.languages:
        missing = blueprint.missing(locale)
        if missing:
            shown = ", ".join(missing[:5]) + (" and others" if len(missing) > 5 else "")
            yield Finding(
                ("languages",),
                f"{len(missing)} texts are not written in “{locale}”: {shown}.",
                f"Add `{locale}:` to each, or take “{locale}” out of `languages`.",
                error=False,
            )


def _honesty(blueprint: Blueprint) -> Iterator[Finding]:
    homeless = [path for path, _ in blueprint.numbers() if blueprint.provenance_of(path) is None]
    if homeless:
        shown = ", ".join(homeless[:5]) + (" and others" if len(homeless) > 5 else "")
        yield Finding(
            ("provenance",),
            f"Nothing says where these numbers come from: {shown}.",
            "Add a line to `provenance` with a source, or with a note that it is your own default.",
            error=False,
        )
