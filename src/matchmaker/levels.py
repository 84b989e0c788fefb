"""Levels: how well somebody can do something, beside its name ("questioning:3", "Hindi:B2").

Skills of teaching have levels from 1 (wants to learn it) to 4 (could show it to others), as
teachers and mentors see themselves; never from an appraisal. Languages have those of the Common
European Framework of Reference, A1 to C2. Working with a colleague who is strong in the
skills that one is weak in is what raised pupils' results (J. Papay, E. Taylor, J. Tyler, M. Laski,
"Learning Job Skills from Colleagues at Work", American Economic Journal: Economic Policy, 2020).
"""

from collections.abc import Sequence

import numpy as np

from matchmaker.outcome import Reason
from matchmaker.pool import WHOLE, Booleans, Integers, Pool, plain
from matchmaker.problem import LANGUAGE_LEVELS, Mentor, Teacher

SCALES: dict[str, tuple[str, ...]] = {
    "skills": ("1", "2", "3", "4"),
    "fluency": LANGUAGE_LEVELS[1:],
}
TOP = len(SCALES["skills"])
BEST = len(SCALES["fluency"])


def levelled(scale: str, values: Sequence[str]) -> dict[str, tuple[str, int]]:
    """By name as it is compared: the name as it was written, and its level from 1. Of a name given
    twice the first counts; what has no level of the scale is left out."""
    found: dict[str, tuple[str, int]] = {}
    for value in values:
        name, _, level = value.rpartition(":")
        if plain(name) and level.strip().upper() in SCALES[scale]:
            place = SCALES[scale].index(level.strip().upper()) + 1
            found.setdefault(plain(name), (name.strip(), place))
    return found


def unreadable(scale: str, values: Sequence[str]) -> tuple[str, ...]:
    """The values that are not a name with a level of the scale."""
    return tuple(value for value in values if value.strip() and not levelled(scale, [value]))


def _tables(pool: Pool, scale: str) -> tuple[Integers, Integers]:
    """The level of each person in each thing that anybody named, 0 where it is not known: teachers
    × things and mentors × things."""
    sides = [
        [levelled(scale, getattr(person, scale)) for person in people]
        for people in (pool.teachers, pool.mentors)
    ]
    names = {name: None for side in sides for person in side for name in person}
    place = {name: at for at, name in enumerate(names)}
    tables = []
    for side in sides:
        table = np.zeros((len(side), len(place)), dtype=np.int64)
        for row, person in enumerate(side):
            for name, (_, level) in person.items():
                table[row, place[name]] = level
        tables.append(table)
    return tables[0], tables[1]


def complement(pool: Pool) -> Integers:
    """The mentor is strong in the skills in which the teacher wants to grow.

    A skill weighs as many levels as the teacher is from the top. Two levels more than hers count in
    full, and so does the top; one level more counts half: what lies further above helps no more.
    """
    ours, theirs = _tables(pool, "skills")
    met = np.zeros(pool.shape, dtype=np.int64)
    for level in range(1, TOP):
        needed = np.where(ours == level, TOP - level, 0)
        for least in (level + 1, min(level + 2, TOP)):
            met += needed @ (theirs >= least).astype(np.int64).T
    needs = np.where(ours > 0, TOP - ours, 0).sum(axis=1)
    parts: Integers = WHOLE * met // np.maximum(2 * needs, 1)[:, None]
    return parts


def growing(pool: Pool) -> Booleans:
    """Teachers with a skill to grow in, where some mentor has said what she is strong in."""
    ours, theirs = _tables(pool, "skills")
    wanted = ((ours > 0) & (ours < TOP)).any(axis=1)
    return np.asarray(wanted & (theirs > 0).any(), dtype=np.bool_)


def common_level(pool: Pool) -> Integers:
    """The level, from 1, that both reach in the language in which that is highest; 0 for none."""
    ours, theirs = _tables(pool, "fluency")
    best = np.zeros(pool.shape, dtype=np.int64)
    for mine, hers in zip(ours.T, theirs.T, strict=True):
        best = np.maximum(best, np.minimum(mine[:, None], hers[None, :]))
    return best


def fluency(pool: Pool) -> Integers:
    """They speak a language in common well: the level that both reach, of the six there are."""
    return common_level(pool) * (WHOLE // BEST)


def tell_complement(teacher: Teacher, mentor: Mentor) -> tuple[list[Reason], list[Reason]]:
    """Skills in which the mentor is ahead, and those in which that is not known."""
    ours, theirs = levelled("skills", teacher.skills), levelled("skills", mentor.skills)
    wanted = {name: (said, level) for name, (said, level) in ours.items() if level < TOP}
    ahead = [name for name, (_, level) in wanted.items() if theirs.get(name, ("", 0))[1] > level]
    strong = tuple(wanted[name][0] for name in ahead)
    weak = tuple(said for name, (said, _) in wanted.items() if name not in ahead)
    return (
        [Reason("complement_strong", {"skills": strong})] if strong else [],
        [Reason("complement_weak", {"skills": weak})] if weak else [],
    )


def tell_fluency(teacher: Teacher, mentor: Mentor) -> tuple[list[Reason], list[Reason]]:
    """The language in common that both speak best, with the level both reach."""
    ours, theirs = levelled("fluency", teacher.fluency), levelled("fluency", mentor.fluency)
    common = ours.keys() & theirs.keys()
    both = {name: min(ours[name][1], theirs[name][1]) for name in ours if name in common}
    if not both:
        return [], [Reason("fluency_unknown")]
    best = max(both, key=lambda name: both[name])
    level = SCALES["fluency"][both[best] - 1]
    return [Reason("fluency_reached", {"language": ours[best][0], "level": level})], []
