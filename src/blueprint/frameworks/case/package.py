"""The parts of a CASE 1.0 package that are read."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MOST = 2_000
"""Items; the most that are read. A whole state's standards for one subject have some hundreds."""


class Part(BaseModel):
    """A part of a package: what it says beyond what is read is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)


class Link(Part):
    identifier: str
    """The identifier of what is meant."""
    title: str | None = None
    """Its title."""


class Document(Part):
    identifier: str
    """The identifier of the framework."""
    uri: str
    """Its address."""
    creator: str
    """Who answers for the framework."""
    title: str
    """The name of the framework."""
    lastChangeDateTime: str
    """When it was changed last."""
    description: str | None = None
    """What it is."""
    language: str | None = None
    """The language it is written in."""
    version: str | None = None
    """Its version."""
    officialSourceURL: str | None = None
    """Where it is published."""
    licenseURI: Link | None = None
    """The licence among the definitions."""
    notes: str | None = None
    """What else to know."""


class Item(Part):
    identifier: str
    """The identifier of the item."""
    fullStatement: str
    """What it says."""
    abbreviatedStatement: str | None = None
    """Its name."""
    humanCodingScheme: str | None = None
    """How the framework numbers it."""
    CFItemType: str | None = None
    """What the framework calls this sort of item."""
    language: str | None = None
    """The language it is written in."""


class Association(Part):
    associationType: str
    """What the first is to the second."""
    originNodeURI: Link
    """The first."""
    destinationNodeURI: Link
    """The second."""
    sequenceNumber: int | None = None
    """Its place among those below the same one."""
    CFAssociationGroupingURI: Link | None = None
    """The group of the association."""


class Licence(Part):
    identifier: str
    """The identifier of the licence."""
    title: str
    """Its name."""
    licenseText: str
    """What it says."""


class Concept(Part):
    identifier: str
    """The identifier of the concept."""
    title: str
    """Its name."""
    keywords: str | None = None
    """Its words."""
    description: str | None = None
    """What it means."""


class Definitions(Part):
    CFLicenses: tuple[Licence, ...] | None = None
    """The licences."""
    CFConcepts: tuple[Concept, ...] | None = None
    """The concepts."""


class CriterionLevel(Part):
    position: int | None = None
    """The place of the level, from 1."""
    description: str | None = None
    """What is asked there."""


class Criterion(Part):
    identifier: str
    """The identifier of the criterion."""
    CFItemURI: Link | None = None
    """The item."""
    CFRubricCriterionLevels: tuple[CriterionLevel, ...] | None = None
    """What is asked at each level."""


class Rubric(Part):
    CFRubricCriteria: tuple[Criterion, ...] | None = None
    """The criteria."""


class Package(Part):
    CFDocument: Document
    """The framework itself."""
    CFItems: Annotated[tuple[Item, ...], Field(max_length=MOST)]
    """What it asks for."""
    CFAssociations: Annotated[tuple[Association, ...], Field(max_length=20 * MOST)] | None = None
    """How the items lie in each other, and what they are to items elsewhere."""
    CFDefinitions: Definitions | None = None
    """Licences, concepts and other words."""
    CFRubrics: tuple[Rubric, ...] | None = None
    """Criteria with levels."""
