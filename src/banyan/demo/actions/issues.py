"""Papers of the six programmes: orders, rules, road maps and plans, written, issued and signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from banyan.credentials import actions as credentials
from banyan.credentials.queries import programmes as papers
from banyan.demo import voices
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort, Programme

Coordinator = Callable[[float], Viewer]


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as its coordinator has written it: number, who heads the place, and the sections."""

    document: str
    number: str = ""
    head: str = ""
    sections: dict[str, str] = field(default_factory=dict)


BEFORE = {
    "ru_target_model": (
        Written("launch_order", "47-н", voices.HEAD_OF_REGION),
        Written("regulation", "", voices.HEAD_OF_REGION, voices.REGULATION),
        Written("road_map", "", voices.HEAD_OF_REGION, voices.ROAD_MAP),
    ),
    "ct_team": (
        Written("three_year_plan", "", "", voices.THREE_YEAR_PLAN),
        Written("committee_list", "", "", voices.COMMITTEE),
    ),
    "ntc_induction": (Written("programme_plan", "", "", voices.PROGRAMME_PLAN),),
    "school_inhouse": (Written("rules", "", voices.HEAD_OF_SCHOOL),),
}
FOR_COHORTS = {"ru_target_model": Written("pairs_order", "58-н", voices.HEAD_OF_REGION)}


def before_opening(programme: Programme, coordinator: Coordinator, days_ago: float) -> None:
    """What the stages before the opening ask for, and a little more."""
    for one in BEFORE.get(programme.blueprint, ()):
        _make(programme, one, coordinator, days_ago)


def of_cohort(cohort: Cohort, coordinator: Coordinator, days_ago: float) -> None:
    """Once its pairs are there: the order that names them."""
    one = FOR_COHORTS.get(cohort.programme.blueprint)
    if one is not None:
        _make(cohort.programme, one, coordinator, days_ago, cohort)


def _make(
    programme: Programme,
    one: Written,
    coordinator: Coordinator,
    days_ago: float,
    cohort: Cohort | None = None,
) -> None:
    by = coordinator(days_ago)
    row = credentials.begin(programme, one.document, by=by, cohort=cohort)
    row = credentials.write(
        row,
        by=by,
        version=row.version,
        language=row.language,
        number=one.number,
        dated_on=by.today,
        signatory=one.head,
        sections=one.sections,
    )
    issue = papers.told(credentials.issue(row, by=by))
    for signer in issue.missing:
        credentials.approve(issue, signer, issue.edition, by=by)
