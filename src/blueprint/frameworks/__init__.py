"""Frameworks of standards as versioned data: what good practice is, as others have put it.

frameworks.library()["npst_2024"]                      # what comes with the product
frameworks.get("npst_2024", "1.0")                     # one version
frameworks.related(Tag("npst_2024", "1.0", "2"), "cct_areas")   # the same practice elsewhere
frameworks.case.write(framework)                       # CASE 1.0, and case.read back
"""

from blueprint.frameworks import case
from blueprint.frameworks.checking import check, load, written
from blueprint.frameworks.combining import combined
from blueprint.frameworks.language import (
    CONVERSE,
    AtLevel,
    Crosswalk,
    Edition,
    Framework,
    Item,
    Level,
    Licence,
    Match,
    Origin,
    Relation,
)
from blueprint.frameworks.shelf import (
    Related,
    Tag,
    crosswalks,
    editions,
    get,
    library,
    related,
)

__all__ = [
    "CONVERSE",
    "AtLevel",
    "Crosswalk",
    "Edition",
    "Framework",
    "Item",
    "Level",
    "Licence",
    "Match",
    "Origin",
    "Related",
    "Relation",
    "Tag",
    "case",
    "check",
    "combined",
    "crosswalks",
    "editions",
    "get",
    "library",
    "load",
    "related",
    "written",
]
