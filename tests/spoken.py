"""What source code says to people, read out of it: the templates in faults, findings, changes, steps and notes."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SAID = {"Fault": {3: (1, 2)}, "Finding": {5: (3, 4), 6: (5,)}, "Change": {4: (1, 3)}, "RowNote": {2: (1,)}, "progress": {3: (0,)}}
"""Calls that say something, by the number of their arguments: which of these are words."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def templates(node: ast.expr, known: dict[str, list[ast.expr]]) -> list[str]:
    """The texts an expression can be, values in them as ``{}``; names are followed to what was assigned to them."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr():
            return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)]
        case ast.IfExp():
            return [*templates(node.body, known), *templates(node.orelse, known)]
        case ast.BinOp(op=ast.Add()):
            return [a + b for a in templates(node.left, known) for b in templates(node.right, known)]
        case ast.Name(id=name):
            return [text for value in known.get(name, []) for text in templates(value, {k: v for k, v in known.items() if k != name})]
    return []


def assigned(body: Iterator[ast.AST]) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.IfExp(body=ast.Tuple(elts=one), orelse=ast.Tuple(elts=other))):
                for target, *either in zip(names, one, other, strict=False):
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).extend(either)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.setdefault(name, []).append(value)
    return found


def imported(path: Path) -> dict[str, list[ast.expr]]:
    """What the names that a module imports from beside it were assigned there."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree(path).body:
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            source = path.parents[node.level - 1].joinpath(*node.module.split(".")).with_suffix(".py")
            there = assigned(iter(tree(source).body)) if source.is_file() else {}
            found |= {each.asname or each.name: there[each.name] for each in node.names if each.name in there}
    return found


def says(path: Path) -> set[str]:
    """Templates of everything a module says, also through functions of its own that pass an argument on."""
    known = imported(path) | assigned(iter(tree(path).body))
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    found: set[str] = set()
    passed: dict[str, set[int]] = {}
    for _ in range(3):  # a function may pass on what another passed on
        for function in functions:
            arguments = [each.arg for each in function.args.args]
            own = arguments[1:] if arguments[:1] == ["self"] else arguments
            defaults = dict(zip(reversed(arguments), reversed(function.args.defaults), strict=False))
            names = known | assigned(ast.walk(function)) | {name: [value] for name, value in defaults.items()}
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                for at in passed.get(name, SAID.get(name, {}).get(len(call.args), ())):
                    argument = call.args[at] if at < len(call.args) else None
                    if isinstance(argument, ast.Name) and argument.id in own:
                        passed.setdefault(function.name, set()).add(own.index(argument.id))
                    found.update(templates(argument, names) if argument is not None else ())
    return found


def returned(path: Path) -> set[str]:
    """Last elements of the tuples that a finder returns (one past the last word, tier, confidence, reason): its reasons."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Return | ast.IfExp):
            for each in (node.value,) if isinstance(node, ast.Return) else (node.body, node.orelse):
                if isinstance(each, ast.Tuple) and len(each.elts) == 4:
                    found.update(templates(each.elts[3], {}))
    return found


def noted(path: Path) -> set[str]:
    """What a module appends to its notes, its remarks or the page's faults."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.expr() as to, attr="append"), args=[ast.Tuple(elts=[_, text])]) if (
                "faults" in ast.unparse(to)
            ):
                found.update(templates(text, {}))
            case ast.Call(func=ast.Attribute(value=ast.Name(id="notes"), attr="append"), args=[text]):
                found.update(templates(text, {}))
    return found


def in_tables(path: Path) -> set[str]:
    """What a module keeps in a dictionary of reasons or fixes."""
    names = {"REASONS", "_FIXES"}
    values = [value for name, each in assigned(iter(tree(path).body)).items() if name in names for value in each]
    return {text for value in values if isinstance(value, ast.Dict) for entry in value.values for text in templates(entry, {})}


def disclosures(path: Path) -> list[tuple[str, str]]:
    """What the auditor says, in English and in Swedish."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and (at := {"Disclosure": 3, "breach": 2}.get(getattr(node.func, "id", ""))):
            swedish_, english = (templates(argument, {}) for argument in node.args[at : at + 2])
            found += zip(english, swedish_, strict=True)
    return found
