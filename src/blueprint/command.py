"""Checking and showing a blueprint file, as lines for a terminal. Whoever wires it prints them."""

from collections.abc import Iterator
from pathlib import Path

from blueprint.checking import check as problems_of
from blueprint.checking import load
from blueprint.coherence import HOUSE
from blueprint.language import Blueprint, Coded, Question


def check(path: Path | str) -> tuple[int, list[str]]:
    """The exit code (0 good or advice only, 1 mistakes, 2 no such file) and what to print."""
    try:
        problems = problems_of(Path(path))
    except OSError as error:
        return 2, [f"{path} cannot be opened: {error.strerror or 'no reason given'}."]
    lines = [
        f"{path}:{problem.line or 1}: "
        + ("advice: " if problem.severity == "advice" else "")
        + (f"{problem.path}: " if problem.path else "")
        + f"{problem.what}\n    {problem.cure}"
        for problem in problems
    ]
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        return 1, [*lines, f"{errors} {'mistake' if errors == 1 else 'mistakes'} in {path}."]
    blueprint = load(Path(path))
    return 0, [*lines, f"{path} is good: {blueprint.title} ({blueprint})."]


def show(path: Path | str, locale: str = "en") -> str:
    """The blueprint in a file as a readable text in one language.

    Raises `Invalid` if the file has mistakes and `OSError` if it cannot be opened. The headings are
    English; the words of the file come in `locale`.
    """
    return "\n".join(_lines(load(Path(path)), locale)) + "\n"


def _lines(blueprint: Blueprint, locale: str) -> Iterator[str]:
    mentor, session = blueprint.mentor, blueprint.session
    relationship, request = blueprint.relationship, blueprint.request
    title = f"{blueprint.title.in_(locale)} ({blueprint})"
    yield from (title, "=" * len(title), "", blueprint.summary.in_(locale))
    yield from _section("Words", ())
    for word in (blueprint.words.mentor, blueprint.words.teacher, blueprint.words.coordinator):
        yield f"  {word.one.in_(locale)}, {word.many.in_(locale)}"
    yield from _section("Domains", blueprint.domains, locale)
    yield from _section("Languages", ())
    for language in blueprint.vocabularies.languages:
        yield f"  {language.title.in_(locale)} ({language.own})"
    yield from _section("Subjects", blueprint.vocabularies.subjects, locale)
    yield from _section("Stages of school", blueprint.vocabularies.stages, locale)
    yield from _section("Teachers", ())
    yield f"  {blueprint.teacher.eligibility.in_(locale)}"
    yield f"  Needs named at once: at most {blueprint.teacher.most_domains}"
    yield from _section("Mentors", ())
    yield f"  {mentor.eligibility.in_(locale)}"
    yield f"  Years of experience: at least {mentor.minimum_years}"
    yield f"  Readers of an application: {mentor.reviewers}"
    yield (
        f"  Teachers for one mentor: {mentor.caseload.default}, at most {mentor.caseload.maximum}"
    )
    hours = mentor.hours_a_month
    yield f"  Hours a month: {hours.default}, from {hours.minimum} to {hours.maximum}"
    yield f"  Orientation before matching: {_yes(mentor.orientation_required)}"
    yield f"    {mentor.orientation.in_(locale)}"
    yield f"  Public directory, of those who agreed: {_yes(mentor.public_directory)}"
    yield from _section("What reviewers look for", mentor.criteria, locale)
    yield from _section("What an applicant brings", mentor.evidence, locale)
    yield from _section("Reasons for a refusal", mentor.refusal_reasons, locale)
    yield from _section("Forms of mentoring", relationship.forms, locale)
    months = relationship.months
    yield f"  Months: {months.default}, from {months.minimum} to {months.maximum}"
    yield f"  A proposed pair is answered within {relationship.answer_within_days} days"
    yield from _section("Reasons to decline a pair", relationship.decline_reasons, locale)
    yield from _section("Reasons to end a pair", relationship.end_reasons, locale)
    yield from _section("Requests for guidance", ())
    yield (
        f"  Expires after {request.expires_after_days} days; warning {request.warn_before_days} "
        f"days before; at most {request.most_open} open at once"
    )
    if request.default_domain is not None:
        domain = blueprint.domain(request.default_domain)
        yield f"  Suggested to whoever named no needs: {domain.title.in_(locale)}"
    yield from _section("Matching", ())
    for name, value in blueprint.matching.rules:
        yield f"  {_spoken(name)}: {_yes(value)}"
    for name, weight in blueprint.matching.weights:
        yield f"  weight of {_spoken(name)}: {weight}"
    yield from _section("Sessions", session.modes, locale)
    minutes = session.minutes
    yield f"  Minutes: {minutes.default}, from {minutes.minimum} to {minutes.maximum}"
    yield f"  Seats in a group: {session.seats.default}, at most {session.seats.maximum}"
    yield f"  Both confirm attendance within {session.confirm_within_days} days"
    yield f"  Over the empty agenda: {session.agenda_hint.in_(locale)}"
    yield from _section("The log of a session", session.log, locale)
    yield from _section("Reasons to cancel a session", session.cancel_reasons, locale)
    yield from _questions("Questions to the teacher", blueprint.feedback.teacher, locale)
    yield from _questions("Questions to the mentor", blueprint.feedback.mentor, locale)
    yield f"  A mean is shown from {blueprint.feedback.means_need} answers on"
    yield f"  {blueprint.feedback.confidential_notice.in_(locale)}"
    yield from _section("Themes", blueprint.feedback.themes, locale)
    nudges = blueprint.nudges
    yield from _section("Nudges", ())
    yield f"  A quiet mentor is asked after {_listed(nudges.quiet_mentor_days)} days"
    yield f"  A session is announced {_listed(nudges.reminder_hours)} hours before"
    yield f"  Feedback is asked for {nudges.feedback_due_hours} hours after"
    yield f"  Digest: {nudges.digest}"
    yield f"  Quiet from {nudges.quiet_hours.starts:%H:%M} to {nudges.quiet_hours.ends:%H:%M}"
    yield from _section("Who sees what", ())
    yield f"  {blueprint.visibility.statement.in_(locale)}"
    for line in blueprint.visibility.records:
        yield f"  {line.title.in_(locale)}"
        for audience in HOUSE[line.record]:
            yield f"    {_spoken(audience)}: {line.to(audience)}"
    yield f"  A count or mean needs {blueprint.visibility.aggregate_needs} people"
    yield from _section("Sources", ())
    for source in blueprint.sources:
        yield f"  {source.title}: {source.where}"
    yield from _section("Where the numbers come from", ())
    for origin in blueprint.provenance:
        yield f"  {_listed(origin.of)}"
        if origin.source is not None:
            yield f"    {blueprint.source(origin.source).title}"
        if origin.note is not None:
            yield f"    {origin.note.in_(locale)}"


def _section(heading: str, entries: tuple[Coded, ...], locale: str = "en") -> Iterator[str]:
    yield from ("", heading, "-" * len(heading))
    for entry in entries:
        hint = f": {entry.hint.in_(locale)}" if entry.hint else ""
        yield f"  {entry.title.in_(locale)}{hint}"


def _questions(heading: str, questions: tuple[Question, ...], locale: str) -> Iterator[str]:
    yield from _section(heading, ())
    for question in questions:
        private = " [in confidence]" if question.confidential else ""
        yield f"  {question.text.in_(locale)}{private}"
        if question.hint is not None:
            yield f"    {question.hint.in_(locale)}"
        if question.low is not None and question.high is not None:
            yield f"    1 {question.low.in_(locale)} … 5 {question.high.in_(locale)}"
        for option in question.options:
            yield f"    {option.title.in_(locale)}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(map(str, values))
