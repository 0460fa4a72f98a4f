"""What the words of identity are, and what a message, a class and a module lead to."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import sys
import typing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FunctionType, ModuleType

    from google.protobuf.descriptor import Descriptor

ROOT = Path(__file__).parents[2]

# Words of which none may be a part of a field's name.
IDENTITY = frozenset(
    """
    name names firstname lastname surname forename nickname initials person people profile
    contact email mail phone mobile fax address street city town postcode zip country location
    region website url link links linkedin github handle photo picture image avatar
    gender sex pronoun pronouns title_of_address salutation honorific marital married spouse
    children family race ethnicity ethnic color religion faith nationality citizenship citizen
    visa immigration native birth born birthday birthdate birthplace dob age ages year_of_birth
    graduation graduated graduate institution school university college employer company
    disability health pregnancy veteran military politics party union orientation
    date start_date end_date since_date ssn passport identity owner subject
    """.split()  # noqa: SIM905  # the same as strings would be a page long
)
# What searches may be narrowed by, of a person: in the payload of the index, and nowhere else.
FACETS = frozenset("place places preference preferences available availability consent".split())  # noqa: SIM905
# Months are counted from here, not from today. It says nothing of the person.
ALLOWED = {"candor.facts.v1.ScorableFacts.as_of"}


def speaks(field: str, words: frozenset[str] = IDENTITY) -> bool:
    """Say whether a field's name has one of the words."""
    return field in words or bool(set(field.split("_")) & words)


def reached(message: Descriptor) -> list[Descriptor]:
    """Return `message` and every message that it holds, however deep."""
    found = [message]
    for each in found:
        inner = [field.message_type for field in each.fields if field.message_type is not None]
        found.extend(other for other in inner if other not in found)  # and theirs
    return found


def telling(message: Descriptor) -> set[str]:
    """Return the fields below `message` whose names speak of who somebody is."""
    return {
        field.full_name
        for each in reached(message)
        for field in each.fields
        if field.full_name not in ALLOWED and speaks(field.name)
    }


def modules(*packages: str) -> list[ModuleType]:
    """Return the packages and all modules in them; a package that there is not has none."""
    found: list[ModuleType] = []
    for package in packages:
        if not _is_module(package):
            continue
        found.append(importlib.import_module(package))
        within = pkgutil.walk_packages(getattr(found[-1], "__path__", ()), f"{package}.")
        found += [importlib.import_module(each.name) for each in within]
    return found


@cache
def names_in(module: ModuleType) -> dict[str, object]:
    """Return what annotations in a module may name: also what it imports for types alone."""
    found = dict(vars(module))
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module.__name__, "exec"), found)  # noqa: S102
    return found


def inputs(
    room: Iterable[ModuleType], *, calling: tuple[str, ...] = ()
) -> Iterator[tuple[str, object]]:
    """Yield where, and the type, of each parameter of each function written in the modules.

    With `calling` of those alone that call a method of one of these names.
    """
    for module in room:
        for function in _functions(module):
            if calling and not any(f".{name}(" in _code(function) for name in calling):
                continue
            hints = typing.get_type_hints(function, {**_aliased(module), **names_in(module)})
            for parameter, hint in hints.items():
                yield f"{module.__name__}.{function.__qualname__}({parameter})", hint


def _aliased(module: ModuleType) -> dict[str, object]:
    """Return what the modules that one names may name: their aliases are quoted."""
    found: dict[str, object] = {}
    for name in sorted(imported(module.__name__)):
        if name.startswith("services."):
            found |= names_in(importlib.import_module(name))
    return found


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for value in list(vars(module).values()):
        if getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isclass(value):
            yield from (each for each in vars(value).values() if inspect.isfunction(each))
        elif inspect.isfunction(inspect.unwrap(value)):
            yield inspect.unwrap(value)


def _code(function: FunctionType) -> str:
    ours = Path(function.__code__.co_filename).is_relative_to(ROOT)  # others a decorator made
    return inspect.getsource(function) if ours else ""


def leaves(hint: object) -> Iterator[object]:
    """Yield the classes in a type, those within others too, and what an array is of."""
    within = [each for each in typing.get_args(hint) if each is not Ellipsis]
    if typing.get_origin(hint) is np.ndarray:
        within = within[1:]  # of what; the first is its shape
    if isinstance(hint, list):  # of a Callable's parameters
        within = cast("list[object]", hint)
    if within:
        for each in within:
            yield from leaves(each)
    else:
        yield hint


def fields_of(kind: type) -> Iterator[tuple[str, object]]:
    """Yield each field below a class of data, however deep, with its type."""
    todo, seen = [kind], set[type]()
    while todo:
        each = todo.pop()
        if each in seen or not dataclasses.is_dataclass(each):
            continue
        seen.add(each)
        hints = typing.get_type_hints(each, names_in(sys.modules[each.__module__]))
        for field, hint in hints.items():
            yield f"{each.__name__}.{field}", hint
            todo += [leaf for leaf in leaves(hint) if isinstance(leaf, type)]


@cache
def imported(module: str) -> set[str]:
    """Return our modules that one names in its imports, those for types alone too."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(spec.origin).read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{each.name}" for each in node.names}
            found |= {each if _is_module(each) else node.module for each in inner}
    return {each for each in found if (ROOT / each.split(".")[0]).is_dir() or "candor" in each}


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # its parent is a module, not a package
        return False


def led_to(module: str) -> set[str]:
    """Return our modules that one leads to, by however many imports."""
    found, todo = set[str](), [module]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            if not each.startswith("candor"):
                todo += imported(each)
    return found - {module}
