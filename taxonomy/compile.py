"""Compile the taxonomy: `python -m taxonomy.compile --source DIR --out FILE`.

DIR has the folders `esco` and `onet` with the files as published (English CSV of ESCO, text
of O*NET); they are not part of the project. The same sources and `aliases.yaml` give the same
bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taxonomy import merging
from taxonomy.closeness import Closeness
from taxonomy.compiled import Compiled, OccupationRow, SkillRow, SurfaceRow, TitleRow, write
from taxonomy.sources import aliases, esco, onet

if TYPE_CHECKING:
    from taxonomy.compiled import CloseRow
    from taxonomy.sources.aliases import Aliases

ALIASES: Final = Path(__file__).with_name("aliases.yaml")


def compile_taxonomy(source: Path, alias_file: Path = ALIASES) -> bytes:
    """Return the bytes of the taxonomy compiled from the folder `source` and the aliases.

    Raises:
        ValueError: the aliases contradict themselves.
        OSError: a source is missing.
    """
    ours = aliases.read(alias_file)
    skills, surfaces, related = _skills(source, ours)
    occupations, titles, near = _occupations(source, ours)
    return write(Compiled(skills, surfaces, related, occupations, titles, near))


def _skills(source: Path, ours: Aliases) -> tuple[list[SkillRow], list[SurfaceRow], list[CloseRow]]:
    merged = merging.Skills(ours)
    merged.add_concepts(esco.concepts(source / "esco"))
    merged.add_technologies(onet.technologies(source / "onet"))
    drafts = sorted(merged.drafts, key=lambda draft: draft.skill_id)
    by_draft = {id(draft): row for row, draft in enumerate(drafts)}
    close = Closeness()
    close.add_groups(ours.close, {draft.label: row for row, draft in enumerate(drafts)})
    by_id = {skill_id: by_draft[id(draft)] for skill_id, draft in merged.by_esco_id.items()}
    close.add_siblings(esco.siblings(source / "esco"), by_id)
    close.add_use(drafts)
    surfaces = [
        SurfaceRow(text, guard, row)
        for row, draft in enumerate(drafts)
        for text, guard in draft.names.values()
        if guard is not None
    ]
    rows = [SkillRow(draft.skill_id, draft.label, draft.tool) for draft in drafts]
    return rows, surfaces, close.rows()


def _occupations(
    source: Path, ours: Aliases
) -> tuple[list[OccupationRow], list[TitleRow], list[CloseRow]]:
    drafts, owners = merging.occupations(ours, esco.works(source / "esco"))
    drafts.sort(key=lambda draft: draft.occupation_id)
    by_draft = {id(draft): row for row, draft in enumerate(drafts)}
    close = Closeness()
    labels = {draft.label: row for row, draft in enumerate(drafts)}
    close.add_groups(ours.close_occupations, labels)
    close.add_unit_groups(drafts)
    titles = [TitleRow(text, by_draft[id(owners[text])]) for text in sorted(owners)]
    rows = [OccupationRow(draft.occupation_id, draft.label) for draft in drafts]
    return rows, titles, close.rows()


def main() -> None:
    """Read the arguments, compile, write the file."""
    parser = argparse.ArgumentParser(prog="python -m taxonomy.compile")
    parser.add_argument("--source", type=Path, required=True, help="folder with esco/ and onet/")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    arguments = parser.parse_args()
    arguments.out.write_bytes(compile_taxonomy(arguments.source))


if __name__ == "__main__":
    main()
