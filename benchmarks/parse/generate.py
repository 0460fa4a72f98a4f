"""`python -m benchmarks.parse.generate`: resumes of made-up people, with their truths.

The folder is laid out as the scorer reads it: `NUMBER_truth.json` and beside it
`NUMBER_PROGRAM-LAYOUT.pdf` (or another type). Each person is rendered by two programs. The same
seed makes the same people; without one, they are new every time. The set for tuning the product
and the one for reporting are of different people, and some layouts are in the second alone.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.parse import pages, written
from benchmarks.parse.people import People
from benchmarks.parse.render import flow, office, rendercv_themes, typeset, web, word

if TYPE_CHECKING:
    from benchmarks.parse.pages import Page
    from benchmarks.parse.people import Person
    from benchmarks.parse.vocabulary import Words

SPLITS = ("tune", "report")
HELD_OUT = frozenset({"typst-banner", "docx-rows", "chromium-margin", "rendercv-moderncv"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person, the words on the page, and the draws that are left for its look."""

    person: Person
    words: Words
    page: Page
    dice: Random


Draw: TypeAlias = Callable[[Sheet, Path], None]


@dataclass(frozen=True, slots=True)
class Producer:
    """A program with a layout. RenderCV writes its dates in one way only, in months."""

    name: str
    kind: str
    draw: Draw
    own_dates: bool = False


def producers() -> tuple[list[Producer], list[str]]:
    """Return the producers that this machine has, and the names of programs that it lacks."""
    lacking: list[str] = []
    known = [Producer(f"typst-{name}", "pdf", partial(_typst, name)) for name in typeset.LAYOUTS]
    known += [
        Producer(f"rendercv-{name}", "pdf", partial(_rendercv, name), own_dates=True)
        for name in rendercv_themes.THEMES
    ]
    known += [Producer(f"docx-{name}", "docx", partial(_docx, name)) for name in word.LAYOUTS]
    known += [Producer(f"reportlab-{name}", "pdf", partial(_flow, name)) for name in flow.LAYOUTS]
    known += [
        Producer(f"weasyprint-{name}", "pdf", partial(_weasyprint, name)) for name in web.LAYOUTS
    ]
    program = web.chromium()
    if program is None:
        lacking.append("chromium")
    else:
        known += [
            Producer(f"chromium-{name}", "pdf", partial(_chromium, program, name))
            for name in web.LAYOUTS
        ]
    if office.office() is None:
        lacking.append("libreoffice")
    else:
        known += [
            Producer(f"libreoffice-{name}", kind, partial(_docx, name))
            for name, kind in zip(word.LAYOUTS, ("pdf", "odt", "rtf"), strict=True)
        ]
        known.append(Producer("libreoffice-columns", "pdf", partial(_docx, "columns")))
    return known, lacking


def generate(out: Path, *, people: int, seed: int, split: str) -> list[str]:
    """Write the resumes of `people` persons under `out`; return the programs that are lacking."""
    out.mkdir(parents=True, exist_ok=True)
    drawn = People()
    known, lacking = producers()
    if split == "tune":
        known = [each for each in known if each.name not in HELD_OUT]
    converted: dict[str, list[Path]] = {}
    for number in range(people):
        person = drawn.person(f"{split}:{seed}:{number}")
        dice = Random(f"{split}:{seed}:{number}:page")
        chosen = [known[(2 * number + at * len(known) // 2) % len(known)] for at in (0, 1)]
        for at, producer in enumerate(chosen):
            words = drawn.words[person.language]
            how = pages.notation(words, dice)
            # RenderCV refuses made-up telephone numbers, so that its pages have none.
            told = replace(person, phone="") if producer.own_dates else person
            sheet = Sheet(told, words, pages.page(told, words, how, dice), dice)
            stem = f"{number:04}{'ab'[at]}"
            months = producer.own_dates or not how.years_only
            written.write(out / f"{stem}_truth.json", told, years_only=not months)
            _print(producer, sheet, out, stem, converted)
    _convert(out, converted)
    return lacking


def _print(
    producer: Producer, sheet: Sheet, out: Path, stem: str, converted: dict[str, list[Path]]
) -> None:
    """Draw a sheet; what LibreOffice is to convert waits, since it starts slowly."""
    if producer.name.startswith("libreoffice"):
        waiting = out / "waiting"
        waiting.mkdir(exist_ok=True)
        file = waiting / f"{stem}_{producer.name}.docx"
        converted.setdefault(producer.kind, []).append(file)
    else:
        file = out / f"{stem}_{producer.name}.{producer.kind}"
    producer.draw(sheet, file)


def _convert(out: Path, converted: dict[str, list[Path]]) -> None:
    program = office.office()
    if program is None or not converted:
        return
    for kind, files in converted.items():
        office.convert(program, files, kind, out)
        for file in files:
            file.unlink()
    (out / "waiting").rmdir()


def _typst(layout: str, sheet: Sheet, file: Path) -> None:
    typeset.write(sheet.page, layout, sheet.dice, file)


def _rendercv(theme: str, sheet: Sheet, file: Path) -> None:
    rendercv_themes.write(sheet.person, sheet.words, theme, sheet.dice, file)


def _docx(layout: str, sheet: Sheet, file: Path) -> None:
    word.write(sheet.page, layout, sheet.dice, file)


def _flow(layout: str, sheet: Sheet, file: Path) -> None:
    flow.write(sheet.page, layout, sheet.dice, file)


def _weasyprint(layout: str, sheet: Sheet, file: Path) -> None:
    web.weasyprint_pdf(web.html(sheet.page, layout, sheet.dice), file)


def _chromium(program: str, layout: str, sheet: Sheet, file: Path) -> None:
    web.chromium_pdf(program, web.html(sheet.page, layout, sheet.dice), file)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parse.generate")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None, help="fresh when not given")
    parser.add_argument("--split", choices=SPLITS, default="tune")
    given = parser.parse_args()
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    lacking = generate(given.out, people=given.people, seed=seed, split=given.split)
    print(f"seed {seed}: {given.people} people in {given.out}")
    for name in lacking:
        print(f"{name} is not on this machine: no resumes by it")


if __name__ == "__main__":
    main()
