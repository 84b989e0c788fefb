"""Rows out of JSON and Parquet, as they come out of a CSV file: cells of text by column.

JSON is a list of objects, one a row; a list in a cell is a list of values. Rows are counted from 1,
without a header. pyarrow, which reads Parquet, is loaded only for it and need not be there.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

Say: TypeAlias = Callable[[int, str, str, str], None]  # row, column, what is wrong, cure
Rows: TypeAlias = Iterable[Mapping[str, object]]

BATCH = 10_000  # rows of Parquet in memory at a time
# Half a character, which JSON can hold and no file of text, and the sign that ends texts in C.
UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def json_rows(text: str, fault: Say) -> list[Mapping[str, object]] | None:
    """The objects in a JSON text; None, with a fault, where it is something else."""
    cure = 'Write a list of objects: [{"id": "m1", "languages": ["Hindi"]}].'
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        fault(0, "", f"This is not JSON (line {error.lineno}: {error.msg}).", cure)
        return None
    except (ValueError, RecursionError):
        fault(0, "", "A number in it is too long, or too many lists are in lists.", cure)
        return None
    if not isinstance(content, list):
        fault(0, "", "This is not a list.", cure)
        return None
    others = [row for row, each in enumerate(content, start=1) if not isinstance(each, dict)]
    for row in others[:1]:
        fault(row, "", "This is not an object.", cure)
    return None if others else content


def parquet_rows(path: Path, fault: Say) -> tuple[list[str], Rows] | None:
    """The columns of a Parquet file and its rows; None, with a fault, where it cannot be read. The
    rows end, with a fault, where the file is damaged."""
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415  # large, and rarely asked for
    except ImportError:
        cure = "Install it (.venv/bin/python -m pip install pyarrow), or save the table as CSV."
        fault(0, "", "Parquet is read with pyarrow, which is not installed.", cure)
        return None
    try:
        file = parquet.ParquetFile(path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "It cannot be read"
        fault(0, "", f"{reason}: {path}.", "Check the path and its permissions.")
        return None
    except ArrowException:
        fault(0, "", "This is not a Parquet file.", "Save the table as Parquet or as CSV.")
        return None

    def rows() -> Iterator[Mapping[str, object]]:
        try:
            for batch in file.iter_batches(BATCH):
                yield from batch.to_pylist()
        except (OSError, ValueError, OverflowError, ArrowException):  # of texts, of dates
            wrong = "This Parquet file is damaged, or holds what cannot be read."
            fault(0, "", wrong, "Save the table once more, as Parquet or as CSV.")

    return file.schema_arrow.names, rows()


def columns_of(rows: Rows) -> list[str]:
    """The columns of rows that need not all have the same, in the order of their first mention."""
    return list(dict.fromkeys(name for row in rows for name in row))


def text_rows(rows: Rows, columns: Iterable[str], fault: Say) -> Iterator[tuple[int, list[str]]]:
    """The rows with every cell as text; a row with a cell that is neither text, number, list of
    those nor empty is left out, with a fault."""
    names = list(columns)
    for number, row in enumerate(rows, start=1):
        cells = [_text(row.get(name)) for name in names]
        whole = True
        for name, cell in zip(names, cells, strict=True):
            if cell is None:
                wrong = "This is not a text, a number or a list of them."
                fault(number, name, wrong, 'Write "Hindi", 3 or ["Hindi", "Tamil"].')
                whole = False
            elif UNWRITABLE.search(cell):
                wrong = "This holds half a character, or a sign that is no text."
                fault(number, name, wrong, "Write it again from where it came.")
                whole = False
        if whole:
            yield number, [cell or "" for cell in cells]


def _text(value: object) -> str | None:
    """A value as a CSV file would have it; None for what no cell can hold."""
    if value is None or value == [] or value != value:  # gaps in columns of numbers are not numbers
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # whole numbers with gaps among them are often stored as these
    if isinstance(value, Decimal) and value.is_finite():
        return str(int(value)) if value == value.to_integral_value() else f"{value:f}"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list):
        parts = [_text(each) for each in value if not isinstance(each, list)]
        if len(parts) == len(value) and all(part and ";" not in part for part in parts):
            return ";".join(part or "" for part in parts)
    return None
