"""Who takes part, who reads, and what each is asked."""

from collections.abc import Iterator

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Question
from blueprint.said import Said
from blueprint.tree import Steps


def people(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything about people that contradicts itself."""
    yield from questions(("feedback", "teacher"), blueprint.feedback.teacher)
    yield from questions(("feedback", "mentor"), blueprint.feedback.mentor)
    yield from _fit(blueprint)
    for number, instrument in enumerate(blueprint.instruments):
        yield from questions(("instruments", number, "questions"), instrument.questions)
    credentials = blueprint.teacher.credentials
    if credentials and not any(credential.takes_part for credential in credentials):
        yield Finding(
            ("teacher", "credentials"),
            "With these kinds of licence nobody could take part.",
            "Write `takes_part: true` at one of them.",
        )
    if blueprint.matching.self_match and not blueprint.mentor.public_directory:
        yield Finding(
            ("matching", "self_match"),
            "Teachers ask mentors who agreed to be seen, and here nobody can agree to that.",
            "Write `public_directory: true` under `mentor`, or remove `self_match`.",
        )
    yield from _lists(blueprint)
    yield from _inclusion(blueprint)
    yield from _under_age(blueprint)
    yield from _log(blueprint)
    yield from _for_one_alone(blueprint)
    yield from _reviews(blueprint)
    yield from _of_applications(blueprint)
    yield from _completion(blueprint)
    yield from _equals(blueprint)


def _fit(blueprint: Blueprint) -> Iterator[Finding]:
    """Questions of the pulse that are no scales, and days out of their order."""
    if blueprint.fit is None:
        return
    for side, asked in (("teacher", blueprint.fit.teacher), ("mentor", blueprint.fit.mentor)):
        yield from questions(("fit", side), asked)
        for number, question in enumerate(asked):
            if question.kind != "scale":
                yield Finding(
                    ("fit", side, number),
                    "The pulse asks for scales only: nobody reads words of it.",
                    "Write `kind: scale`, or ask this after a session.",
                )
    if list(blueprint.fit.days) != sorted(set(blueprint.fit.days)):
        yield Finding(
            ("fit", "days"),
            "The days of the pulse are not in their order, or one stands there twice.",
            "Write each day once, the first first.",
        )


def _lists(blueprint: Blueprint) -> Iterator[Finding]:
    lists, weights = blueprint.matching.lists, blueprint.matching.weights
    if lists is None:
        return
    if lists.ranked > lists.suggested:
        yield Finding(
            ("matching", "lists", "ranked"),
            Said(
                "A list suggests %(suggested)s people, and %(ranked)s of them may be ranked.",
                suggested=lists.suggested,
                ranked=lists.ranked,
            ),
            "Raise `suggested`, or lower `ranked`.",
        )
    if not (weights.prefers or weights.mentor_prefers):
        yield Finding(
            ("matching", "lists"),
            "People are asked to rank, and it counts for nothing.",
            "Give `prefers` or `mentor_prefers` a weight, or remove `lists`.",
        )


def _inclusion(blueprint: Blueprint) -> Iterator[Finding]:
    asked, weight = blueprint.vocabularies.inclusion, blueprint.matching.weights.inclusion
    if weight and not asked:
        yield Finding(
            ("matching", "weights", "inclusion"),
            "It counts what is asked for in confidence, and nothing can be asked for.",
            "List under `inclusion` of `vocabularies` what may be asked for, or write 0.",
        )
    if asked and not weight:
        yield Finding(
            ("vocabularies", "inclusion"),
            "People are asked in confidence, and it counts for nothing.",
            "Give `inclusion` a weight under `matching`, or remove this list.",
        )


def _under_age(blueprint: Blueprint) -> Iterator[Finding]:
    cleared = any(training.clears_for_under_age for training in blueprint.training)
    for number, trait in enumerate(blueprint.traits):
        if trait.under_age and not cleared:
            yield Finding(
                ("traits", number, "under_age"),
                "Nobody could mentor a teacher who is under age: no training clears for it.",
                "Write `clears_for_under_age: true` at a training.",
            )


def questions(steps: Steps, asked: tuple[Question, ...]) -> Iterator[Finding]:
    """Every question whose kind does not fit the rest of it."""
    for number, question in enumerate(asked):
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
                Said(
                    "`low` and `high` belong to a scale, and this question is a %(kind)s.",
                    kind=question.kind,
                ),
                "Remove them, or write `kind: scale`.",
            )
        if question.kind == "choice" and len(question.options) < 2:
            yield Finding(
                here,
                Said(
                    "A choice needs two options at least; it has %(count)s.",
                    count=len(question.options),
                ),
                "Add `options`, each with `code` and `title`.",
            )
        if question.kind != "choice" and question.options:
            yield Finding(
                here,
                Said(
                    "Only a choice has options, and this question is a %(kind)s.",
                    kind=question.kind,
                ),
                "Remove `options`, or write `kind: choice`.",
            )


def _log(blueprint: Blueprint) -> Iterator[Finding]:
    """Parts of the log whose kind does not fit the rest of them."""
    for number, section in enumerate(blueprint.session.log):
        if (section.kind == "choices") != bool(section.options):
            yield Finding(
                ("session", "log", number),
                "A part of the log has options if it is ticked, and only then.",
                "Add `options`, each with `code` and `title`, or write `kind: text`.",
            )
    once: list[str] = [one.kind for one in blueprint.session.log if one.kind == "date"]
    once += [one.by for one in blueprint.session.log if one.kind == "steps"]
    if "both" in once or len(set(once)) < len(once):
        yield Finding(
            ("session", "log"),
            "A log has one day at most, and one list of steps for each side.",
            "Write `by: teacher` or `by: mentor` at the steps, and leave out what is there twice.",
        )


def _for_one_alone(blueprint: Blueprint) -> Iterator[Finding]:
    """What only its author reads can be written by one: whoever is second finds it taken."""
    alone = {instrument.code for instrument in blueprint.instruments if instrument.only_own}
    for number, step in enumerate(blueprint.steps):
        if step.by == "both" and step.instrument in alone:
            yield Finding(
                ("steps", number, "by"),
                Said(
                    "Both answer in one place, and only whoever wrote there reads it "
                    "(“%(instrument)s” has `only_own: true`): the second could not answer.",
                    instrument=step.instrument,
                ),
                "Make two steps of it, one by: teacher and one by: mentor.",
            )


def _reviews(blueprint: Blueprint) -> Iterator[Finding]:
    for number, review in enumerate(blueprint.reviews):
        here: Steps = ("reviews", number)
        if review.blind and review.on_disagreement == "discussion":
            yield Finding(
                (*here, "on_disagreement"),
                "Readers who do not know of each other cannot talk about their results.",
                "Write another_reader or coordinator, or blind: false.",
            )
        if blueprint.conflicts.reviewer_other_school and not review.readers_differ_in_school:
            yield Finding(
                (*here, "readers_differ_in_school"),
                "`conflicts.reviewer_other_school` says that a reader is of another school.",
                "Write true here, or false there.",
            )


def _of_applications(blueprint: Blueprint) -> Iterator[Finding]:
    """Where readers judge applications, what is said of both does not contradict itself."""
    mentor, review = blueprint.mentor, blueprint.review_of_applications
    if review is None:
        return
    here: Steps = ("reviews", blueprint.reviews.index(review))
    if review.readers != mentor.reviewers:
        yield Finding(
            ("mentor", "reviewers"),
            Said(
                "An application has %(own)s readers here, and %(other)s by its review “%(code)s”.",
                own=mentor.reviewers,
                other=review.readers,
                code=review.code,
            ),
            "Write the same number at both.",
        )
    if [one.code for one in review.criteria] != [one.code for one in mentor.criteria]:
        yield Finding(
            ("mentor", "criteria"),
            Said(
                "An applicant is told other criteria than the review “%(code)s” has.",
                code=review.code,
            ),
            "Write the same codes at both, in the same order.",
        )
    if mentor.reviewers_apart and not review.readers_differ_in_school:
        yield Finding(
            (*here, "readers_differ_in_school"),
            "`mentor.reviewers_apart` says that a reader is of another school.",
            "Write true here, or false there.",
        )
    if review.signed_off:
        yield Finding(
            (*here, "signed_off"),
            "This review judges applications, and an applicant has no mentor who signs off.",
            "Write false, or make two reviews of it.",
        )
    if review.resubmissions:
        yield Finding(
            (*here, "resubmissions"),
            "This review judges applications: whoever is not accepted applies anew.",
            "Write 0, or make two reviews of it.",
        )


def _completion(blueprint: Blueprint) -> Iterator[Finding]:
    completion = blueprint.completion
    if completion is None:
        return
    if completion.modules == "all" and not blueprint.modules:
        yield Finding(
            ("completion", "modules"),
            "Every module must be complete, and there are no modules.",
            "Write modules: none, or add `modules`.",
        )
    if completion.extended_by is not None and completion.extension is None:
        yield Finding(
            ("completion", "extended_by"),
            "Somebody grants more time, and nothing says how much.",
            "Add `extension`, or remove `extended_by`.",
        )


def _equals(blueprint: Blueprint) -> Iterator[Finding]:
    feedback = blueprint.feedback
    if blueprint.relationship.symmetric and feedback.teacher != feedback.mentor:
        yield Finding(
            ("feedback", "mentor"),
            "The two of a pair are equals, and they are asked different questions.",
            "Ask both the same questions, or write `symmetric: false`.",
            error=False,
        )
