"""What Arun keeps of his practice: a plan that he taught and published, what he tried, what his
pupils wrote, and a page of his journal of which Meera reads one paragraph."""

from __future__ import annotations

from typing import Any

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import digest, paragraphs
from banyan.mentoring.states import RecordKind
from banyan.practice.actions import lesson_plans
from banyan.practice.models import LessonPlan


def practise(world: World) -> None:
    """In the last third of the time that the pair of Meera and Arun has had."""
    pair = (
        Mentorship.objects.select_related("mentor", "mentee", "school", "cohort__programme")
        .filter(mentee=world.cast["arun"], mentor=world.cast["meera"], starts_on__isnull=False)
        .order_by("-pk")[0]
    )
    began = (world.now.date() - (pair.starts_on or world.now.date())).days

    def arun(share: float) -> Viewer:
        return world.seen(pair.mentee, world.at(began * share, 19))

    plan = records.begin(
        RecordKind.LESSON_PLAN, by=arun(0.3), pair=pair,
        title=words.PLAN["title"], words=words.PLAN["words"],
    )  # fmt: skip
    meera = world.seen(pair.mentor, world.at(began * 0.28, 20))
    records.comment(plan, words.PLAN["remark"], by=meera, section="steps")
    _teach(plan, arun(0.25))
    work = _begin(RecordKind.STUDENT_WORK, words.STUDENT_WORK, pair, arun(0.24), plan)
    tried = _begin(RecordKind.EXPERIMENT, words.EXPERIMENT, pair, arun(0.1), work)
    entry = records.begin(
        RecordKind.JOURNAL, by=arun(0.08), pair=pair, words=words.JOURNAL, after=[tried]
    )
    shown = digest(paragraphs(words.JOURNAL["text"])[1])
    records.share(entry, pair.mentor, by=arun(0.07), parts=[shown])


def _begin(
    kind: RecordKind, said: dict[str, Any], pair: Mentorship, by: Viewer, before: Record
) -> Record:
    return records.begin(
        kind, by=by, pair=pair, title=said["title"], words=said["words"], after=[before]
    )


def _teach(record: Record, by: Viewer) -> None:
    """Taught, thought about, and published for colleagues."""
    plan = lesson_plans.teach(_beside(record), by.today, by=by)
    said = {**words.PLAN["words"], "went": words.PLAN["went"], "learned": words.PLAN["learned"]}
    seen = {code: digest(value) for code, value in words.PLAN["words"].items()}
    seen[""] = digest(words.PLAN["title"])
    records.write(record, words.PLAN["title"], said, seen, by=by)
    plan = lesson_plans.reflect(_beside(record), by=by)
    lesson_plans.publish(_beside(plan.record), by=by)


def _beside(record: Record) -> LessonPlan:
    return LessonPlan.objects.select_related("record__school").get(record=record)
