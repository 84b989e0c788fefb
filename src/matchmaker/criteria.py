"""What makes a good pair: weighted criteria, each a share of what the teacher asked for.

A criterion gives every pair from 0 to `WHOLE` parts. A pair's score is the weighted mean over the
criteria that the teacher can be judged by (she has said what she wants, and some mentor has said
what he offers), on a scale from 0 to 10,000: 10,000 is everything she asked for. Whole numbers
only, rounded half up once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaker.kinds import Look, where
from matchmaker.levels import complement, fluency, growing, tell_complement, tell_fluency
from matchmaker.outcome import Reason
from matchmaker.pool import WHOLE as WHOLE
from matchmaker.pool import Booleans, Integers, Pool, given, missing, plain, same, shared
from matchmaker.problem import Mentor, Teacher

PERFECT = 10_000
GAP_WANTED = 10  # years of experience between the two beyond which more is not better

# What two people are compared by.
ANY_DOMAINS = Look("domains", ordered=False)
SUBJECTS = Look("subjects", ordered=False)
STAGES = Look("stages", ordered=False)
SPOKEN = Look("languages")
HOURS = Look("hours", ordered=False)
PLACE = Look("district", "state")
YEARS = Look("years")
WAYS = Look("formats", ordered=False)
CONTEXTS = Look("contexts", ordered=False)


def domains(pool: Pool) -> Integers:
    """The mentor offers what the teacher needs; of k needs the first weighs k, the last 1."""
    wanted, offered = pool.places("domains")
    needs = wanted.max(axis=1, initial=0)[:, None]
    weights = np.where(wanted > 0, needs + 1 - wanted, 0)
    return _share(weights @ np.sign(offered).T, weights.sum(axis=1))


def subjects(pool: Pool) -> Integers:
    """The mentor teaches the teacher's subjects."""
    return _in_common(pool, "subjects")


def stages(pool: Pool) -> Integers:
    """The mentor teaches at the teacher's stages."""
    return _in_common(pool, "stages")


def languages(pool: Pool) -> Integers:
    """They share the languages they speak best, and more than one where the teacher speaks more.

    The best shared language is worth the whole if it is the first of both, half if one place down,
    a third two places down; a quarter of it depends on a second shared language.
    """
    spoken, offered = pool.places("languages")
    depth = np.full(pool.shape, WHOLE, dtype=np.int64)
    for ours, theirs in zip(spoken.T, offered.T, strict=True):
        both = (ours > 0)[:, None] & (theirs > 0)[None, :]
        here = ours[:, None] + theirs[None, :] - 1
        depth = np.where(both, np.minimum(depth, here), depth)
    count = np.sign(spoken) @ np.sign(offered).T
    best = np.where(count > 0, WHOLE // depth, 0)
    several = (spoken > 0).sum(axis=1)[:, None] > 1
    return np.where(several, best * 3 // 4 + np.where(count > 1, WHOLE // 4, 0), best)


def hours(pool: Pool) -> Integers:
    """They are free at the same hours."""
    return _in_common(pool, "hours")


def distance(pool: Pool) -> Integers:
    """They live in the same district; the same state is worth half."""
    state, other_state = pool.alike("state")
    district = pool.alike("district")[0] & ~other_state  # names of districts recur across states
    return np.where(district, WHOLE, np.where(state, WHOLE // 2, 0))


def experience(pool: Pool) -> Integers:
    """The mentor has more years of experience than the teacher, ten or more for the whole."""
    teachers, mentors = pool.years()
    gap = mentors[None, :] - teachers[:, None]
    known = (teachers >= 0)[:, None] & (mentors >= 0)[None, :]
    return np.where(known, np.clip(gap, 0, GAP_WANTED) * (WHOLE // GAP_WANTED), 0)


def preference(pool: Pool) -> Integers:
    """The teacher asked for this mentor; of k choices the first is the whole, the last a k-th."""
    points = np.zeros(pool.shape, dtype=np.int64)
    for row, teacher in enumerate(pool.teachers):
        choices = tuple(dict.fromkeys(teacher.prefers))
        for place, mentor_id in enumerate(choices):
            if mentor_id in pool.column:
                points[row, pool.column[mentor_id]] = WHOLE * (len(choices) - place) // len(choices)
    return points


def formats(pool: Pool) -> Integers:
    """They would meet in the same ways."""
    return _in_common(pool, "formats")


def contexts(pool: Pool) -> Integers:
    """The mentor knows the kind of school the teacher works in."""
    return _in_common(pool, "contexts")


def continuity(pool: Pool) -> Integers:
    """They have worked together before, and the teacher would again."""
    points = np.zeros(pool.shape, dtype=np.int64)
    for row, teacher in enumerate(pool.teachers):
        points[row, [pool.column[each] for each in teacher.earlier if each in pool.column]] = WHOLE
    return points


def mentor_preference(pool: Pool) -> Integers:
    """The mentor asked for this teacher; of k choices the first is the whole, the last a k-th."""
    points = np.zeros(pool.shape, dtype=np.int64)
    for column, mentor in enumerate(pool.mentors):
        choices = tuple(dict.fromkeys(mentor.prefers))
        for place, teacher_id in enumerate(choices):
            if teacher_id in pool.row:
                points[pool.row[teacher_id], column] = (
                    WHOLE * (len(choices) - place) // len(choices)
                )
    return points


def inclusion(pool: Pool) -> Integers:
    """The mentor has said of themselves what the teacher asked for: nothing is inferred."""
    asked, said = pool.places("asks", "says")
    return _share(np.sign(asked) @ np.sign(said).T, np.sign(asked).sum(axis=1))


def _in_common(pool: Pool, name: str) -> Integers:
    wanted, offered = (np.sign(table) for table in pool.places(name))
    return _share(wanted @ offered.T, wanted.sum(axis=1))


def _share(found: Integers, of: Integers) -> Integers:
    return WHOLE * found // np.maximum(of, 1)[:, None]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: parts for every pair, whom it can judge, and how a pair is told about it.

    Its parts are the same for all teachers of one kind and all mentors of one kind, as `asks` and
    `offers` tell kinds apart.
    """

    name: str
    asks: Look
    offers: Look
    parts: Callable[[Pool], Integers]
    judged: Callable[[Pool], Booleans]
    told: Callable[[Teacher, Mentor], tuple[list[Reason], list[Reason]]]


def _said(*names: str) -> Callable[[Pool], Booleans]:
    """Teachers who have given one of these columns, if some mentor has given the same one."""

    def judged(pool: Pool) -> Booleans:
        asked = [name for name in names if where(pool.mentors, name, _given).any()]
        said = np.zeros(len(pool.teachers), dtype=np.bool_)
        for name in asked:
            said |= where(pool.teachers, name, _given)
        return said

    return judged


def _given(value: str | int | tuple[str, ...] | None) -> bool:
    if isinstance(value, tuple):
        return bool(given(value))
    return value is not None and value != ""


def _some_there(name: str) -> Callable[[Pool], Booleans]:
    """Teachers who have named a mentor who is there in this column."""
    return lambda pool: where(
        pool.teachers, name, lambda ids: any(each in pool.column for each in ids)
    )


def _asked_for(pool: Pool) -> Booleans:
    """Teachers whom some mentor asked for."""
    named = {each for mentor in pool.mentors for each in mentor.prefers}
    return np.array([teacher.id in named for teacher in pool.teachers], dtype=np.bool_)


def _asking(pool: Pool) -> Booleans:
    """Teachers who asked for something, where some mentor has said something of herself."""
    said = where(pool.mentors, "says", _given).any()
    return np.asarray(said & where(pool.teachers, "asks", _given), dtype=np.bool_)


Told = tuple[list[Reason], list[Reason]]  # what fits, what does not


def _tell_domains(teacher: Teacher, mentor: Mentor) -> Told:
    fits: list[Reason] = []
    misses: list[Reason] = []
    if needs := given(teacher.domains):
        first, rest = needs[:1], needs[1:]
        met = bool(shared(first, mentor.domains))
        (fits if met else misses).append(
            Reason("first_need_met" if met else "first_need_unmet", {"domain": first[0]})
        )
        if offered := shared(rest, mentor.domains):
            fits.append(Reason("other_needs_met", {"domains": offered}))
        if lacking := missing(rest, mentor.domains):
            misses.append(Reason("other_needs_unmet", {"domains": lacking}))
    return fits, misses


def _tell_list(name: str) -> Callable[[Teacher, Mentor], Told]:
    def told(teacher: Teacher, mentor: Mentor) -> Told:
        wanted, offered = getattr(teacher, name), getattr(mentor, name)
        have, lack = shared(wanted, offered), missing(wanted, offered)
        return (
            [Reason(f"{name}_shared", {name: have})] if have else [],
            [Reason(f"{name}_missing", {name: lack})] if lack else [],
        )

    return told


def _tell_hours(teacher: Teacher, mentor: Mentor) -> Told:
    if have := shared(teacher.hours, mentor.hours):
        return [Reason("hours_shared", {"hours": have})], []
    return [], [Reason("hours_none_shared")]


def _tell_languages(teacher: Teacher, mentor: Mentor) -> Told:
    both = shared(teacher.languages, mentor.languages)
    if not both:
        return [], [Reason("no_common_language")]
    theirs = [plain(language) for language in given(mentor.languages)]
    ours = [plain(language) for language in given(teacher.languages)]
    depth = {
        language: ours.index(plain(language)) + theirs.index(plain(language)) for language in both
    }
    best = min(both, key=lambda language: depth[language])
    rest = tuple(language for language in both if plain(language) != plain(best))
    fits, misses = [Reason("language_shared", {"language": best})], []
    if depth[best] == 0:
        fits = [Reason("language_first", {"language": best})]
    else:
        misses = [Reason("language_not_first", {"language": best})]
    if rest:
        fits.append(Reason("languages_further", {"languages": rest}))
    return fits, misses


def _tell_distance(teacher: Teacher, mentor: Mentor) -> Told:
    states_differ = bool(teacher.state and mentor.state) and not same(teacher.state, mentor.state)
    if same(teacher.district, mentor.district) and not states_differ:
        return [Reason("same_district", {"district": teacher.district})], []
    if same(teacher.state, mentor.state):
        return [Reason("same_state", {"state": teacher.state})], []
    where = mentor.state or mentor.district
    if not where:
        return [], [Reason("place_unknown")]
    return [], [Reason("far", {"place": where})]


def _tell_experience(teacher: Teacher, mentor: Mentor) -> Told:
    if teacher.years is None or mentor.years is None:
        return [], [Reason("experience_unknown")]
    gap = mentor.years - teacher.years
    if gap > 0:
        return [Reason("experience_more", {"years": gap})], []
    return [], [Reason("experience_not_more")]


def _tell_preference(teacher: Teacher, mentor: Mentor) -> Told:
    choices = list(dict.fromkeys(teacher.prefers))
    if mentor.id in choices:
        return [Reason("preferred", {"choice": choices.index(mentor.id) + 1})], []
    return [], [Reason("not_preferred")]


def _tell_formats(teacher: Teacher, mentor: Mentor) -> Told:
    if have := shared(teacher.formats, mentor.formats):
        return [Reason("formats_shared", {"formats": have})], []
    return [], [Reason("formats_none_shared")]


def _tell_continuity(teacher: Teacher, mentor: Mentor) -> Told:
    if mentor.id in teacher.earlier:
        return [Reason("continued")], []
    return [], [Reason("not_continued")]


def _tell_mentor_preference(teacher: Teacher, mentor: Mentor) -> Told:
    choices = list(dict.fromkeys(mentor.prefers))
    if teacher.id in choices:
        return [Reason("mentor_preferred", {"choice": choices.index(teacher.id) + 1})], []
    return [], [Reason("mentor_not_preferred")]


def _tell_inclusion(teacher: Teacher, mentor: Mentor) -> Told:
    """What was asked for in confidence is not said, only whether it is so."""
    lacking = missing(teacher.asks, mentor.says)
    if not lacking:
        return [Reason("inclusion_met")], []
    some = len(lacking) < len(given(teacher.asks))
    return [], [Reason("inclusion_partly" if some else "inclusion_unmet")]


CRITERIA: tuple[Criterion, ...] = (
    Criterion("domains", Look("domains"), ANY_DOMAINS, domains, _said("domains"), _tell_domains),
    Criterion("subjects", SUBJECTS, SUBJECTS, subjects, _said("subjects"), _tell_list("subjects")),
    Criterion("stages", STAGES, STAGES, stages, _said("stages"), _tell_list("stages")),
    Criterion("languages", SPOKEN, SPOKEN, languages, _said("languages"), _tell_languages),
    Criterion("hours", HOURS, HOURS, hours, _said("hours"), _tell_hours),
    Criterion("distance", PLACE, PLACE, distance, _said("district", "state"), _tell_distance),
    Criterion("experience", YEARS, YEARS, experience, _said("years"), _tell_experience),
    Criterion(
        "preference",
        Look("prefers"),
        Look("id"),
        preference,
        _some_there("prefers"),
        _tell_preference,
    ),
    Criterion("complement", Look("skills"), Look("skills"), complement, growing, tell_complement),
    Criterion("fluency", Look("fluency"), Look("fluency"), fluency, _said("fluency"), tell_fluency),
    Criterion("formats", WAYS, WAYS, formats, _said("formats"), _tell_formats),
    Criterion("contexts", CONTEXTS, CONTEXTS, contexts, _said("contexts"), _tell_list("contexts")),
    Criterion(
        "continuity",
        Look("earlier"),
        Look("id"),
        continuity,
        _some_there("earlier"),
        _tell_continuity,
    ),
    Criterion(
        "mentor_preference",
        Look("id"),
        Look("prefers"),
        mentor_preference,
        _asked_for,
        _tell_mentor_preference,
    ),
    Criterion("inclusion", Look("asks"), Look("says"), inclusion, _asking, _tell_inclusion),
)


def judged(pool: Pool) -> dict[str, Booleans]:
    """For each criterion with a weight, the teachers it can judge."""
    return {each.name: each.judged(pool) for each in CRITERIA if _weight(pool, each) > 0}


def scores(pool: Pool, judges: dict[str, Booleans]) -> Integers:
    """The score of every pair, from 0 to 10,000; 0 for a teacher whom no criterion can judge."""
    points = np.zeros(pool.shape, dtype=np.int64)
    most = np.zeros(len(pool.teachers), dtype=np.int64)
    for criterion in CRITERIA:
        if criterion.name in judges:
            weight, whom = _weight(pool, criterion), judges[criterion.name]
            points += np.where(whom[:, None], weight * criterion.parts(pool), 0)
            most += np.where(whom, weight * WHOLE, 0)
    scale = np.maximum(most, 1)[:, None]
    scaled: Integers = (2 * PERFECT * points + scale) // (2 * scale)
    return scaled


def told(pool: Pool, judges: dict[str, Booleans], row: int, column: int) -> Told:
    """What fits and what does not between the teacher in `row` and the mentor in `column`."""
    fits: list[Reason] = []
    misses: list[Reason] = []
    for criterion in CRITERIA:
        if criterion.name in judges and judges[criterion.name][row]:
            good, bad = criterion.told(pool.teachers[row], pool.mentors[column])
            fits += good
            misses += bad
    return fits, misses


def _weight(pool: Pool, criterion: Criterion) -> int:
    weight: int = getattr(pool.criteria.weights, criterion.name)
    return weight
