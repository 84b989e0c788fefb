"""CASE 1.0 (Competencies and Academic Standards Exchange, 1EdTech): packages out and in."""

from blueprint.frameworks.case.reading import Imported, read
from blueprint.frameworks.case.writing import write

__all__ = ["Imported", "read", "write"]
