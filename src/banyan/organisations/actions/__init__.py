"""Changing the tree of places, the directory of schools, and the roles that people hold."""

from banyan.organisations.actions.calendar import (
    add_days,
    bring_in_calendar,
    drop_days,
)
from banyan.organisations.actions.directory import (
    Report,
    import_schools,
    import_schools_file,
)
from banyan.organisations.actions.places import (
    add_organisation,
    as_seen,
    change_organisation,
    found_nation,
    plant_tree,
)
from banyan.organisations.actions.roles import (
    add_person_here,
    end_reporting_line,
    end_role,
    enter_reporting_line,
    give_role,
    invite_person,
)
from banyan.organisations.actions.uploads import (
    apply_import,
    check_import,
    discard_import,
    go_on_with_import,
)

__all__ = [
    "Report",
    "add_days",
    "add_organisation",
    "add_person_here",
    "apply_import",
    "as_seen",
    "bring_in_calendar",
    "change_organisation",
    "check_import",
    "discard_import",
    "drop_days",
    "end_reporting_line",
    "end_role",
    "enter_reporting_line",
    "found_nation",
    "give_role",
    "go_on_with_import",
    "import_schools",
    "import_schools_file",
    "invite_person",
    "plant_tree",
]
