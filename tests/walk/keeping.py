"""What Arun keeps of his practice in the story of the walk, and what Tara publishes."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.states import RecordKind
from banyan.practice.actions import lesson_plans
from banyan.practice.models import LessonPlan


def try_out(arun: Viewer, secret: str) -> Record:
    words = {"idea": secret, "expect": "More voices", "decision": "adapt"}
    return records.begin(RecordKind.EXPERIMENT, by=arun, words=words)


def sort_work(pair: Mentorship, arun: Viewer, secret: str) -> Record:
    words = {"task": secret, "far_count": 4, "near_count": 11, "there_count": 9}
    return records.begin(RecordKind.STUDENT_WORK, by=arun, pair=pair, words=words)


def publish_plan(by: Viewer) -> Record:
    """A plan of her own, for everybody."""
    words = {"subject": "science", "stage": "middle", "aims": "Shadows", "steps": "10 Torches"}
    made = records.begin(RecordKind.LESSON_PLAN, by=by, title="Shadows", words=words)
    plan = LessonPlan.objects.select_related("record").get(record=made)
    return lesson_plans.publish(plan, by=by).record
