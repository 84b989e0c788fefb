"""Whatever is named in one part of the file stands in another."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from blueprint.coherence.finding import Finding, dangling
from blueprint.language import Blueprint, Coded, Party, When
from blueprint.said import Said
from blueprint.text import name_of
from blueprint.tree import Steps
from blueprint.words import nearest

PLACEHOLDERS = (
    "teacher", "mentor", "coordinator", "programme", "cohort", "school", "district", "start",
    "end", "today", "role_mentor", "role_teacher", "hours", "minutes", "number", "form", "months",
    "goals",
)  # fmt: skip
"""What can stand in braces in the words of a document, to be filled in."""

OF_ONE = ("steps", "goals", "sessions", "expectations", "decisions")
"""Tables of one pair."""
OF_MANY = ("pairs", "mentors", "waiting", "completed", "sample", "indicators", "numbers")
"""Tables of a programme or cohort."""


def references(blueprint: Blueprint) -> Iterator[Finding]:
    """Every name that leads nowhere."""
    for number, domain in enumerate(blueprint.domains):
        yield from dangling(
            ("domains", number, "source"), domain.source, blueprint.sources, "source"
        )
    yield from dangling(
        ("request", "default_domain"), blueprint.request.default_domain, blueprint.domains, "domain"
    )
    yield from dangling(("mentor", "review"), blueprint.mentor.review, blueprint.reviews, "review")
    forms = blueprint.relationship.forms
    yield from dangling(
        ("relationship", "default_form"), blueprint.relationship.default_form, forms, "form"
    )
    yield from dangling(
        ("relationship", "trial_end_reason"),
        blueprint.relationship.trial_end_reason,
        blueprint.relationship.end_reasons,
        "reason",
    )
    yield from dangling(
        ("session", "default_mode"), blueprint.session.default_mode, blueprint.session.modes, "mode"
    )
    yield from _of_stages(blueprint)
    yield from _of_modules(blueprint)
    yield from _of_steps(blueprint)
    yield from _of_outcomes(blueprint)
    yield from _of_whens(blueprint)
    yield from _of_documents(blueprint)
    yield from _of_signposts(blueprint)
    yield from _unused(blueprint)
    yield from _of_provenance(blueprint)


def _each(
    steps: Steps, codes: Iterable[str], entries: Iterable[Coded], of: str
) -> Iterator[Finding]:
    known = tuple(entries)
    for number, code in enumerate(codes):
        yield from dangling((*steps, number), code, known, of)


def _of_stages(blueprint: Blueprint) -> Iterator[Finding]:
    for number, stage in enumerate(blueprint.stages):
        here: Steps = ("stages", number)
        yield from _each((*here, "after"), stage.after, blueprint.stages, "stage")
        for place, artefact in enumerate(stage.artefacts):
            yield from dangling(
                (*here, "artefacts", place, "document"),
                artefact.document,
                blueprint.documents,
                "document",
            )


def _of_modules(blueprint: Blueprint) -> Iterator[Finding]:
    for number, module in enumerate(blueprint.modules):
        here: Steps = ("modules", number)
        yield from _each((*here, "after"), module.after, blueprint.modules, "module")
        yield from _each((*here, "traits"), module.traits, blueprint.traits, "trait")


def _of_steps(blueprint: Blueprint) -> Iterator[Finding]:
    for number, step in enumerate(blueprint.steps):
        here: Steps = ("steps", number)
        yield from _each((*here, "after"), step.after, blueprint.steps, "step")
        yield from _each((*here, "modules"), step.modules, blueprint.modules, "module")
        yield from _each((*here, "traits"), step.traits, blueprint.traits, "trait")
        yield from _each((*here, "forms"), step.forms, blueprint.relationship.forms, "form")
        yield from dangling(
            (*here, "instrument"), step.instrument, blueprint.instruments, "instrument"
        )
        yield from dangling((*here, "document"), step.document, blueprint.documents, "document")
        yield from dangling((*here, "review"), step.review, blueprint.reviews, "review")
        for instrument in blueprint.instruments:
            if instrument.code == step.instrument and not _agree(step.by, instrument.by):
                yield Finding(
                    (*here, "by"),
                    Said(
                        "This step has two owners: it is done by “%(doer)s”, and its "
                        "questionnaire “%(instrument)s” is answered by "
                        "“%(answerer)s”.",
                        doer=step.by,
                        instrument=instrument.code,
                        answerer=instrument.by,
                    ),
                    Said(
                        "Write by: %(answerer)s, or name another questionnaire.",
                        answerer=instrument.by,
                    ),
                )


def _agree(doer: Party, answerer: Party) -> bool:
    pair = ("teacher", "mentor", "both")
    return doer == answerer or ("both" in (doer, answerer) and {doer, answerer} <= set(pair))


def _of_outcomes(blueprint: Blueprint) -> Iterator[Finding]:
    documents, doses = blueprint.documents, blueprint.doses
    if blueprint.relationship.agreement is not None:
        yield from dangling(
            ("relationship", "agreement", "document"),
            blueprint.relationship.agreement.document,
            documents,
            "document",
        )
    if blueprint.completion is not None:
        yield from _each(("completion", "doses"), blueprint.completion.doses, doses, "dose")
    if blueprint.recognition is not None:
        here: Steps = ("recognition", "certificate")
        code = blueprint.recognition.certificate
        kinds = {document.code: document.kind for document in documents}
        certificates = [document for document in documents if document.kind == "certificate"]
        if code is not None and kinds.get(code, "certificate") != "certificate":
            yield Finding(
                here,
                Said(
                    "“%(code)s” is a document of the kind “%(kind)s”, not a certificate.",
                    code=code,
                    kind=kinds[code],
                ),
                nearest(code, [document.code for document in certificates])
                if certificates
                else Said("Write `kind: certificate` at the document “%(code)s”.", code=code),
            )
        else:
            yield from dangling(here, code, documents, "document")
    if blueprint.pay is not None:
        for number, tranche in enumerate(blueprint.pay.tranches):
            yield from dangling(("pay", "tranches", number, "dose"), tranche.dose, doses, "dose")


def whens(blueprint: Blueprint) -> Iterator[tuple[Steps, When]]:
    """Every day that is told from another one, with its path."""
    for number, stage in enumerate(blueprint.stages):
        if stage.due is not None:
            yield ("stages", number, "due"), stage.due
    for number, module in enumerate(blueprint.modules):
        if module.starts is not None:
            yield ("modules", number, "starts"), module.starts
    for number, step in enumerate(blueprint.steps):
        if step.opens is not None:
            yield ("steps", number, "opens"), step.opens
        if step.due is not None:
            yield ("steps", number, "due"), step.due
    if blueprint.pay is not None:
        for number, tranche in enumerate(blueprint.pay.tranches):
            yield ("pay", "tranches", number, "due"), tranche.due


def _of_whens(blueprint: Blueprint) -> Iterator[Finding]:
    for steps, when in whens(blueprint):
        if when.counted_from == "step" and when.step is None:
            yield Finding(
                steps,
                "This day is counted from a step, and does not say from which.",
                "Add `step:` with the code of the step.",
            )
        if when.counted_from != "step" and when.step is not None:
            yield Finding(
                (*steps, "step"),
                Said(
                    "A step is named, but the day is counted from “%(counted_from)s”.",
                    counted_from=when.counted_from,
                ),
                "Write `counted_from: step`, or remove `step`.",
            )
        yield from dangling((*steps, "step"), when.step, blueprint.steps, "step")


def _of_documents(blueprint: Blueprint) -> Iterator[Finding]:
    for number, document in enumerate(blueprint.documents):
        here: Steps = ("documents", number)
        for place, paragraph in enumerate(document.paragraphs):
            for name, text in (("heading", paragraph.heading), ("text", paragraph.text)):
                for locale, words in text.root.items() if text else ():
                    at: Steps = (*here, "paragraphs", place, name)
                    yield from _placeholders((*at, locale) if locale else at, words)
                for locale in document.languages:
                    if text and not text.says(locale):
                        yield Finding(
                            (*here, "paragraphs", place, name),
                            Said(
                                "The document is made in “%(locale)s”, and these words are not.",
                                locale=locale,
                            ),
                            Said(
                                "Add `%(locale)s:`, or take “%(locale)s” out of its `languages`.",
                                locale=locale,
                            ),
                            error=False,
                        )
        for place, table in enumerate(document.includes):
            if document.of != "programme" and table in OF_MANY:
                yield Finding(
                    (*here, "includes", place),
                    Said(
                        "“%(table)s” is about many people, and this document about one or two.",
                        table=table,
                    ),
                    "Write `of: programme`, or take the table out.",
                )
            if document.of == "programme" and table in OF_ONE:
                yield Finding(
                    (*here, "includes", place),
                    Said(
                        "“%(table)s” is about one pair, and this document about the programme.",
                        table=table,
                    ),
                    "Take the table out, or write `of: pair`.",
                )
        signed = ("agreement", "consent", "order", "plan", "personalised_programme")
        if document.kind in signed and not document.signed_by:
            yield Finding(
                here,
                Said(
                    "Nobody signs this document, and it is of the kind “%(kind)s”.",
                    kind=document.kind,
                ),
                "Add `signed_by:` with those who sign it.",
                error=False,
            )


def _placeholders(steps: Steps, words: str) -> Iterator[Finding]:
    for name in dict.fromkeys(re.findall(r"\{([^{}]*)\}", words)):
        if name not in PLACEHOLDERS:
            yield Finding(
                steps,
                Said("“{%(name)s}” cannot be filled in.", name=name),
                Said(
                    "Write one of: %(known)s.",
                    known=", ".join(f"{{{known}}}" for known in PLACEHOLDERS),
                ),
            )
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", words)):
        yield Finding(
            steps,
            "A brace is opened and not closed, or closed and not opened.",
            "Write a place to be filled in as {teacher}, with one brace on each side.",
        )


def _of_signposts(blueprint: Blueprint) -> Iterator[Finding]:
    for number, post in enumerate(blueprint.signposts):
        here: Steps = ("signposts", number)
        if not post.telephones and post.web is None:
            yield Finding(
                here, "Nobody can be reached at this signpost.", "Add `telephones:` or `web:`."
            )
        for place, code in enumerate(post.languages):
            yield from dangling(
                (*here, "languages", place), code, blueprint.vocabularies.languages, "language"
            )


def _unused(blueprint: Blueprint) -> Iterator[Finding]:
    """What nobody would ever meet."""
    used: dict[str, set[str | None]] = {
        "instruments": {step.instrument for step in blueprint.steps},
        "reviews": {blueprint.mentor.review, *(step.review for step in blueprint.steps)},
        "traits": {
            *(trait for step in blueprint.steps for trait in step.traits),
            *(trait for module in blueprint.modules for trait in module.traits),
        },
    }
    entries: dict[str, tuple[Coded, ...]] = {
        # Questionnaires about the programme are also sent by the coordinator, without a step.
        "instruments": tuple(
            instrument for instrument in blueprint.instruments if instrument.about != "programme"
        ),
        "reviews": blueprint.reviews,
        "traits": blueprint.traits,
    }
    for part, found in entries.items():
        for entry in found:
            if entry.code not in used[part]:
                yield Finding(
                    (part, getattr(blueprint, part).index(entry)),
                    Said("No step names “%(code)s”.", code=entry.code),
                    "Name it in the step that needs it, or remove it.",
                    error=False,
                )


def _of_provenance(blueprint: Blueprint) -> Iterator[Finding]:
    for number, line in enumerate(blueprint.provenance):
        here: Steps = ("provenance", number)
        yield from dangling((*here, "source"), line.source, blueprint.sources, "source")
        if line.source is None and line.note is None:
            yield Finding(
                here,
                "This line names neither a source nor a note.",
                "Name a source, or say in a note that it is your own default.",
            )
        for place, path in enumerate(line.of):
            if not _exists(blueprint, path):
                yield Finding(
                    (*here, "of", place),
                    Said("There is nothing at “%(path)s” in this file.", path=path),
                    "Write the path with dots, as in `mentor.minimum_years`, and the code of an "
                    "item in brackets.",
                )


def _exists(blueprint: Blueprint, path: str) -> bool:
    found: object = blueprint
    for name, code in re.findall(r"([a-z_]+)(?:\[([a-z0-9_]+)\])?", path):
        if not isinstance(found, BaseModel) or name not in type(found).model_fields:
            return False
        found = getattr(found, name)
        if code:
            entries = found if isinstance(found, tuple) else ()
            found = next((one for one in entries if name_of(one) == code), None)
            if found is None:
                return False
    return True
