"""What the matchmaker has to say, in the words of the product."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# One sentence for each code of the matchmaker, with its placeholders. The matchmaker's own
# English is for spreadsheets; these are the words of the product, and they are translated.
SENTENCES: dict[str, object] = {
    # What fits.
    "pinned": _("The coordinator has put these two together."),
    "first_need_met": _("The mentor offers what the teacher needs most: {domain}."),
    "other_needs_met": _("The mentor offers what the teacher also needs: {domains}."),
    "subjects_shared": _("Both teach the same: {subjects}."),
    "stages_shared": _("Both know the same stage of school: {stages}."),
    "language_first": _("Both put this language first: {language}."),
    "language_shared": _("Both speak this language: {language}."),
    "languages_further": _("They also share: {languages}."),
    "hours_shared": _("Both are free: {hours}."),
    "same_district": _("Both are in the same district: {district}."),
    "same_state": _("Both are in the same state: {state}."),
    "experience_more": _("The mentor has more experience, in years: {years}."),
    "preferred": _("The teacher asked for this mentor, as choice {choice}."),
    "complement_strong": _("Is strong where the teacher wants to grow: {skills}."),
    "fluency_reached": _("Both speak {language} at this level or above: {level}."),
    "formats_shared": _("Both would meet: {formats}."),
    "contexts_shared": _("Knows schools of this kind: {contexts}."),
    "continued": _("They have worked together before, and the teacher would go on."),
    "mentor_preferred": _("The mentor asked for this teacher, as choice {choice}."),
    "inclusion_met": _("The mentor has said what the teacher asked for in confidence."),
    # What does not fit.
    "first_need_unmet": _("The mentor does not offer what the teacher needs most: {domain}."),
    "other_needs_unmet": _("The mentor does not offer: {domains}."),
    "subjects_missing": _("The mentor does not teach: {subjects}."),
    "stages_missing": _("The mentor does not know this stage of school: {stages}."),
    "language_not_first": _("This language is not the first of both: {language}."),
    "no_common_language": _("They have no language in common."),
    "hours_none_shared": _("They have no free hours in common."),
    "far": _("The mentor is elsewhere: {place}."),
    "place_unknown": _("Where the mentor is, is not known."),
    "experience_not_more": _("The mentor does not have more years of experience."),
    "experience_unknown": _("How the two compare in years of experience is not known."),
    "not_preferred": _("Not one of the mentors the teacher asked for."),
    "complement_weak": _("Is not known to be stronger than the teacher in: {skills}."),
    "fluency_unknown": _("How well they speak a language in common is not known."),
    "formats_none_shared": _("They would not meet in the same way."),
    "contexts_missing": _("Is not known to know schools of this kind: {contexts}."),
    "not_continued": _("Not a mentor with whom the teacher has worked before."),
    "mentor_not_preferred": _("The mentor did not ask for this teacher."),
    "inclusion_partly": _("The mentor has said some of what the teacher asked for in confidence."),
    "inclusion_unmet": _("The mentor has not said what the teacher asked for in confidence."),
    # What rules a pair out.
    "oneself": _("Nobody can be their own mentor."),
    "principal": _("The mentor is the teacher’s own principal."),
    "evaluator": _("The mentor evaluates the teacher."),
    "line_manager": _("The mentor is the teacher’s line manager."),
    "other_relation": _("A rule keeps these two apart: {relation}."),
    "in_confidence": _("This pair was ruled out in confidence."),
    "forbidden": _("This pair was ruled out in confidence by a coordinator."),
    "no_shared_language": _("The mentor speaks none of the teacher’s languages: {languages}."),
    "too_few_years": _(
        "The mentor is not known to have the years of experience that the programme asks for:"
        " {minimum}."
    ),
    "same_school": _("Both are at the same school: {school}."),
    "minor": _("The teacher is under age, and the mentor is not cleared for that."),
    "below_language_level": _(
        "They are not known to share a language at the level asked for: {minimum}."
    ),
    "too_few_hours": _("They have fewer free hours in common than asked for: {minimum}."),
    "no_shared_format": _("They have no way of meeting in common."),
    "other_state": _("They work in different states."),
    "no_shared_domain": _("The mentor offers none of the teacher’s needs."),
    "no_shared_stage": _("They have no stage of school in common."),
    # What stands between a teacher and any mentor, and how the mentors count out.
    "no_mentors": _("There is no mentor to choose from."),
    "no_language_given": _("No language is given for this teacher."),
    "nobody_speaks": _(
        "No mentor speaks a language of this teacher ({languages}). Mentors asked: {mentors}."
    ),
    "all_ruled_out_of_language": _(
        "Every mentor who shares a language with this teacher is ruled out."
        " Such mentors: {mentors}."
    ),
    "all_ruled_out": _("Every mentor is ruled out for this teacher. Mentors: {mentors}."),
    "all_full": _(
        "Every mentor who could take this teacher is full."
        " Such mentors: {mentors}, with free seats before this round: {seats}."
    ),
    "count_oneself": _("The same person: {count}."),
    "count_prohibited": _(
        "Kept apart by another rule (such as own principal, together before): {count}."
    ),
    "count_in_confidence": _("Ruled out in confidence: {count}."),
    "count_forbidden": _("Ruled out in confidence by a coordinator: {count}."),
    "count_too_few_years": _("Without the years of experience asked for: {count}."),
    "count_same_school": _("At the same school: {count}."),
    "count_no_shared_language": _("Without a language in common: {count}."),
    "count_minor": _("Not cleared for teachers who are under age: {count}."),
    "count_below_language_level": _(
        "Without a language in common at the level asked for: {count}."
    ),
    "count_too_few_hours": _("With too few free hours in common: {count}."),
    "count_no_shared_format": _("Without a way of meeting in common: {count}."),
    "count_other_state": _("In another state: {count}."),
    "count_no_shared_domain": _("Without a need in common: {count}."),
    "count_no_shared_stage": _("Without a stage of school in common: {count}."),
    # What would give somebody who waits a mentor, and take none from anybody.
    "placed_by_most_matched": _(
        "If the round matched as many as possible, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_seat": _(
        "One more seat with {mentor} would give this teacher a mentor. Others who would get another"
        " mentor: {moves}. Mentors with whom one more seat would do: {mentors}."
    ),
    "relax_seat_priced": _(
        "One more seat with {mentor} would give this teacher a mentor. Others who would get another"
        " mentor: {moves}. Mentors with whom one more seat would do: {mentors}. What such a seat"
        " adds to the fit in all, where 10,000 is a perfect pair: {gained}."
    ),
    "relax_shared_language": _(
        "Without the rule that two share a language, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_same_school": _(
        "If two from one school could be paired, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_language_level": _(
        "Without the rule on the level of a language, this teacher would have a"
        " mentor. Others who would get another mentor: {moves}."
    ),
    "relax_shared_hours": _(
        "Without the rule on free hours in common, this teacher would have a"
        " mentor. Others who would get another mentor: {moves}."
    ),
    "relax_shared_format": _(
        "Without the rule on a way of meeting, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_same_state": _(
        "If mentors from other states could take part, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_shared_domain": _(
        "If mentors who offer none of the teacher’s needs could take part, this teacher would have"
        " a mentor. Others who would get another mentor: {moves}."
    ),
    "relax_shared_stage": _(
        "If mentors of other stages of school could take part, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "relax_years": _(
        "If mentors needed {years} years of experience and not {minimum}, this teacher would have a"
        " mentor. Others who would get another mentor: {moves}."
    ),
    "relax_forbidden": _(
        "If {teacher} and {mentor} had not been ruled out by a coordinator, this teacher would have"
        " a mentor. Others who would get another mentor: {moves}."
    ),
    "relax_pin": _(
        "If {teacher} had not been put with {mentor}, this teacher would have a mentor."
        " Others who would get another mentor: {moves}."
    ),
    "look_for": _(
        "Mentors to look for next: {mentors}. They offer {domain}, speak {language} and have seats"
        " each: {seats}. Further teachers who would then have a mentor: {teachers}."
        " With enough of this kind alone: {most}."
    ),
    "look_for_hours": _(
        "Mentors to look for next: {mentors}. They offer {domain}, speak {language}, are free"
        " {hours} and have seats each: {seats}. Further teachers who would then have a mentor:"
        " {teachers}. With enough of this kind alone: {most}."
    ),
    # As rounds that were answered before say it.
    "recruit": _(
        "Mentors to look for: {mentors}. They offer {domain}, speak {language} and have seats each:"
        " {seats}. Teachers who would then have a mentor: {teachers}."
    ),
    "recruit_hours": _(
        "Mentors to look for: {mentors}. They offer {domain}, speak {language}, are free {hours}"
        " and have seats each: {seats}. Teachers who would then have a mentor: {teachers}."
    ),
    # Why a mentor has free seats.
    "mentor_nobody_possible": _("Nobody who waits may be paired with this mentor."),
    "mentor_has_all_possible": _("Everybody who could have this mentor has this mentor."),
    "mentor_others_chosen": _(
        "Teachers who could have this mentor and do not: {possible}."
        " Of these, with a better fit here: {better}."
    ),
    # What a change does.
    "difference_none": _("This changes nothing."),
    "difference": _(
        "Teachers with a mentor: {matched_before}, then {matched}."
        " Fit in all: {total_before}, then {total}."
    ),
    "move": _("{teacher} goes from {before} to {mentor}. Fit: {score_before}, then {score}."),
    "move_in": _("{teacher} gets {mentor}. Fit: {score}."),
    "move_away": _("{teacher} no longer has {mentor}."),
    # What is wrong with what was asked.
    "level_unreadable": _("{person} has a level that cannot be read: {value}."),
    "teacher_twice": _("{teacher} is among the teachers twice."),
    "mentor_twice": _("{mentor} is among the mentors twice."),
    "capacity_negative": _("The seats of {mentor} are {capacity}; they must be 0 or more."),
    "weight_negative": _("The weight of {criterion} is {weight}; it must be 0 or more."),
    "weights_all_zero": _("The programme gives no weight to anything, so no pair can be best."),
    "pin_unknown_teacher": _(
        "{teacher} cannot be put together with {mentor}: {teacher} is not waiting for a mentor."
    ),
    "pin_unknown_mentor": _(
        "{teacher} cannot be put together with {mentor}: {mentor} takes no new teachers now."
    ),
    "pin_minor": _(
        "{teacher} cannot be put together with {mentor}, who is not cleared for"
        " teachers who are under age."
    ),
    "pin_below_language_level": _(
        "{teacher} cannot be put together with {mentor}: they are not known to"
        " share a language at the level asked for: {minimum}."
    ),
    "pin_too_few_hours": _(
        "{teacher} cannot be put together with {mentor}: they have fewer free"
        " hours in common than asked for: {minimum}."
    ),
    "pin_no_shared_format": _(
        "{teacher} cannot be put together with {mentor}: they have no way of meeting in common."
    ),
    "pin_other_state": _(
        "{teacher} cannot be put together with {mentor}: they work in different states."
    ),
    "pin_no_shared_domain": _(
        "{teacher} cannot be put together with {mentor}, who offers none of the teacher’s needs."
    ),
    "pin_no_shared_stage": _(
        "{teacher} cannot be put together with {mentor}: they have no stage of school in common."
    ),
    "pin_twice": _("{teacher} is put together with more than one mentor: {mentors}."),
    "pin_over_capacity": _(
        "{mentor} has fewer free seats ({capacity}) than teachers who were put there ({pins})."
    ),
    "pin_oneself": _(
        "{teacher} cannot be put together with {mentor}: nobody can be their own mentor."
    ),
    "pin_principal": _(
        "{teacher} cannot be put together with {mentor}, who is the teacher’s own principal."
    ),
    "pin_evaluator": _(
        "{teacher} cannot be put together with {mentor}, who evaluates the teacher."
    ),
    "pin_line_manager": _(
        "{teacher} cannot be put together with {mentor}, who is the teacher’s line manager."
    ),
    "pin_other_relation": _("{teacher} cannot be put together with {mentor}: {relation}."),
    "pin_in_confidence": _(
        "{teacher} cannot be put together with {mentor}: this pair was ruled out in confidence."
    ),
    "pin_forbidden": _(
        "{teacher} cannot be put together with {mentor}: this pair was ruled out in this round."
        " Undo that first."
    ),
    "pin_no_shared_language": _(
        "{teacher} cannot be put together with {mentor}, who speaks none of the teacher’s"
        " languages: {languages}."
    ),
    "pin_too_few_years": _(
        "{teacher} cannot be put together with {mentor}, who is not known to have the years of"
        " experience that the programme asks for: {minimum}."
    ),
    "pin_same_school": _(
        "{teacher} cannot be put together with {mentor}: both are at the same school: {school}."
    ),
}
