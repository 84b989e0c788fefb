"""Reasons in sentences.

`SENTENCES` has one template a code. A portal translates the template by its code or by its text
(the templates are marked with `gettext_noop`, so that catalogues find them) and hands the
translation back to `sentence`. Templates avoid counted nouns ("mentors: 3"), so that no language
needs plural forms.
"""

from collections.abc import Callable, Iterable

from matchmaker.outcome import Param, Reason


def gettext_noop(text: str) -> str:
    """Mark a template for the catalogues of translations, and leave it as it is."""
    return text


SENTENCES: dict[str, str] = {
    # What fits.
    "pinned": gettext_noop("Set by the coordinator."),
    "first_need_met": gettext_noop("Offers what the teacher needs most: {domain}."),
    "other_needs_met": gettext_noop("Also offers: {domains}."),
    "subjects_shared": gettext_noop("Teaches the same: {subjects}."),
    "stages_shared": gettext_noop("Teaches at the same stage: {stages}."),
    "language_first": gettext_noop("Both put this language first: {language}."),
    "language_shared": gettext_noop("Both speak this language: {language}."),
    "languages_further": gettext_noop("They also share: {languages}."),
    "hours_shared": gettext_noop("Both are free: {hours}."),
    "same_district": gettext_noop("Both are in the same district: {district}."),
    "same_state": gettext_noop("Both are in the same state: {state}."),
    "experience_more": gettext_noop("The mentor's lead in experience, in years: {years}."),
    "preferred": gettext_noop("The teacher asked for this mentor, as choice {choice}."),
    "complement_strong": gettext_noop("Is strong where the teacher wants to grow: {skills}."),
    "fluency_reached": gettext_noop("Both speak {language} at this level or above: {level}."),
    "formats_shared": gettext_noop("Both would meet: {formats}."),
    "contexts_shared": gettext_noop("Knows schools of this kind: {contexts}."),
    "continued": gettext_noop("They have worked together before, and the teacher would go on."),
    "mentor_preferred": gettext_noop("The mentor asked for this teacher, as choice {choice}."),
    "inclusion_met": gettext_noop("The mentor has said what the teacher asked for in confidence."),
    # What does not fit.
    "first_need_unmet": gettext_noop("Does not offer what the teacher needs most: {domain}."),
    "other_needs_unmet": gettext_noop("Does not offer: {domains}."),
    "subjects_missing": gettext_noop("Does not teach: {subjects}."),
    "stages_missing": gettext_noop("Does not teach at the stage: {stages}."),
    "language_not_first": gettext_noop("This language is not the first of both: {language}."),
    "no_common_language": gettext_noop("They have no language in common."),
    "hours_none_shared": gettext_noop("They have no free hour in common."),
    "far": gettext_noop("The mentor is elsewhere: {place}."),
    "place_unknown": gettext_noop("Where the mentor is, is not known."),
    "experience_not_more": gettext_noop("The mentor does not have more years of experience."),
    "experience_unknown": gettext_noop("How many years of experience the mentor has is not known."),
    "not_preferred": gettext_noop("Not one of the mentors the teacher asked for."),
    "complement_weak": gettext_noop("Is not known to be stronger than the teacher in: {skills}."),
    "fluency_unknown": gettext_noop("How well they speak a language in common is not known."),
    "formats_none_shared": gettext_noop("They would not meet in the same way."),
    "contexts_missing": gettext_noop("Is not known to know schools of this kind: {contexts}."),
    "not_continued": gettext_noop("Not a mentor with whom the teacher has worked before."),
    "mentor_not_preferred": gettext_noop("The mentor did not ask for this teacher."),
    "inclusion_partly": gettext_noop(
        "The mentor has said some of what the teacher asked for in confidence."
    ),
    "inclusion_unmet": gettext_noop(
        "The mentor has not said what the teacher asked for in confidence."
    ),
    # What rules a pair out.
    "oneself": gettext_noop("Nobody can be their own mentor."),
    "principal": gettext_noop("The mentor is the teacher's own principal."),
    "evaluator": gettext_noop("The mentor evaluates the teacher."),
    "line_manager": gettext_noop("The mentor is the teacher's line manager."),
    "other_relation": gettext_noop(
        "Another relation between the two rules this pair out: {relation}."
    ),
    "in_confidence": gettext_noop("This pair was ruled out in confidence."),
    "forbidden": gettext_noop("The coordinator has ruled this pair out."),
    "no_shared_language": gettext_noop(
        "The mentor speaks none of the teacher's languages: {languages}."
    ),
    "too_few_years": gettext_noop(
        "The mentor is not known to have the years of experience asked for: {minimum}."
    ),
    "same_school": gettext_noop("Both are at the same school: {school}."),
    "minor": gettext_noop("The teacher is under age, and the mentor is not cleared for that."),
    "below_language_level": gettext_noop(
        "They are not known to share a language at the level asked for: {minimum}."
    ),
    "too_few_hours": gettext_noop(
        "They have fewer free hours in common than asked for: {minimum}."
    ),
    "no_shared_format": gettext_noop("They have no way of meeting in common."),
    "other_state": gettext_noop("They work in different states."),
    "no_shared_domain": gettext_noop("The mentor offers none of the teacher's needs."),
    "no_shared_stage": gettext_noop("They have no stage of school in common."),
    # What stands between a teacher and any mentor, and how the mentors count out.
    "no_mentors": gettext_noop("There is no mentor to choose from."),
    "no_language_given": gettext_noop("No language is given for this teacher."),
    "nobody_speaks": gettext_noop(
        "No mentor speaks a language of this teacher ({languages}). Mentors asked: {mentors}."
    ),
    "all_ruled_out_of_language": gettext_noop(
        "Every mentor who shares a language with this teacher is ruled out."
        " Such mentors: {mentors}."
    ),
    "all_ruled_out": gettext_noop(
        "Every mentor is ruled out for this teacher. Mentors: {mentors}."
    ),
    "all_full": gettext_noop(
        "Every mentor who could take this teacher is full."
        " Such mentors: {mentors}, with seats: {seats}."
    ),
    "count_oneself": gettext_noop("The same person: {count}."),
    "count_prohibited": gettext_noop("Ruled out as principal, evaluator or manager: {count}."),
    "count_in_confidence": gettext_noop("Ruled out in confidence: {count}."),
    "count_forbidden": gettext_noop("Ruled out by the coordinator: {count}."),
    "count_too_few_years": gettext_noop("Without the years of experience asked for: {count}."),
    "count_same_school": gettext_noop("At the same school: {count}."),
    "count_no_shared_language": gettext_noop("Without a language in common: {count}."),
    "count_minor": gettext_noop("Not cleared for teachers who are under age: {count}."),
    "count_below_language_level": gettext_noop(
        "Without a language in common at the level asked for: {count}."
    ),
    "count_too_few_hours": gettext_noop("With too few free hours in common: {count}."),
    "count_no_shared_format": gettext_noop("Without a way of meeting in common: {count}."),
    "count_other_state": gettext_noop("In another state: {count}."),
    "count_no_shared_domain": gettext_noop("Without a need in common: {count}."),
    "count_no_shared_stage": gettext_noop("Without a stage of school in common: {count}."),
    # What would give a teacher without a mentor one, and take none from anybody.
    "placed_by_most_matched": gettext_noop(
        "With as many teachers matched as possible, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_seat": gettext_noop(
        "One more seat with {mentor} would place this teacher. Teachers who would get another"
        " mentor: {moves}. Mentors with whom one more seat would do: {mentors}."
    ),
    "relax_seat_priced": gettext_noop(
        "One more seat with {mentor} would place this teacher. Teachers who would get another"
        " mentor: {moves}. Mentors with whom one more seat would do: {mentors}. Points of total fit"
        " that such a seat brings, beside one more teacher with a mentor: {gained}."
    ),
    "relax_shared_language": gettext_noop(
        "Without the rule that two share a language, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_same_school": gettext_noop(
        "If two of one school could be paired, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_language_level": gettext_noop(
        "Without the rule on the level of a language, this teacher would have a"
        " mentor. Teachers who would get another: {moves}."
    ),
    "relax_shared_hours": gettext_noop(
        "Without the rule on free hours in common, this teacher would have a"
        " mentor. Teachers who would get another: {moves}."
    ),
    "relax_shared_format": gettext_noop(
        "Without the rule on a way of meeting, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_same_state": gettext_noop(
        "With mentors from other states too, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_shared_domain": gettext_noop(
        "With mentors who offer none of the teacher's needs too, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_shared_stage": gettext_noop(
        "With mentors of other stages of school too, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "relax_years": gettext_noop(
        "With mentors of less experience, in years {years} and not {minimum}, this teacher would"
        " have a mentor. Teachers who would get another: {moves}."
    ),
    "relax_forbidden": gettext_noop(
        "If {teacher} and {mentor} were not ruled out by the coordinator, this teacher would have a"
        " mentor. Teachers who would get another: {moves}."
    ),
    "relax_pin": gettext_noop(
        "If {teacher} were not set with {mentor}, this teacher would have a mentor."
        " Teachers who would get another: {moves}."
    ),
    "look_for": gettext_noop(
        "Mentors to look for next: {mentors}. They offer {domain}, speak {language} and take"
        " teachers each: {seats}. Further teachers they would place: {teachers}. Placed by this"
        " kind alone, if there were enough of them: {most}."
    ),
    "look_for_hours": gettext_noop(
        "Mentors to look for next: {mentors}. They offer {domain}, speak {language}, are free"
        " {hours} and take teachers each: {seats}. Further teachers they would place: {teachers}."
        " Placed by this kind alone, if there were enough of them: {most}."
    ),
    # As answers of earlier versions say it.
    "recruit": gettext_noop(
        "Mentors to look for: {mentors}. They offer {domain}, speak {language} and take teachers"
        " each: {seats}. Teachers they would place: {teachers}."
    ),
    "recruit_hours": gettext_noop(
        "Mentors to look for: {mentors}. They offer {domain}, speak {language}, are free {hours}"
        " and take teachers each: {seats}. Teachers they would place: {teachers}."
    ),
    # Why a mentor has free seats.
    "mentor_nobody_possible": gettext_noop("Every teacher is ruled out for this mentor."),
    "mentor_has_all_possible": gettext_noop(
        "Every teacher who could have this mentor has this mentor."
    ),
    "mentor_others_chosen": gettext_noop(
        "Teachers who could have this mentor and do not: {possible}."
        " Of these, with a better fit here: {better}."
    ),
    # What a change does.
    "difference_none": gettext_noop("Nothing changes."),
    "difference": gettext_noop(
        "Teachers with a mentor: {matched_before}, then {matched}."
        " Total fit: {total_before}, then {total}."
    ),
    "move": gettext_noop(
        "{teacher} goes from {before} to {mentor}. Fit: {score_before}, then {score}."
    ),
    "move_in": gettext_noop("{teacher} gets {mentor}. Fit: {score}."),
    "move_away": gettext_noop("{teacher} no longer has {mentor}."),
    # What is wrong with a problem.
    "level_unreadable": gettext_noop("{person} has a level that cannot be read: {value}."),
    "teacher_twice": gettext_noop("Two teachers have the id {teacher}."),
    "mentor_twice": gettext_noop("Two mentors have the id {mentor}."),
    "capacity_negative": gettext_noop(
        "The capacity of mentor {mentor} is {capacity}; it must be 0 or more."
    ),
    "weight_negative": gettext_noop("The weight of {criterion} is {weight}; it must be 0 or more."),
    "weights_all_zero": gettext_noop("Every weight is 0; give at least one criterion points."),
    "pin_unknown_teacher": gettext_noop(
        "{teacher} cannot be set with {mentor}: no teacher has the id {teacher}."
    ),
    "pin_unknown_mentor": gettext_noop(
        "{teacher} cannot be set with {mentor}: no mentor has the id {mentor}."
    ),
    "pin_minor": gettext_noop(
        "{teacher} cannot be set with {mentor}, who is not cleared for teachers who are under age."
    ),
    "pin_below_language_level": gettext_noop(
        "{teacher} cannot be set with {mentor}: they are not known to share a"
        " language at the level asked for: {minimum}."
    ),
    "pin_too_few_hours": gettext_noop(
        "{teacher} cannot be set with {mentor}: they have fewer free hours in"
        " common than asked for: {minimum}."
    ),
    "pin_no_shared_format": gettext_noop(
        "{teacher} cannot be set with {mentor}: they have no way of meeting in common."
    ),
    "pin_other_state": gettext_noop(
        "{teacher} cannot be set with {mentor}: they work in different states."
    ),
    "pin_no_shared_domain": gettext_noop(
        "{teacher} cannot be set with {mentor}, who offers none of the teacher's needs."
    ),
    "pin_no_shared_stage": gettext_noop(
        "{teacher} cannot be set with {mentor}: they have no stage of school in common."
    ),
    "pin_twice": gettext_noop("{teacher} is set with more than one mentor: {mentors}."),
    "pin_over_capacity": gettext_noop(
        "{mentor} has fewer seats ({capacity}) than teachers set with them ({pins})."
    ),
    "pin_oneself": gettext_noop(
        "{teacher} cannot be set with {mentor}: nobody can be their own mentor."
    ),
    "pin_principal": gettext_noop(
        "{teacher} cannot be set with {mentor}, who is the teacher's own principal."
    ),
    "pin_evaluator": gettext_noop(
        "{teacher} cannot be set with {mentor}, who evaluates the teacher."
    ),
    "pin_line_manager": gettext_noop(
        "{teacher} cannot be set with {mentor}, who is the teacher's line manager."
    ),
    "pin_other_relation": gettext_noop(
        "{teacher} cannot be set with {mentor}: a relation rules it out: {relation}."
    ),
    "pin_in_confidence": gettext_noop(
        "{teacher} cannot be set with {mentor}: this pair was ruled out in confidence."
    ),
    "pin_forbidden": gettext_noop(
        "{teacher} cannot be set with {mentor}: the coordinator has ruled this pair out."
    ),
    "pin_no_shared_language": gettext_noop(
        "{teacher} cannot be set with {mentor}, who speaks none of the teacher's languages:"
        " {languages}."
    ),
    "pin_too_few_years": gettext_noop(
        "{teacher} cannot be set with {mentor}, who is not known to have the years of experience"
        " asked for: {minimum}."
    ),
    "pin_same_school": gettext_noop(
        "{teacher} cannot be set with {mentor}: both are at the same school: {school}."
    ),
}


# What an answer is the best of, for the command line.
OBJECTIVES: dict[str, str] = {
    "most_matched": (
        "As many teachers as possible have a mentor, with the highest total fit there is."
    ),
    "total_fit": "The total fit is the highest there is, whoever stays without a mentor.",
    "fairest": (
        "As many teachers as possible have a mentor, and no fit is given up for a higher one."
    ),
    "balanced": (
        "As many teachers as possible have a mentor, and they are spread over the mentors."
    ),
    "stable": "No teacher and mentor would both rather have each other.",
}
EVEN = (  # what is the fairest among very many
    "As many teachers as possible have a mentor, the lowest fit is as high as can be, and then"
    " the fits are even: a point counts the more, the worse somebody fits."
)


def aim(objective: str, measures: Iterable[str]) -> str:
    """What an answer that was measured so is the best of."""
    return EVEN if "even" in measures else OBJECTIVES[objective]


def sentence(
    reason: Reason,
    translate: Callable[[str], str] = gettext_noop,
    listed: Callable[[Iterable[str]], str] = ", ".join,
) -> str:
    """The reason as one sentence: `translate` turns the template, `listed` writes a list of values.

    A code that `SENTENCES` does not have raises KeyError.
    """
    values = {name: _written(value, listed) for name, value in reason.params.items()}
    return translate(SENTENCES[reason.code]).format(**values)


def sentences(reasons: Iterable[Reason]) -> str:
    """The reasons one after the other, as one text of sentences."""
    return " ".join(map(sentence, reasons))


def _written(value: Param, listed: Callable[[Iterable[str]], str]) -> str | int:
    return listed(value) if isinstance(value, tuple) else value
