"""How many small mistakes in the matchmaker its tests would notice.

    .venv/bin/python tools/mutate.py --sample 200 --seed 1 [MODULE ...]

Changes one thing at a time in a copy of the package (a comparison, a sign, a number, a condition,
a whole statement), runs the tests of the changed module on it and counts the changes that some test
refuses. Which changes are tried is drawn by the seed; without --sample all of them are. What
survives is told with file, line and change, and is a test that is missing, or code that makes no
difference. Tests run without Django; those that need it are left out.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/matchmaker")
TESTS = Path("tests/matchmaker")
# Modules without tests of their own name, and the tests that are theirs.
TESTED = {
    "prices": ("assignment", "objectives"),
    "stability": ("objectives",),
    "weighing": ("solving", "criteria", "rules"),
    "outcome": ("solving", "objectives", "asking"),
    "problem": ("solving", "changes"),
    "pool": ("criteria", "rules", "solving"),
    "criteria_file": ("command",),
    "levels": ("levels", "criteria", "rules"),
    "relaxing": ("relaxing", "asking"),
    "changes": ("changes", "asking"),
    "asking": ("asking",),
    "files": ("files", "tables", "levels", "command"),
    "command": ("command", "asking"),
    "kinds": ("many",),
    "crowd": ("many",),
    "picking": ("many",),
    "market": ("many", "auction"),
}
PATIENCE = 3  # times as long as the tests take without a change: then it hangs, and is noticed

PATIENT = """from hypothesis import HealthCheck, settings

slow = [HealthCheck.too_slow]
settings.register_profile(
    "patient", deadline=None, derandomize=True, database=None, suppress_health_check=slow
)
settings.load_profile("patient")
"""

COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in the place of this node by mistake."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        first = COMPARED[type(node.ops[0])]()
        yield ast.Compare(node.left, [first, *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
        yield ast.BinOp(node.left, COMPUTED[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.If | ast.While):
        other_ = copy.copy(node)
        other_.test = ast.UnaryOp(ast.Not(), node.test)
        yield other_
    elif isinstance(node, ast.Break | ast.Continue | ast.AugAssign) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield ast.Return(ast.Constant(None))


class Replaced(ast.NodeTransformer):
    """The tree with one node replaced."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def mistakes(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, what was changed, and the whole source with the change."""
    tree = ast.parse(source)
    typed = {
        id(part)
        for node in ast.walk(tree)
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(hint, ast.AST)
        for part in ast.walk(hint)
    }
    for node in ast.walk(tree):
        if id(node) in typed:
            continue
        for new in changes(node):
            before = ast.unparse(node).splitlines()[0]
            after = ast.unparse(ast.fix_missing_locations(new)).splitlines()[0]
            text = ast.unparse(ast.fix_missing_locations(Replaced(node, new).visit(tree)))
            Replaced(new, node).visit(tree)  # as it was
            yield getattr(node, "lineno", 0), f"{before}  ->  {after}", text


def tested(work: Path, module: str, patience: float | None) -> bool:
    """Whether the tests of a module pass on the copy in `work`."""
    names = TESTED.get(module, (module,))
    files = [str(TESTS / f"test_{name}.py") for name in names]
    arguments = ["-c", "mutate.ini", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:django"]
    arguments += ["-p", "no:xdist", "--no-header", "--tb=no", *files]
    environment = {**os.environ, "PYTHONPATH": "src:.", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter on our own files
            [sys.executable, "-m", "pytest", *arguments],
            cwd=work,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Draw, change, test, count; 1 if a module's tests fail without any change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="Names of modules; all if none is given.")
    parser.add_argument("--sample", type=int, default=0, help="How many changes to try.")
    parser.add_argument("--seed", type=int, default=1, help="Which changes to try.")
    asked = parser.parse_args()
    names = asked.modules or sorted(p.stem for p in (ROOT / PACKAGE).glob("[a-z]*.py"))
    found = [
        (name, *mistake)
        for name in names
        for mistake in mistakes((ROOT / PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    ]
    chance = random.Random(asked.seed)  # noqa: S311  # a draw that can be repeated, no secret
    chosen = chance.sample(found, min(asked.sample or len(found), len(found)))
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for part in (PACKAGE, TESTS):
            shutil.copytree(ROOT / part, work / part, ignore=shutil.ignore_patterns("__pycache__"))
        (work / "tests" / "__init__.py").touch()
        (work / "tests" / "conftest.py").write_text(PATIENT, encoding="utf-8")
        (work / "mutate.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
        times: dict[str, float] = {}
        for count, (name, line, change, text) in enumerate(chosen, start=1):
            path = work / PACKAGE / f"{name}.py"
            whole = path.read_text(encoding="utf-8")
            if name not in times:
                begun = time.monotonic()
                if not tested(work, name, None):
                    sys.stdout.write(f"The tests of {name} fail as they are.\n")
                    return 1
                times[name] = time.monotonic() - begun
            path.write_text(text, encoding="utf-8")
            if tested(work, name, PATIENCE * times[name] + 10):
                survived += 1
                sys.stdout.write(f"survived: {name}.py, line {line}: {change}\n")
                sys.stdout.flush()
            path.write_text(whole, encoding="utf-8")
            if count % 10 == 0 or count == len(chosen):
                killed = count - survived
                sys.stdout.write(f"{killed} of {count} noticed ({killed / count:.1%})\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(found)} changes there are in all.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
