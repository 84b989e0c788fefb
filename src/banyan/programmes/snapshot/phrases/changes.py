"""What is said of the difference between two blueprints."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

CHANGES = (
    pgettext_lazy("blueprint", "Nothing is different."),
    pgettext_lazy("blueprint", "What pairs that run will notice:"),
    pgettext_lazy("blueprint", "What else is different:"),
    pgettext_lazy("blueprint", "%(where)s, “%(label)s”: now “%(new)s”, instead of “%(old)s”."),
    pgettext_lazy("blueprint", "%(where)s, “%(label)s”: now “%(new)s”; nothing was said before."),
    pgettext_lazy("blueprint", "%(where)s, “%(label)s”: no longer said; it was “%(old)s”."),
    pgettext_lazy("blueprint", "%(where)s, “%(label)s” now reads: “%(new)s”"),
    pgettext_lazy("blueprint", "%(where)s: “%(item)s” is new."),
    pgettext_lazy("blueprint", "%(where)s: “%(item)s” is no longer there."),
    pgettext_lazy("blueprint", "New in this blueprint: %(where)s."),
    pgettext_lazy("blueprint", "No longer in this blueprint: %(where)s."),
    pgettext_lazy("blueprint", "It is told otherwise where numbers come from."),
    pgettext_lazy("blueprint", "%(where)s: the order is another one."),
    pgettext_lazy("blueprint", "“%(old)s” is now called “%(new)s”."),
    pgettext_lazy("blueprint", "Only wording changed in %(number)s texts (%(languages)s)."),
    pgettext_lazy("blueprint", "Only wording changed in 1 text (%(languages)s)."),
    pgettext_lazy("blueprint", "This is another programme design: “%(new)s” instead of “%(old)s”."),
    pgettext_lazy("blueprint", "The version is now %(new)s; it was %(old)s."),
    pgettext_lazy(
        "blueprint", "The file is written in version %(new)s of the language, instead of %(old)s."
    ),
    pgettext_lazy("blueprint", "It is now written in %(new)s, instead of %(old)s."),
    pgettext_lazy(
        "blueprint",
        "The step “%(item)s” is new: pairs that run will be asked for it, without a last day.",
    ),
    pgettext_lazy(
        "blueprint",
        "The step “%(item)s” is new: pairs that run will be asked for it by this day: %(due)s.",
    ),
    pgettext_lazy(
        "blueprint",
        "The step “%(item)s” is new: pairs that run can do it, and reach the end without it.",
    ),
    pgettext_lazy(
        "blueprint", "The step “%(item)s” is no longer asked; what was done of it is kept."
    ),
    pgettext_lazy("blueprint", "The step “%(item)s” is now due %(new)s, instead of %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” is now due %(new)s; it had no last day."),
    pgettext_lazy("blueprint", "The step “%(item)s” has no last day now; it was due %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” now opens %(new)s, instead of %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” is now done by %(new)s, instead of %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” is now needed to reach the end."),
    pgettext_lazy("blueprint", "The step “%(item)s” is no longer needed to reach the end."),
    pgettext_lazy(
        "blueprint", "The step “%(item)s” now takes at least %(new)s minutes, instead of %(old)s."
    ),
    pgettext_lazy("blueprint", "The step “%(item)s” now comes back %(new)s, instead of %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” now comes after %(new)s, instead of %(old)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” now comes after %(new)s."),
    pgettext_lazy("blueprint", "The step “%(item)s” no longer waits for %(old)s."),
    pgettext_lazy(
        "blueprint", "The step “%(item)s” is now done in each of %(new)s, instead of %(old)s."
    ),
    pgettext_lazy(
        "blueprint", "The step “%(item)s” can now be waived by %(new)s, instead of %(old)s."
    ),
    pgettext_lazy("blueprint", "The step “%(item)s” can now be waived, by %(new)s."),
    pgettext_lazy(
        "blueprint", "The step “%(item)s” can no longer be waived; it could be, by %(old)s."
    ),
    pgettext_lazy("blueprint", "The step “%(where)s” asks something new: “%(item)s”."),
    pgettext_lazy(
        "blueprint", "The step “%(where)s” no longer asks “%(item)s”; what was answered is kept."
    ),
    pgettext_lazy("blueprint", "The module “%(item)s” is new: pairs that run will go through it."),
    pgettext_lazy(
        "blueprint", "The module “%(item)s” is no longer gone through; what was done in it is kept."
    ),
    pgettext_lazy(
        "blueprint", "The module “%(item)s” now takes %(new)s weeks, instead of %(old)s."
    ),
    pgettext_lazy("blueprint", "The log of a session gains the part “%(item)s”."),
    pgettext_lazy(
        "blueprint",
        "The log of a session loses the part “%(item)s”; what was written there is kept.",
    ),
    pgettext_lazy("blueprint", "After each session the teacher is asked something new: “%(item)s”"),
    pgettext_lazy(
        "blueprint",
        "After each session the teacher is no longer asked “%(item)s”; what was answered is kept.",
    ),
    pgettext_lazy("blueprint", "After each session the mentor is asked something new: “%(item)s”"),
    pgettext_lazy(
        "blueprint",
        "After each session the mentor is no longer asked “%(item)s”; what was answered is kept.",
    ),
    pgettext_lazy(
        "blueprint", "Mentors now accompany at most %(new)s teachers instead of %(old)s."
    ),
    pgettext_lazy(
        "blueprint", "Mentors now need at least %(new)s years of experience instead of %(old)s."
    ),
    pgettext_lazy(
        "blueprint", "“%(item)s” now asks for at least %(new)s minutes instead of %(old)s."
    ),
    pgettext_lazy("blueprint", "“%(item)s” is new: minutes will be counted for it."),
    pgettext_lazy("blueprint", "“%(item)s” is no longer counted; the sessions are kept."),
    pgettext_lazy("blueprint", "Work that is handed in is now read by %(new)s instead of %(old)s."),
    pgettext_lazy(
        "blueprint", "Of “%(item)s”, this is what the %(label)s sees now: %(new)s. It was: %(old)s."
    ),
    pgettext_lazy("blueprint", "Of “%(item)s”, the file now says itself who may see it."),
    pgettext_lazy(
        "blueprint",
        "Of “%(item)s”, the file no longer says who may see it; the rule of the house holds.",
    ),
    pgettext_lazy("blueprint", "Somebody else is told when a step stays undone."),
    pgettext_lazy("blueprint", "Somebody is no longer told when a step stays undone."),
)
