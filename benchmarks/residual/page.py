"""`python -m benchmarks.residual.page RESULT`: the figures of a run as docs/residual.md."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import benchmarks.residual

if TYPE_CHECKING:
    from benchmarks.residual.__main__ import Answer, Result

_HEAD = """# What blind facts still tell

Written by `python -m benchmarks.residual.page` from the result of `make eval-residual`.

"""
_LIMITS = """
## What this does not show

- The groups are rough: who has no word of either list is not asked about, a word may speak of
  somebody else, and a country may be where a product was sold. Wrong labels pull every figure
  towards .5, that of the text as well.
- A regression over words is a weak reader. It counts words and cannot reckon that 1984 is before
  1990; a person who reads the text tells the age better than its first row does.
- A figure above .5 on blind facts does not say that scores use it for anything: months of work
  go with age, and jobs ask for months. It says what could be told by whoever wanted to.
- With nothing to tell, one row in twenty lies out of its interval all the same, to either side. As
  long as all copies with another name have the same facts, nothing planted can be told from facts
  or points, and a planted row that is off .5 there shows who happened to draw which text.
- Blind lines keep the years of jobs, and the places and languages that work is told with, so they
  tell age and origin nearly as well as the text does. The scorer looks in them for the words and
  terms of the advert alone: a place or a language that the advert names counts.
- Without a name and an address, a first line of words that could be a name ("Unit Publicist") is
  taken for one and blanked, unless the words are those of known titles and stand again where
  jobs are told. That costs a title, and is why facts with a planted name may not be those without.
- A part of a name that is also something else in the text is blanked there too, if neither the
  taxonomy nor a list of places nor lower case elsewhere tells it apart: for a Cruz, "Santa Cruz"
  has a word less. A part that they do tell apart, as Virginia, stays where it stands alone.
- One set of resumes, in English, of one country and one site, without names.
"""


def text(result: Result) -> str:
    """Return the page for a result."""
    opening = (
        f"{result['people']} resumes, of which some were uploaded a second time with a name"
        f" planted; {result['refused']} refused; scores for {result['jobs']} real postings;"
        f" seed {result['seed']}. {result['swapped']} of the copies were uploaded once more with"
        f" another name, address and pronouns: {result['same_facts']} of them have the same facts"
        " to the byte, and with them the same scores. With a name and without any,"
        f" {result['same_as_without']} have the same facts.\n"
    )
    definitions = (benchmarks.residual.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    rest = (benchmarks.residual.__doc__ or "").partition("\n\n")[2]
    parts = [f"{_HEAD}{definitions}\n\n{rest}\n{opening}"]
    parts += [_section(each) for each in result["answers"]]
    return "\n".join([*parts, _LIMITS.lstrip()])


def _section(answer: Answer) -> str:
    asked = answer["inside"] + answer["outside"]
    lines = [
        f"## {answer['question'].capitalize()}",
        "",
        f"{answer['inside']} of {asked} people are in the group: {answer['group']}.",
        "",
    ]
    if not answer["rows"]:
        return "\n".join([*lines, "Too few to say anything.", ""])
    lines += ["| What is seen | AUC | 95% |", "| --- | --- | --- |"]
    lines += [
        f"| {row['view']} | {row['auc']:.3f} | {row['low']:.3f} to {row['high']:.3f} |"
        for row in answer["rows"]
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.residual.page")
    parser.add_argument("result", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/residual.md"))
    given = parser.parse_args()
    given.out.write_text(text(json.loads(given.result.read_text())), encoding="utf-8")


if __name__ == "__main__":
    main()
