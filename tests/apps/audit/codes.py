"""Every action code that the source can write into the log, read from the source itself.

A code is the `action=` of a call to `record`, `event` or `record_selected`. Where a function passes on its
own parameter (`action=f"voice.{event}_survey"`), the callers of that function say what it can be.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src" / "kinerja"
OWN = SOURCE / "audit" / "actions.py"
CODE = re.compile("[a-z]+[.][a-z_]+")
WRITERS = {"record", "event", "audit_event", "record_selected"}
Value = ast.expr | None


class Codes:
    """The codes found (`known`) and the places whose code cannot be read (`unknown`)."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.unknown: list[str] = []
        self._trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
        self._calls: dict[str, list[tuple[Path, ast.Call]]] = defaultdict(list)
        for path, tree in self._trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    self._calls[_called(node)].append((path, node))
        for path, tree in self._trees.items():
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef):
                    self._read(path, tree, function)

    def _read(self, path: Path, tree: ast.Module, function: ast.FunctionDef) -> None:
        for node in ast.walk(function):
            for value in _actions(node):
                found = set(self._values(value, tree, function, path))
                self.known |= {code for code in found if CODE.fullmatch(code)}
                if not found and isinstance(node, ast.Call) and path != OWN:
                    self.unknown.append(f"{path.relative_to(SOURCE)}:{node.lineno}")

    def _values(self, node: Value, tree: ast.Module, function: ast.FunctionDef, path: Path) -> Iterator[str]:
        """What an expression within `function` can be, as far as constants lead."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.IfExp():
                yield from self._values(node.body, tree, function, path)
                yield from self._values(node.orelse, tree, function, path)
            case ast.JoinedStr(values=parts):
                yield from self._joined(parts, tree, function, path)
            case ast.Name(id=name):
                yield from self._named(name, tree, function, path)

    def _joined(
        self, parts: list[ast.expr], tree: ast.Module, function: ast.FunctionDef, path: Path
    ) -> Iterator[str]:
        texts = [""]
        for part in parts:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            values = list(self._values(inner, tree, function, path))
            texts = [text + value for text in texts for value in values]
        yield from texts

    def _named(self, name: str, tree: ast.Module, function: ast.FunctionDef, path: Path) -> Iterator[str]:
        """A local value, a parameter (as the callers give it; or the words of a Literal), a constant."""
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        for place, argument in enumerate(arguments):
            if argument.arg == name:
                if isinstance(argument.annotation, ast.Subscript):
                    yield from (
                        word.value
                        for word in ast.walk(argument.annotation)
                        if isinstance(word, ast.Constant) and isinstance(word.value, str)
                    )
                yield from self._given(function, place, name, path)
        constants = [node for other in self._trees.values() for node in other.body] if name.isupper() else []
        for node in [*ast.walk(function), *constants]:
            if isinstance(node, ast.Assign) and any(_is(target, name) for target in node.targets):
                yield from self._values(node.value, tree, function, path)

    def _given(self, function: ast.FunctionDef, place: int, name: str, own: Path) -> Iterator[str]:
        for path, call in self._calls[function.name]:
            if path != own and (function.name.startswith("_") or path.parts[:-2] != own.parts[:-2]):
                continue
            given = [keyword.value for keyword in call.keywords if keyword.arg == name]
            if len(call.args) > place:
                given.append(call.args[place])
            caller = self._around(path, call)
            for value in given:
                if caller is not None and not _is(value, name):
                    yield from self._values(value, self._trees[path], caller, path)

    def _around(self, path: Path, call: ast.Call) -> ast.FunctionDef | None:
        holders = [
            node
            for node in ast.walk(self._trees[path])
            if isinstance(node, ast.FunctionDef) and any(inner is call for inner in ast.walk(node))
        ]
        return holders[-1] if holders else None


def _actions(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that give an event its code: `action=` of a writer, or "action" among facts for SQL."""
    if isinstance(node, ast.Call) and _called(node) in WRITERS:
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "action")
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "action":
                yield value


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
