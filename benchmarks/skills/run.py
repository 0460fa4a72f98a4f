"""`make eval-skills`: how well skills are recognised, phrases linked and titles read.

SkillSpan's dev part for spans (micro precision and recall), the validation sets of Decorte et
al. 2022 for linking (RP@5, beside character TF-IDF in the same run), a hand-written list for
titles, and time by length for recognition. Intervals are 95% bootstrap over sentences,
queries or titles. The linker's few weights were chosen by hand on these validation sets, which
the intervals do not know: its test sets were never at hand.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from benchmarks.figures import Figure, write
from benchmarks.skills import cost, data, measures, showing, titles
from benchmarks.skills.baseline import CharacterTfIdf
from benchmarks.skills.vectors import Embedding
from taxonomy import linking
from taxonomy.taxonomy import Taxonomy, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.skills.data import Query, Sentence
    from benchmarks.skills.measures import Interval

AT: Final = 5
_DEEP: Final = 60
"""Names ranked before those that are no candidates are dropped."""


def spans(taxonomy: Taxonomy, sentences: Sequence[Sentence]) -> list[Figure]:
    """Measure recognition against what annotators marked."""
    chosen = [{(m.start, m.end) for m in taxonomy.recognise(s.text)} for s in sentences]
    kinds = {
        "all": [s.skills | s.knowledge for s in sentences],
        "knowledge": [s.knowledge for s in sentences],
    }
    figures: list[Figure] = []
    for kind, annotated in kinds.items():
        for way, count in (("exact", measures.exact), ("overlap", measures.overlap)):
            counts = [count(c, a) for c, a in zip(chosen, annotated, strict=True)]
            found = measures.precision_recall_f1(counts)
            names = ("precision", "recall", "f1")
            figures += [
                _figure(f"spans_{kind}_{way}_{name}", value, f"{len(sentences)} sentences")
                for name, value in zip(names, found, strict=True)
            ]
    return figures


def linked(folder: Path, taxonomy: Taxonomy) -> list[Figure]:
    """Measure linking, with and without vectors, beside the baseline."""
    labels = data.candidates(folder)
    linker, known = linking.load(taxonomy), frozenset(labels)
    baseline = CharacterTfIdf(labels)
    embedding = Embedding()
    names = embedding.encode(linker.names)

    def ours(text: str) -> list[str]:
        return [link.name for link in linker.targets(text, limit=_DEEP) if link.name in known]

    def with_vectors(text: str) -> list[str]:
        cosines = names @ embedding.encode([text])[0]
        found = linker.targets(text, limit=_DEEP, cosines=[float(each) for each in cosines])
        return [link.name for link in found if link.name in known]

    def tf_idf(text: str) -> list[str]:
        return baseline.ranked(text, AT)

    figures: list[Figure] = []
    for name in data.LINKED:
        for way, queries in zip(("span", "sentence"), data.queries(folder, name), strict=True):
            at = f"link_{name}_{way}"
            note = f"RP@{AT}, {len(queries)} queries"
            base = _precisions(tf_idf, queries)
            lexical, semantic = _precisions(ours, queries), _precisions(with_vectors, queries)
            figures += [
                _figure(f"{at}_baseline", measures.mean(base), f"{note}, character TF-IDF"),
                _figure(f"{at}_ours", measures.mean(lexical), note),
                _figure(f"{at}_ours_less_baseline", _difference(lexical, base), f"{note}, paired"),
                _figure(f"{at}_with_vectors", measures.mean(semantic), note),
                _figure(
                    f"{at}_with_vectors_less_baseline",
                    _difference(semantic, base),
                    f"{note}, paired",
                ),
            ]
    return figures


def _precisions(rank: Callable[[str], list[str]], queries: Sequence[Query]) -> list[float]:
    return [measures.r_precision(rank(query.text), query.labels, AT) for query in queries]


def _difference(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    return measures.mean([mine - other for mine, other in zip(ours, theirs, strict=True)])


def _figure(name: str, found: Interval, note: str) -> Figure:
    return Figure(name, found.value, "", "", f"{note}; 95% {found.low:.3f} to {found.high:.3f}")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.skills.run")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, help="file to write the figures to, as JSON")
    given = parser.parse_args()
    try:
        data.check(given.data)
    except data.DataMissing as error:
        sys.exit(f"eval-skills: {error}")
    taxonomy = load()
    sentences = data.sentences(given.data)
    figures = [
        *cost.figures([sentence.text for sentence in sentences], taxonomy),
        *spans(taxonomy, sentences),
        *linked(given.data, taxonomy),
        *titles.figures(taxonomy),
    ]
    showing.show(Console(), taxonomy.digest, figures)
    if given.out is not None:
        write(given.out, figures)


if __name__ == "__main__":
    main()
