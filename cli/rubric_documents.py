"""Rubric documents as YAML: the fields of candor.matcher.v1.RubricDocument by their names.

Values are read by the types of the fields, so that `language: no` is Norwegian. Enums go by
their short names: `skill` for REQUIREMENT_KIND_SKILL. Zero values are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import typer
import yaml
from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import rubric_pb2
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, EnumDescriptor
    from google.protobuf.message import Message

    Tree = dict[str, object]

WIDTH = 100
FLAGS = {"true": True, "false": False}


class _Inline(dict[str, object]):
    """A mapping that is written on one line."""


class _Writer(yaml.SafeDumper):
    """Writes spans on one line."""


class _Reader(yaml.BaseLoader):
    """Reads every value as text, and refuses a name that stands twice."""


def _mapping(reader: _Reader, node: yaml.MappingNode) -> Tree:
    names = [key.value for key, _ in node.value]
    for name in names:
        if names.count(name) > 1:
            raise yaml.MarkedYAMLError(
                problem=f"`{name}` stands twice", problem_mark=node.start_mark
            )
    return cast("Tree", reader.construct_mapping(node, deep=True))


_Writer.add_representer(
    _Inline,
    lambda writer, value: writer.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True),
)
_Reader.add_constructor("tag:yaml.org,2002:map", _mapping)


def written(document: rubric_pb2.RubricDocument, *remarks: str) -> str:
    """Return a document as YAML, below the remarks."""
    head = "".join(f"# {remark}\n" for remark in remarks)
    return head + yaml.dump(
        _tree(document), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH
    )


def read(text: str) -> rubric_pb2.RubricDocument:
    """Return the document that a YAML (or JSON) text is; BadParameter says what is wrong."""
    try:
        tree = yaml.load(text, Loader=_Reader)  # noqa: S506  # makes nothing but texts
    except yaml.YAMLError as error:
        raise typer.BadParameter(f"not YAML: {error}") from error
    if not isinstance(tree, dict):
        raise typer.BadParameter("a rubric document is a mapping: see `candor rubric show`")
    document = rubric_pb2.RubricDocument()
    typed = _typed(cast("Tree", tree), document.DESCRIPTOR)
    try:
        return json_format.ParseDict(typed, document)
    except json_format.ParseError as error:
        raise typer.BadParameter(f"not a rubric document: {error}") from error


def _tree(message: Message) -> Tree:
    tree: Tree = {}
    for field, value in message.ListFields():
        tree[field.name] = (
            [_shown(field, each) for each in value] if field.is_repeated else _shown(field, value)
        )
    return _Inline(tree) if isinstance(message, facts_pb2.Span) else tree


def _shown(field: FieldDescriptor, value: object) -> object:
    if field.message_type is not None:
        return _tree(cast("Message", value))
    if field.enum_type is not None:
        name = field.enum_type.values_by_number[cast("int", value)].name
        return name.removeprefix(_prefix(field.enum_type)).lower()
    return value


def _prefix(enum: EnumDescriptor) -> str:
    """Return what all names of an enum begin with: that of UNSPECIFIED."""
    return enum.values_by_number[0].name.removesuffix("UNSPECIFIED")


def _typed(tree: Tree, descriptor: Descriptor) -> Tree:
    """Return texts as what the fields of these names take; what cannot be is left as it is."""
    typed: Tree = {}
    for name, value in tree.items():
        field = descriptor.fields_by_name.get(name)
        if field is None:
            typed[name] = value
        elif isinstance(value, list):
            typed[name] = [_value(each, field) for each in cast("list[object]", value)]
        else:
            typed[name] = _value(value, field)
    return typed


def _value(value: object, field: FieldDescriptor) -> object:
    if isinstance(value, dict) and field.message_type is not None:
        return _typed(cast("Tree", value), field.message_type)
    if not isinstance(value, str):
        return value
    if field.type == FieldDescriptor.TYPE_BOOL:
        return FLAGS.get(value, value)
    if field.enum_type is not None:
        name = f"{_prefix(field.enum_type)}{value.upper()}"
        return name if name in field.enum_type.values_by_name else value
    return value
