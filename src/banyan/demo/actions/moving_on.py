"""Rina begins with Meera, and goes on with another mentor: some of what she kept comes with her."""

from __future__ import annotations

from banyan.demo import lessons, words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import goals, records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.states import MentorshipStatus, RecordKind
from banyan.people.models import Person
from banyan.practice.actions import observations

TOGETHER = 17  # days that Rina and Meera had


def first_chapter(world: World) -> None:
    """What Rina keeps in her first pair, and how it ends without blame. She waits for another."""
    pair = _pair_of(world.cast["rina"])
    began = (world.now.date() - (pair.starts_on or world.now.date())).days

    def rina(days: float) -> Viewer:
        return world.seen(pair.mentee, world.at(began - days, 18))

    def meera(days: float) -> Viewer:
        return world.seen(pair.mentor, world.at(began - days, 20))

    goal = goals.begin_goal(
        words.RINAS_GOAL["title"], words.RINAS_GOAL["words"], by=rina(3), pair=pair
    )
    goals.propose_goal(goal, by=rina(4))
    goal.record.refresh_from_db(fields=["version"])
    goals.endorse_goal(goal, goal.record.version, by=meera(4))
    plan = records.begin(
        RecordKind.LESSON_PLAN, by=rina(6), pair=pair, after=[goal.record],
        title=words.RINAS_PLAN["title"], words=words.RINAS_PLAN["words"],
    )  # fmt: skip
    records.comment(plan, words.RINAS_PLAN["remark"], by=meera(7), section="steps")
    records.begin(
        RecordKind.STUDENT_WORK, by=rina(10), pair=pair, after=[plan],
        title=words.RINAS_WORK["title"], words=words.RINAS_WORK["words"],
    )  # fmt: skip
    mentoring.end(pair, "needs_changed", words.RINA_LEAVES, True, by=rina(TOGETHER))


def second_chapter(world: World) -> None:
    """With her new mentor: the goal has come with her, the rest waits for her choice. A goal and a
    plan of a lesson are begun; a lesson is to be agreed."""
    rina = world.cast["rina"]
    pair = _pair_of(rina)
    by = world.seen(rina, world.at(12, 18))
    earlier = _kept_by(rina)
    records.hand_over(earlier[RecordKind.GOAL], pair, by=by)
    by = world.seen(rina, world.at(5, 19))
    goals.begin_goal(words.NEXT_GOAL["title"], words.NEXT_GOAL["words"], by=by, pair=pair)
    plan = records.begin(
        RecordKind.LESSON_PLAN, by=by, pair=pair,
        title=words.NEXT_PLAN["title"], words=words.NEXT_PLAN["words"],
    )  # fmt: skip
    mentor = world.seen(pair.mentor, world.at(4, 18))
    records.comment(plan, words.NEXT_PLAN["remark"], by=mentor, section="steps")
    observations.plan(
        pair, rina, by=world.seen(pair.mentor, world.at(2, 17)), focus=lessons.RINAS_FOCUS,
        words={"look_for": lessons.RINAS_LOOK_FOR, "tools": ["script", "places"]},
        starts_at=world.slot(-5, 10),
    )  # fmt: skip


def _kept_by(owner: Person) -> dict[str, Record]:
    """What she kept in her first pair, by kind."""
    found = Record.objects.filter(owner=owner, mentorship__status=MentorshipStatus.ENDED)
    return {one.kind: one for one in found.select_related("mentorship", "owner", "school")}


def _pair_of(teacher: Person) -> Mentorship:
    rows = Mentorship.objects.filter(mentee=teacher, status=MentorshipStatus.ACTIVE)
    return rows.select_related("mentor", "mentee", "school", "cohort__programme").get()
