"""The weights and hard rules of a blueprint, as the matchmaker knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import blueprint
from banyan.matching.states import Relation
from matchmaker.problem import Criteria, Mentor, Pairing, Teacher, Weights


def criteria_of(rules: blueprint.Blueprint) -> Criteria:
    """The blueprint's weights and rules in the matchmaker's words."""
    weights, hard = rules.matching.weights, rules.matching.rules
    return Criteria(
        weights=Weights(
            domains=weights.domains,
            subjects=weights.subjects,
            stages=weights.stages,
            languages=weights.languages,
            hours=weights.hours,
            distance=weights.place,
            experience=weights.years,
            preference=weights.prefers,
            mentor_preference=weights.mentor_prefers,
            complement=weights.complement,
            fluency=weights.fluency,
            formats=weights.formats,
            contexts=weights.school,
            continuity=weights.continuity,
            inclusion=weights.inclusion,
        ),
        shared_language=hard.shared_language,
        minimum_years=rules.mentor.minimum_years,
        same_school="never" if hard.different_school else "allowed",
        language_level=hard.language_level or "",
        shared_hours=hard.shared_hours,
        shared_format=hard.shared_format,
        same_state=hard.same_state,
        shared_domain=hard.shared_domain,
        shared_stage=hard.shared_stage,
    )


def of_unknown_states(
    rules: blueprint.Blueprint, teachers: Collection[Teacher], mentors: Collection[Mentor]
) -> Iterator[tuple[Pairing, str]]:
    """Where two must be in one state: teachers whose state is known, with mentors whose is not.

    The matchmaker holds that against nobody. Most mentors have a school or an office, and with it a
    state, so that these pairs are few.
    """
    if rules.matching.rules.same_state:
        unknown = [mentor.id for mentor in mentors if not mentor.state]
        for teacher in teachers:
            if teacher.state:
                for mentor_id in unknown:
                    yield (teacher.id, mentor_id), Relation.OTHER_STATE.value
