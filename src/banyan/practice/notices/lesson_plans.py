"""What a timeline says of lesson plans: that something was done, never what it says."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail import registry as trail

trail.tell(
    {
        "lesson_plan.teach": _("{actor} taught the lesson."),
        "lesson_plan.plan_again": _("{actor} made the plan a draft again."),
        "lesson_plan.reflect": _("{actor} thought about the lesson."),
        "lesson_plan.reopen": _("{actor} went on thinking about the lesson."),
    }
)
