"""Write the tables of closeness by embedding: `python -m benchmarks.skills.tables --source DIR`.

Run it when labels change much, then compile. Labels that the committed tables do not know have
no neighbours by meaning until then, and are otherwise as good as any.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.skills.vectors import Embedding, near
from taxonomy.closeness import LABEL_COSINE
from taxonomy.compile import TABLES, Known, descriptions, known
from taxonomy.describing import NEAREST
from taxonomy.indexing import STEM_COSINE, vocabulary
from taxonomy.sources import tables
from taxonomy.sources.tables import Pair
from taxonomy.words import spelled_words, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.skills.vectors import Vectors

_NEAREST_LABELS: Final = 12
_NEAREST_STEMS: Final = 8


def main() -> None:
    """Read the arguments, embed, write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.skills.tables")
    parser.add_argument("--source", type=Path, required=True, help="folder with esco/ and onet/")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder to write to")
    every = (tables.SKILLS, tables.OCCUPATIONS, tables.STEMS, tables.DESCRIPTIONS)
    parser.add_argument("--only", nargs="+", choices=every, default=every, help="of the tables")
    given = parser.parse_args()
    things, embedding = known(given.source), Embedding()
    given.out.mkdir(exist_ok=True)
    for name in given.only:
        if name == tables.DESCRIPTIONS:
            said = descriptions(given.source)
            texts = list(said)
            rows = _nearest(embedding.encode([said[each] for each in texts]))
        elif name == tables.STEMS:
            said = _spellings(things)
            texts = sorted(said)
            vectors = _centred(embedding, [said[stem] for stem in texts])
            rows = near(vectors, least=STEM_COSINE / 100, nearest=_NEAREST_STEMS)
        else:
            drafts = things.skills if name == tables.SKILLS else things.occupations
            texts = sorted({draft.label for draft in drafts})
            rows = near(embedding.encode(texts), least=LABEL_COSINE / 100, nearest=_NEAREST_LABELS)
        _write(given.out / name, embedding, texts, rows)


def _write(
    file: Path, embedding: Embedding, texts: Sequence[str], rows: Sequence[tuple[int, int, int]]
) -> None:
    embedded = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    head = (
        "cosine in hundredths, and two texts; see taxonomy/sources/tables.py",
        f"model all-MiniLM-L6-v2, int8 ONNX file with SHA-256 {embedding.digest}",
        f"{len(texts)} texts with SHA-256 {embedded}, {len(rows)} pairs",
    )
    pairs = [Pair(cosine, texts[first], texts[second]) for first, second, cosine in rows]
    tables.write(file, head, pairs)
    print(f"{file}: {len(pairs)} pairs of {len(texts)} texts")


def _nearest(vectors: Vectors) -> list[tuple[int, int, int]]:
    """Return for each row the rows nearest to it, with the cosines in hundredths."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
    return [
        (row, int(other), max(1, round(100 * float(cosines[row, other]))))
        for row, others in enumerate(order)
        for other in others
    ]


def _spellings(things: Known) -> dict[str, str]:
    """Return for each stem the word that it most often stands for: a stem is no word."""
    counts: dict[str, Counter[str]] = {}
    targets = things.targets()
    for target in targets:
        for name in (target.name, *target.other_names):
            for word in spelled_words(name):
                counts.setdefault(stems(word)[0], Counter())[word] += 1
    return {
        stem: min(counts[stem], key=lambda word: (-counts[stem][word], word))
        for stem in vocabulary(targets)
    }


def _centred(embedding: Embedding, words: Sequence[str]) -> Vectors:
    """Return vectors without what single words have in common, which is that they are short."""
    vectors = embedding.encode(words)
    vectors = vectors - vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
