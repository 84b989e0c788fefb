"""What can be wrong with the file of a blueprint, and the cures, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from blueprint import Problem, Said

# A field's meaning and a parser's complaint are there in English only: other languages say less.
SHORTER = {
    "Add `%(key)s:` — %(meaning)s": "Add `%(key)s:`.",
    "This is not YAML: %(said)s.": "This is not YAML.",
}
# The sentences of the blueprint package, where the catalogues of this product find them.
PROBLEMS = (
    _("%(count)s week"),
    _("%(count)s weeks"),
    _("%(count)s month"),
    _("%(count)s months"),
    _("“%(table)s” is about many people, and this document about one or two."),
    _("“%(table)s” is about one pair, and this document about the programme."),
    _("Write `of: programme`, or take the table out."),
    _("Take the table out, or write `of: pair`."),
    _("There is no source “%(code)s”."),
    _("There is no domain “%(code)s”."),
    _("There is no form “%(code)s”."),
    _("There is no reason “%(code)s”."),
    _("There is no mode “%(code)s”."),
    _("There is no stage “%(code)s”."),
    _("There is no document “%(code)s”."),
    _("There is no module “%(code)s”."),
    _("There is no trait “%(code)s”."),
    _("There is no step “%(code)s”."),
    _("There is no instrument “%(code)s”."),
    _("There is no review “%(code)s”."),
    _("There is no dose “%(code)s”."),
    _("There is no framework “%(code)s”."),
    _("There is no language “%(code)s”."),
    _("Nobody can be reached at this signpost."),
    _("Add `telephones:` or `web:`."),
    _('A telephone number has digits, blanks and dashes, in quotes: "1800 891 4416".'),
    _("An address begins with https:// and holds no blank."),
    _("%(first)s and others"),
    _("Nothing says where these numbers come from: %(some)s."),
    _("Add a line to `provenance` with a source, or with a note that it is your own default."),
    _("%(count)s texts are not written in “%(locale)s”: %(some)s."),
    _("Add `%(locale)s:` to each, or take “%(locale)s” out of `languages`."),
    _("Write true."),
    _("“%(record)s” has two lines."),
    _("Keep one of the two."),
    _("Nothing says who may see “%(record)s”."),
    _("Add a line with `record: %(record)s`."),
    _(
        "This is weaker than the house rule: of “%(record)s”, the %(audience)s sees at "
        "most “%(most)s”."
    ),
    _("Write %(most)s, or less."),
    _("The year %(year)s has two targets: items %(first)s and %(second)s."),
    _("“%(entry)s” is named twice."),
    _("Remove one."),
    _("The code “%(code)s” is used twice: by items %(first)s and %(second)s."),
    _("Give one of them another code, or remove it."),
    _(
        "There are %(deeds)s things to do in one pair, a step counted once for each of "
        "its modules, and %(most)s is the most."
    ),
    _("Keep what can be kept in one step together, as its prompts."),
    _("This waits for itself: %(shown)s."),
    _("Take one of them out, so that something comes first."),
    _("With these kinds of licence nobody could take part."),
    _("Write `takes_part: true` at one of them."),
    _("Every module must be complete, and there are no modules."),
    _("Write modules: none, or add `modules`."),
    _("Somebody grants more time, and nothing says how much."),
    _("Add `extension`, or remove `extended_by`."),
    _("The two of a pair are equals, and they are asked different questions."),
    _("Ask both the same questions, or write `symmetric: false`."),
    _("A scale does not say what its ends mean."),
    _("Add `low` (what 1 means) and `high` (what 5 means)."),
    _("`low` and `high` belong to a scale, and this question is a %(kind)s."),
    _("Remove them, or write `kind: scale`."),
    _("A choice needs two options at least; it has %(count)s."),
    _("Add `options`, each with `code` and `title`."),
    _("A part of the log has options if it is ticked, and only then."),
    _("Add `options`, each with `code` and `title`, or write `kind: text`."),
    _("A log has one day at most, and one list of steps for each side."),
    _("Write `by: teacher` or `by: mentor` at the steps, and leave out what is there twice."),
    _("Only a choice has options, and this question is a %(kind)s."),
    _("Remove `options`, or write `kind: choice`."),
    _("Readers who do not know of each other cannot talk about their results."),
    _("Write another_reader or coordinator, or blind: false."),
    _("`conflicts.reviewer_other_school` says that a reader is of another school."),
    _("Write true here, or false there."),
    _("A brace is opened and not closed, or closed and not opened."),
    _("Write a place to be filled in as {teacher}, with one brace on each side."),
    _("“%(code)s” is a document of the kind “%(kind)s”, not a certificate."),
    _("Write `kind: certificate` at the document “%(code)s”."),
    _("This day is counted from a step, and does not say from which."),
    _("Add `step:` with the code of the step."),
    _("A step is named, but the day is counted from “%(counted_from)s”."),
    _("Write `counted_from: step`, or remove `step`."),
    _("Nobody signs this document, and it is of the kind “%(kind)s”."),
    _("Add `signed_by:` with those who sign it."),
    _("“{%(name)s}” cannot be filled in."),
    _("Write one of: %(known)s."),
    _("This line names neither a source nor a note."),
    _("Name a source, or say in a note that it is your own default."),
    _(
        "This step has two owners: it is done by “%(doer)s”, and its questionnaire "
        "“%(instrument)s” is answered by “%(answerer)s”."
    ),
    _("Write by: %(answerer)s, or name another questionnaire."),
    _("No step names “%(code)s”."),
    _("Name it in the step that needs it, or remove it."),
    _("There is nothing at “%(path)s” in this file."),
    _(
        "Write the path with dots, as in `mentor.minimum_years`, and the code of an "
        "item in brackets."
    ),
    _("The document is made in “%(locale)s”, and these words are not."),
    _("Add `%(locale)s:`, or take “%(locale)s” out of its `languages`."),
    _("The warning would come %(before)s days before the end, but a request lives only %(after)s."),
    _("Let the warning come later, or the request live longer."),
    _("The quiet hours begin and end at the same time."),
    _('Write, for example, starts: "21:00" and ends: "07:00".'),
    _("The least is %(least)s, and the most only %(most)s."),
    _("Lower the least or raise the most."),
    _("The parts of the pay come to %(whole)s per cent."),
    _("Change them so that they come to 100."),
    _("The shares come to %(whole)s hours, and `hours` says %(hours)s."),
    _("Write hours: %(whole)s, or change the shares."),
    _("These are not in order, shortest first, or one comes twice."),
    _("These are not in order, longest first, or one comes twice."),
    _("Write %(wanted)s."),
    _(
        "These are not in order, soonest first, or one comes twice: %(later)s days "
        "come after %(earlier)s."
    ),
    _("Put the one with fewer days first."),
    _("This part of the pay depends on expectations, and no step is one."),
    _("Give the steps that are expected `kind: expectation`, or remove the condition."),
    _("The %(low)s is %(less)s, and the %(high)s only %(more)s."),
    _("Lower the %(low)s or raise the %(high)s."),
    _("The target is %(value)s, and “%(unit)s” ends at %(most)s."),
    _("Write %(most)s or less, or another unit."),
    _("It comes back without any time between."),
    _("Say how long it is from one to the next, as in `span: {weeks: 2}`."),
    _("It is due after the longest time that a pair lasts: %(months)s."),
    _("Let it be due earlier, or raise relationship.months.maximum."),
    _("A stage is of the whole programme, and this day is counted from “%(counted_from)s”."),
    _("Count it from programme_start or programme_end."),
    _("It is due before it opens."),
    _("Let it open earlier, or be due later."),
    _("It comes back %(times)s times, and the module “%(module)s” ends after %(weeks)s."),
    _("Let it come back less often, or after a shorter time."),
    _("These minutes are counted in each module, and there are no modules."),
    _("Write per: month or per: programme, or add `modules`."),
    _("A module is of one pair, so its minutes cannot be of a mentor over all her pairs."),
    _("Write of: pair, or count them per month."),
    _("One pair has one teacher, so its minutes cannot be counted for each teacher."),
    _("Write of: mentor, or remove `by_caseload`."),
    _(
        "A group has several teachers at once, so its minutes cannot be added up over all "
        "the pairs of a mentor."
    ),
    _("Write of: pair, or remove `groups`."),
    _(
        "Both answer in one place, and only whoever wrote there reads it "
        "(“%(instrument)s” has `only_own: true`): the second could not answer."
    ),
    _("Make two steps of it, one by: teacher and one by: mentor."),
    _("A week has %(most)s minutes, and %(minutes)s are asked for."),
    _("Write fewer minutes."),
    _("This day is counted from the start of a module, and belongs to none."),
    _("Name its `modules`, or count from pair_start."),
    _("Count it from pair_start, from programme_start or from a step."),
    _("This day comes before the end of a step, which nobody knows beforehand."),
    _("Count it from something whose day is known, such as pair_start."),
    _("This day comes before its module begins."),
    _("Write `after`, or count it from something earlier."),
    _("This does not fit: %(shown)s."),
    _("Compare it with one from the library."),
    _("Add `%(key)s:`."),
    _("Add it."),
    _("A blueprint is a list of keys with values, and this file is something else."),
    _("There are %(count)s more problems after these."),
    _("“%(name)s” is not a word that can stand here."),
    _("“%(locale)s” is not a language code."),
    _("A language code is missing."),
    _("There are no words after “%(name)s”."),
    _("%(shown)s is not one of the words that can stand here."),
    _("This must be at least %(limit)s, and it is %(shown)s."),
    _("This must be at most %(limit)s, and it is %(shown)s."),
    _("Write %(limit)s or more."),
    _("Write %(limit)s or less."),
    _("There are no words here."),
    _("Write the words, or remove the key."),
    _("This is too long."),
    _("Keep it within %(max_length)s characters."),
    _("The list is empty."),
    _("Write at least %(min_length)s item, each after “- ”."),
    _("The list is too long."),
    _("Keep it within %(max_length)s items."),
    _("%(shown)s is not written as it must be."),
    _("A day is wanted here, and this is %(shown)s."),
    _('Write it as "2026-04-01".'),
    _("A time of day is wanted here, and this is %(shown)s."),
    _('Write it as "21:00".'),
    _("Words are wanted here, and this is %(shown)s."),
    _('Put it in quotes: "%(given)s".'),
    _("There is one reader, who cannot disagree with herself."),
    _("Write readers: 2, or another way under `on_disagreement`."),
    _("nothing"),
    _("a group of keys"),
    _("a list"),
    _("Cure these first, then check again."),
    _("“%(name)s” is missing."),
    _("Write a text as one line, or as `en: …`, `hi: …`."),
    _("Put a text in quotes if it holds a comma or a colon."),
    _("A whole number is wanted here, and this is %(shown)s."),
    _("Yes or no is wanted here, and this is %(shown)s."),
    _("A list is wanted here, and this is %(shown)s."),
    _("A group of keys is wanted here, and this is %(shown)s."),
    _("A text is wanted here, and this is %(shown)s."),
    _("Write digits only, such as 8."),
    _("Write true or false."),
    _("Write each item on its own line, after “- ”."),
    _("Write keys with values below it, indented by two spaces."),
    _("Write keys with values below it, indented by two spaces. Here can stand: %(keys)s."),
    _("Write keys with values below it, indented."),
    _("Write it as one line, or as `en: …`, `hi: …`."),
    _("Write words, in quotes if they look like a number."),
    _(
        "A code has small letters, digits and underscores, and begins with a letter: "
        "classroom_management."
    ),
    _('The code of an item has letters, digits and dots and no spaces, in quotes: "2.1".'),
    _("A language code is short: en, hi, mni, en-IN."),
    _('A version is two numbers with a dot, in quotes: "1.0".'),
    _("A path is words with dots between: mentor.minimum_years, or doses[month].minutes."),
    _("A currency has three capital letters: INR, RUB, USD."),
    _("It must look like %(pattern)s."),
    _("The file is not in UTF-8."),
    _("Save it again with the encoding UTF-8."),
    _("Look at this line and the one above it: indentation, colons, quotes and brackets."),
    _("The file is too long: %(longest)s characters are the most."),
    _("Keep one programme in one file, and documents outside it."),
    _("Indent with spaces, not with tabs."),
    _("Put the text in quotes if it contains a colon, and check the indentation."),
    _("Write `key: value`, with a colon and a space after the key."),
    _("Close the quotation mark that was opened."),
    _("Align this line with the lines above that belong together with it."),
    _("The file is empty."),
    _("Copy a blueprint from the library and change it."),
    _("Anchors (&) and aliases (*) are not read."),
    _("Write it out; put the text in quotes if it begins with & or *."),
    _("Tags (!) are not read."),
    _("Remove the tag; put the text in quotes if it begins with !."),
    _("There are more than %(most)s keys and items."),
    _("Keep one programme in one file, and lists of people and schools outside it."),
    _("Too many levels inside each other."),
    _("Check the brackets; a blueprint needs six levels at most."),
    _("There is half a character here, such as \\uD800."),
    _("Type the character itself."),
    _("A second document begins here."),
    _("Keep one programme in one file; remove the line “---”."),
    _("This is not YAML."),
    _("There is a character here that no text has."),
    _("Delete it, or type the line anew in a plain text editor."),
    _("There is an escape such as \\U… here that is no character."),
    _("A key is a plain word."),
    _("Write `key: value`."),
    _("“%(measure)s” is not told in “%(unit)s”."),
    _("“%(measure)s” is not counted of the last week or month."),
    _("Remove `within`."),
    _("“%(measure)s” has no mean for each pair."),
    _("Remove `for_each`."),
    _("“%(key)s” is written twice; it stands in line %(first)s already."),
    _("Did you mean “%(word)s”?"),
    _("Remove it: there is nothing to name yet."),
    _("No programme may switch this rule off: guidance is no appraisal."),
)


def told(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, said in the active language."""
    return [replace(one, what=say(one.what), cure=say(one.cure)) for one in problems]


def say(said: str) -> str:
    """One sentence in the active language, with all that was filled into it."""
    source = said.template if isinstance(said, Said) else str(said)
    if (get_language() or "en").partition("-")[0] == "en":
        return str(said)
    values = said.values if isinstance(said, Said) else {}
    sentence = gettext(SHORTER.get(source, source))
    filled = {name: _value(value) for name, value in values.items()}
    return sentence % filled if filled else sentence


def _value(value: object) -> object:
    return say(value) if isinstance(value, Said) else value
