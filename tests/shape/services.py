"""Reads the source as a tree: who writes to the database, and what each service calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
APPS = sorted(
    path.parent.name
    for path in (SOURCE / "preceptor").glob("*/__init__.py")
    if path.parent.name != "engine"
)

# What writes to the database whatever it is called on. `update` and `add` are also words of
# dictionaries and sets: an update of rows names its columns.
WRITES = frozenset(
    {
        "save",
        "create",
        "acreate",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    }
)


@dataclass(frozen=True)
class Module:
    """One file of source."""

    name: str
    tree: ast.Module


@dataclass(frozen=True)
class Function:
    """A function at the top of a module."""

    module: str
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return f"{self.module}.{self.node.name}"

    @property
    def is_public(self) -> bool:
        return not self.node.name.startswith("_")

    @property
    def lines(self) -> int:
        """How long it is, without its decorators and its docstring."""
        length = (self.node.end_lineno or 0) - self.node.lineno + 1
        first = self.node.body[0]
        if ast.get_docstring(self.node) is not None:
            length -= (first.end_lineno or 0) - first.lineno + 1
        return length


def modules(*rooms: str) -> Iterator[Module]:
    """Yield the modules of some rooms (views, services, ...) of every app."""
    for app in APPS:
        for room in rooms:
            home = SOURCE / "preceptor" / app / room
            paths = [home.with_suffix(".py")] if home.with_suffix(".py").exists() else []
            for path in [*paths, *sorted(home.rglob("*.py"))]:
                yield read(path)


def commands() -> Iterator[Module]:
    """Yield the modules of the command line, but for the demo world's."""
    for path in sorted((SOURCE / "preceptor" / "cli").rglob("*.py")):
        if "demo" not in path.parts:
            yield read(path)


def read(path: Path) -> Module:
    """Read a file."""
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return Module(name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8")))


def functions(module: Module) -> Iterator[Function]:
    """Yield the functions at the top of a module."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            yield Function(module.name, node)


def writes(tree: ast.AST) -> list[ast.Call]:
    """Return the calls that write to the database."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITES or (node.func.attr == "update" and node.keywords))
    ]


def called(tree: ast.AST) -> set[str]:
    """Return the names that are called or handed on as they are, such as to partial()."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names.add(f"{node.value.id}.{node.attr}")
    return names


class Services:
    """Every service of every app, and what each leads to."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}
        self.names: dict[str, dict[str, str]] = {}
        for module in modules("services"):
            self.names[module.name] = dict(self._imported(module))
            for function in functions(module):
                self.functions[function.name] = function
                self.names[module.name][function.node.name] = function.name

    def entered(self) -> set[str]:
        """Return the services that anybody outside the services calls."""
        found = set()
        for path in sorted((SOURCE / "preceptor").rglob("*.py")):
            if "services" in path.parts or path.name == "services.py" or "demo" in path.parts:
                continue
            module = read(path)
            self.names[module.name] = dict(self._imported(module))
            words = called(module.tree)
            found |= {self.resolved(module.name, word) for word in words}
        return found & self.functions.keys()

    def reached(self, name: str) -> set[str]:
        """Return a function and all services that it calls, by whatever way."""
        found, open_ones = {name}, [name]
        while open_ones:
            function = self.functions[open_ones.pop()]
            for word in called(function.node):
                target = self.resolved(function.module, word)
                if target in self.functions and target not in found:
                    found.add(target)
                    open_ones.append(target)
        return found

    def resolved(self, module: str, word: str) -> str:
        """Return the full name that a word has in a module."""
        first, _, rest = word.partition(".")
        full = self.names[module].get(first, word)
        for _ in range(3):  # through packages that hand names on
            full = f"{full}.{rest}" if rest and full.endswith(f".{first}") else full
            home, _, own = full.rpartition(".")
            following = self.names.get(home, {}).get(own, full)
            if following == full:
                break
            full = following
        return full

    def _imported(self, module: Module) -> Iterator[tuple[str, str]]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield alias.asname or alias.name, f"{node.module}.{alias.name}"
