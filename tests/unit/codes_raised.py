"""Every code that the source of kcli may print, found by reading the source.

A code is the first argument of a ``Fault``, ``Note`` or ``Assumption``, the
second of a ``Reason``, or a mark among ``flags``. Names are followed to what
they may hold: to the callers of a function, to assignments, loops and
constants. An f-string becomes a pattern, with ``*`` for what is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import kcli

ROOTS = {"Fault": 0, "Note": 0, "Assumption": 0, "Reason": 1, "_RefusedError": 0}
# Codes that come from a place which is looked at itself: other faults, counters of codes.
CARRIED = {"told"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class UnknownCodeError(Exception):
    """A code that cannot be followed to what it may be."""


@dataclass
class Module:
    """One file of the source."""

    name: str
    tree: ast.Module

    def __post_init__(self) -> None:
        """What is looked for again and again is found once."""
        self.nodes = list(ast.walk(self.tree))
        self.parents = {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}
        self.functions: dict[str, list[Function]] = {}
        self.calls: dict[str, list[ast.Call]] = {}
        self.returned: dict[str, list[ast.expr]] = {}
        for node in self.nodes:
            if isinstance(node, Function):
                self.functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Call):
                self.calls.setdefault(_called(node), []).append(node)
            elif isinstance(node, ast.Return) and node.value is not None:
                function = self.function_of(node)
                if function is not None:
                    self.returned.setdefault(function.name, []).append(node.value)

    def function_of(self, node: ast.AST) -> Function | None:
        """The function that a node stands in."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, Function):
                return node
        return None


def modules() -> list[Module]:
    """All of kcli."""
    folder = Path(kcli.__file__).parent
    return [
        Module(path.relative_to(folder).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(folder.rglob("*.py"))
        if "shipped" not in path.parts
    ]


@cache
def raised() -> dict[str, set[str]]:
    """Every code or pattern, with the modules that print it."""
    everything = modules()
    found: dict[str, set[str]] = {}
    for module in everything:
        finder = _Finder(module, everything)
        for code in finder.codes():
            found.setdefault(code, set()).add(module.name)
    return found


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


class _Finder:
    """The codes of one module."""

    def __init__(self, module: Module, everything: list[Module]) -> None:
        self.module = module
        self.everything = everything
        self.open: list[tuple[str, str]] = []

    def codes(self) -> Iterator[str]:
        for node in self.module.nodes:
            if isinstance(node, ast.Call) and _called(node) in ROOTS:
                argument = _argument(node, ROOTS[_called(node)], "code")
                if argument is not None:
                    yield from self.values(argument)
            if isinstance(node, ast.keyword) and node.arg == "flags":
                yield from self.marks(node.value)
            elif isinstance(node, ast.Call):
                yield from self.given_marks(node)

    def given_marks(self, node: ast.Call) -> Iterator[str]:
        """Marks that a call adds to a list ``flags``, or gives for a parameter of that name."""
        owner = getattr(node.func, "value", None)
        if isinstance(owner, ast.Name) and owner.id == "flags":
            for argument in node.args:
                yield from self.marks(argument)
        for function in self.module.functions.get(_called(node), ()):
            names = [argument.arg for argument in function.args.args]
            place = names.index("flags") if "flags" in names else len(node.args)
            for argument in node.args[place : place + 1]:
                yield from self.marks(argument)

    def marks(self, node: ast.expr) -> Iterator[str]:
        """Texts in what is given as flags, in what such names hold, and in what calls return."""
        inside = {part for p in ast.walk(node) if isinstance(p, ast.JoinedStr) for part in p.values}
        for part in ast.walk(node):
            if isinstance(part, ast.JoinedStr):
                yield from self.values(part)
            elif part in inside:
                continue
            elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
            elif isinstance(part, ast.Name) and part.id in ("flag", "flags"):
                yield from self.held(part)
            elif isinstance(part, ast.Call) and _called(part).startswith("_"):
                for value in self.module.returned.get(_called(part), ()):
                    yield from self.marks(_without_tests(value))

    def held(self, name: ast.Name) -> Iterator[str]:
        """The marks in everything that a local name is given."""
        function = self.module.function_of(name)
        if function is not None and (function.name, name.id) not in self.open:
            self.open.append((function.name, name.id))
            for value in (*_assigned(function, name.id), *_unpacked(function, name.id)):
                yield from self.marks(value)
            self.open.pop()

    def values(self, node: ast.expr) -> set[str]:
        """What an expression may be."""
        if isinstance(node, ast.Constant):
            return {node.value}
        if isinstance(node, ast.IfExp):
            return self.values(node.body) | self.values(node.orelse)
        if isinstance(node, ast.JoinedStr):
            parts = [self.part(part) for part in node.values]
            return {"".join(chosen) for chosen in product(*parts)}
        if isinstance(node, ast.Call):
            private = _called(node).startswith("_")
            found = {
                text
                for module in ([self.module] if private else self.everything)
                for value in module.returned.get(_called(node), ())
                for text in _Finder(module, self.everything).values(value)
            }
            if found:
                return found
        if isinstance(node, ast.Attribute) and node.attr == "code":
            return set(self.fields())
        if isinstance(node, ast.Name):
            return self.name(node)
        place = f"{self.module.name}:{node.lineno}"
        raise UnknownCodeError(f"{place}: {ast.unparse(node)}")

    def part(self, node: ast.expr) -> set[str]:
        if isinstance(node, ast.FormattedValue):
            try:
                return self.values(node.value)
            except UnknownCodeError:
                return {"*"}
        return self.values(node)

    def fields(self) -> Iterator[str]:
        """What a field ``code`` of a class of this module may hold."""
        for node in self.module.nodes:
            if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
                if getattr(node.target, "id", "") == "code":
                    yield str(node.value.value)
            elif isinstance(node, ast.keyword) and node.arg == "code":
                yield from self.values(node.value)

    def name(self, node: ast.Name) -> set[str]:
        function = self.module.function_of(node)
        while function is not None:
            names = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
            if node.id in names:
                return self.given(function, node.id, names)
            values = list(_assigned(function, node.id))
            if values:
                return {text for value in values for text in self.values(value)}
            loops = list(_looped(function, node.id))
            if loops:
                return {text for loop in loops for text in self.loop(*loop)}
            function = self.module.function_of(function)
        values = list(_assigned(self.module.tree, node.id))
        if not values:
            raise UnknownCodeError(f"{self.module.name}:{node.lineno}: {node.id}")
        return {text for value in values for text in self.values(value)}

    def given(self, function: Function, name: str, names: list[str]) -> set[str]:
        """What callers give for a parameter."""
        if (function.name, name) in self.open:
            return set()
        self.open.append((function.name, name))
        place = names.index(name) - (names[0] in ("self", "cls"))
        private = function.name.startswith("_")
        found: set[str] = set()
        for module in [self.module] if private else self.everything:
            finder = self if module is self.module else _Finder(module, self.everything)
            for node in module.calls.get(function.name, ()):
                argument = _argument(node, place, name)
                if argument is not None:
                    found |= finder.values(argument)
        self.open.pop()
        return found

    def loop(self, over: ast.expr, position: int | None) -> set[str]:
        """What a loop over a literal, or over the keys of one, gives."""
        if ast.unparse(over) in CARRIED:
            return set()
        if isinstance(over, ast.Call) and _called(over) == "items" and position == 0:
            over = over.func.value  # type: ignore[attr-defined]
        if isinstance(over, ast.Name):
            function = self.module.function_of(over) or self.module.tree
            over = next(_assigned(function, over.id), over)
        if isinstance(over, ast.Dict):
            return {text for key in over.keys if key is not None for text in self.values(key)}
        if isinstance(over, ast.Tuple | ast.List):
            return {text for each in over.elts for text in self.values(each)}
        raise UnknownCodeError(f"{self.module.name}:{over.lineno}: {ast.unparse(over)}")


def _argument(node: ast.Call, place: int, name: str) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[place] if len(node.args) > place else None


def _assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.AnnAssign) and node.value is not None
        ):
            targets = [node.target]
        for target in targets:
            value = node.value  # type: ignore[attr-defined]
            if isinstance(target, ast.Name) and target.id == name:
                yield value
            elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                for one, other in zip(target.elts, value.elts, strict=True):
                    if isinstance(one, ast.Name) and one.id == name:
                        yield other


def _unpacked(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """The calls whose several results a name is one of."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for target in node.targets:
                names = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
                if isinstance(target, ast.Tuple) and name in names:
                    yield node.value


def _looped(scope: ast.AST, name: str) -> Iterator[tuple[ast.expr, int | None]]:
    for node in ast.walk(scope):
        if isinstance(node, ast.For | ast.comprehension):
            if isinstance(node.target, ast.Name) and node.target.id == name:
                yield node.iter, None
            elif isinstance(node.target, ast.Tuple):
                for place, target in enumerate(node.target.elts):
                    if isinstance(target, ast.Name) and target.id == name:
                        yield node.iter, place


def _without_tests(node: ast.expr) -> ast.expr:
    """An expression without what is only asked of it."""
    if isinstance(node, ast.IfExp):
        return ast.Tuple([node.body, node.orelse], ast.Load())
    return node
