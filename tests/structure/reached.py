"""Which names of the core somebody needs: pages and commands need some, and these need others."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.structure.parsed import parsed

Key = tuple[str, str]  # a module and a name defined in it

# `python -m` begins here; everything else begins in a page or a tool.
COMMANDS = ("wfcore.__main__", "wfcore.unpacking.child")
OUTSIDE = ("app.py", "asgi.py", "pages", "gate", "tools", "bench")


def module_of(path: Path, root: Path) -> str:
    """`wfcore/reading/__init__.py` → `wfcore.reading`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def defined(statement: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module gives a meaning to."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those at the top of a module, also under an `if` or a `try`."""
    for statement in body:
        if isinstance(statement, ast.If):
            yield from statements(statement.body + statement.orelse)
        elif isinstance(statement, ast.Try):
            yield from statements(statement.body + statement.orelse + statement.finalbody)
        else:
            yield statement


class Module:
    """What a module defines, what its imports mean, and what each of its parts speaks of."""

    def __init__(self, name: str, source: str, modules: frozenset[str], *, package: bool) -> None:
        self.name, self.modules = name, modules
        tree = parsed(source)
        base = name.split(".") if package else name.split(".")[:-1]
        self.imports = {
            local: target
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for local, target in _imported(node, base)
        }
        self.parts: dict[str, list[ast.stmt]] = {}
        self.runs: list[ast.stmt] = []  # what happens when it is imported
        for statement in statements(tree.body):
            names = [n for n in defined(statement) if n != "__all__"]
            for n in names:
                self.parts.setdefault(n, []).append(statement)
            if not names and not isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign):
                self.runs.append(statement)

    def spoken_of(self, part: ast.AST) -> Iterator[Key]:
        """The names that a part of the module uses, each with the module that was named."""
        for node in ast.walk(part):
            if isinstance(node, ast.Name):
                yield from self._meant(node.id)
            elif isinstance(node, ast.Attribute):
                module = self._module(node.value)
                if module is not None:
                    yield module, node.attr
            elif isinstance(node, ast.ImportFrom):
                yield from (key for _, dotted in _imported(node, []) if (key := _key(dotted)))

    def _meant(self, name: str) -> Iterator[Key]:
        if name in self.parts:
            yield self.name, name
        elif key := _key(self.imports.get(name, "")):
            yield key

    def _module(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            target = self.imports.get(node.id)
        elif isinstance(node, ast.Attribute) and (above := self._module(node.value)):
            target = f"{above}.{node.attr}"
        else:
            return None
        return target if target in self.modules else None


def _imported(node: ast.Import | ast.ImportFrom, base: list[str]) -> Iterator[tuple[str, str]]:
    """Local name → what is imported, by its dotted name."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (
                alias.asname or alias.name.split(".")[0],
                (alias.name if alias.asname else alias.name.split(".")[0]),
            )
        return
    above = base[: len(base) - node.level + 1] if node.level else []
    source = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        yield alias.asname or alias.name, f"{source}.{alias.name}"


def _key(dotted: str) -> Key | None:
    module, _, name = dotted.rpartition(".")
    return (module, name) if module.startswith("wfcore") else None


def core(root: Path, folders: tuple[str, ...] = ("wfcore", *OUTSIDE)) -> dict[str, Module]:
    """All modules of some folders, by dotted name."""
    paths = [
        path
        for folder in folders
        for path in ([root / folder] if folder.endswith(".py") else (root / folder).rglob("*.py"))
    ]
    names = frozenset(module_of(path, root) for path in paths)
    return {
        module_of(path, root): Module(
            module_of(path, root), path.read_text(encoding="utf-8"), names,
            package=path.name == "__init__.py",
        )
        for path in paths
    }  # fmt: skip


def unreached(modules: dict[str, Module]) -> list[str]:
    """Public names of the core that no page and no command comes to, as `module.name`."""
    waiting: list[Key] = []
    for module in modules.values():
        begins = not module.name.startswith("wfcore") or module.name in COMMANDS
        parts = [s for p in module.parts.values() for s in p] if begins else []
        waiting += [key for part in [*module.runs, *parts] for key in module.spoken_of(part)]
    waiting += [("wfcore", name) for name in modules["wfcore"].parts] if "wfcore" in modules else []
    reached: set[Key] = set()
    while waiting:
        key = waiting.pop()
        module = modules.get(key[0])
        if key in reached or module is None:
            continue
        reached.add(key)
        if key[1] in module.parts:
            waiting += [k for part in module.parts[key[1]] for k in module.spoken_of(part)]
        elif (target := module.imports.get(key[1])) and (above := _key(target)):
            waiting.append(above)  # a room hands on what a module of it defines
    return sorted(
        f"{module.name}.{name}"
        for module in modules.values()
        if module.name.startswith("wfcore") and module.name not in COMMANDS
        for name in module.parts
        if not name.startswith("_") and (module.name, name) not in reached
    )
