"""What is near a skill or an occupation, and why: `python -m taxonomy.explain "Kubernetes"`.

Takes a name, a job title or an id. Without one it prints the whole table, a pair a line:
closeness, reason, and the two labels, separated by tabs.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from taxonomy import compiled
from taxonomy.compiled import Why
from taxonomy.taxonomy import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.compiled import CloseRow
    from taxonomy.taxonomy import Taxonomy

REASONS: Final = {
    Why.WRITTEN: "written by hand",
    Why.HIERARCHY: "one group of ESCO, ISCO or SOC",
    Why.USE: "used together in O*NET",
    Why.LABEL: "labels mean alike",
}


def neighbours(taxonomy: Taxonomy, name: str) -> list[str]:
    """Return a line for what `name` names and one for each neighbour, nearest first.

    Raises:
        LookupError: nothing in the taxonomy goes by that name.
    """
    item = _item(taxonomy, name)
    content = compiled.read(compiled.packaged())
    skills = [(row.skill_id, row.label) for row in content.skills]
    for _ in content.surfaces:
        pass  # sections are read in their order
    pairs = list(content.related)
    if item not in {skill_id for skill_id, _ in skills}:
        skills = [(row.occupation_id, row.label) for row in content.occupations]
        for _ in content.titles:
            pass
        pairs = list(content.related_occupations)
    row = [item_id for item_id, _ in skills].index(item)
    near = sorted((-p.closeness, _other(p, row), p.why) for p in pairs if row in p[:2])
    lines = [f"{-negated:2}  {skills[other][1]}  ({REASONS[why]})" for negated, other, why in near]
    return [f"{skills[row][1]} [{item}], taxonomy {taxonomy.digest[:12]}", *lines]


def everything() -> Iterator[str]:
    """Yield the table of skills and then that of occupations."""
    content = compiled.read(compiled.packaged())
    labels = [row.label for row in content.skills]
    for _ in content.surfaces:
        pass
    yield from _rows(content.related, labels)
    labels = [row.label for row in content.occupations]
    for _ in content.titles:
        pass
    yield from _rows(content.related_occupations, labels)


def main() -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m taxonomy.explain", description=__doc__)
    parser.add_argument("name", nargs="?", help="a skill, a job title or an id")
    name: str | None = parser.parse_args().name
    try:
        lines = everything() if name is None else neighbours(load(), name)
    except LookupError as error:
        sys.exit(str(error))
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _item(taxonomy: Taxonomy, name: str) -> str:
    if taxonomy.skill(name) is not None or taxonomy.occupation(name) is not None:
        return name
    for text in (name, f"SQL, {name}, SQL"):  # the list vouches for "Go"
        for mention in taxonomy.recognise(text):
            if text[mention.start : mention.end] == name:
                return mention.skill_id
    occupation = taxonomy.occupation_of(name)
    if occupation is None:
        raise LookupError(f"the taxonomy knows no {name!r}")
    return occupation.occupation_id


def _other(pair: CloseRow, row: int) -> int:
    return pair.second if pair.first == row else pair.first


def _rows(pairs: Iterable[CloseRow], labels: list[str]) -> Iterator[str]:
    for pair in pairs:
        why = REASONS[pair.why]
        yield f"{pair.closeness}\t{why}\t{labels[pair.first]}\t{labels[pair.second]}"


if __name__ == "__main__":
    main()
