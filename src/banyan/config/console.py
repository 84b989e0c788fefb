"""What the commands write to, and how they are given files."""

from pathlib import Path

import click
from rich.console import Console

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)
FROM = click.Path(exists=True, dir_okay=False, path_type=Path)
TO = click.Path(dir_okay=False, path_type=Path)
PARTS = click.Path(file_okay=False, path_type=Path)
