"""Sentence vectors from the built model: exact to the bit, off the event loop, in two lanes."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import (
    onnxruntime_pybind11_state as native,  # pyright: ignore[reportAttributeAccessIssue]  # untyped
)
from tokenizers import Tokenizer

from services.matcher.embedding import batches, weights
from services.matcher.embedding.build import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Vectors: TypeAlias = NDArray[np.float32]
Tokens: TypeAlias = NDArray[np.int64]

FAILURES = (
    native.EPFail,
    native.EngineError,
    native.Fail,
    native.InvalidArgument,
    native.NotImplemented,
    native.RuntimeException,
)
DIMENSION = 384
MAX_TOKENS = 256
MAX_CHARACTERS = 8192
"""What lies further is not looked at: 32 characters a token are far more than text has,
and tokenising a megabyte only to keep its first 256 tokens would take a second."""


class EmbeddingFailed(Exception):
    """The model could not run, or not any more."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a vector was made with; vectors of different models are not comparable."""

    digest: str
    """SHA-256 of the ONNX file, in hexadecimal. The tokenizer is pinned in the code."""
    dimension: int
    max_tokens: int


class Embedder:
    """Turns texts into unit vectors; `close` it to end its threads.

    A text's vector has the same bits alone, in any batch and in any order, on one machine
    (other processors may round otherwise). A text is cut after MAX_TOKENS tokens, the two
    that mark its ends included, and MAX_CHARACTERS characters; an empty one has a vector
    too, that of no words.

    Documents and queries have threads of their own, `workers` for each, so a query never
    waits for what documents have queued. It does not wait for their runs under way either,
    as one lane with priorities would: no run holds the interpreter's lock, and document
    threads give way by `niceness`. More of it shortens what a long query takes under a
    backlog, and slows documents when other processes fill the machine; 0 is fair shares.
    """

    def __init__(self, model_file: Path, *, workers: int = 2, niceness: int = 3) -> None:
        self.model = Model(digest(model_file), DIMENSION, MAX_TOKENS)
        self._session = _session(model_file)
        self._tokenizer = _tokenizer()
        self._documents = ThreadPoolExecutor(
            workers, "embed-documents", initializer=_yield_by, initargs=(niceness,)
        )
        self._queries = ThreadPoolExecutor(workers, "embed-query")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), 384], a unit row for each text. Blocks."""
        tokens = self._tokens(texts)
        plan = list(batches.by_length([len(row) for row in tokens]))
        runs = self._documents.map(self._run, ([tokens[k] for k in batch] for batch in plan))
        return _placed(len(texts), zip(plan, runs, strict=True))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return what `encode` does without blocking; when cancelled, runs not begun are not."""
        loop = asyncio.get_running_loop()
        tokens = await loop.run_in_executor(self._documents, self._tokens, texts)
        plan = list(batches.by_length([len(row) for row in tokens]))
        runs = await asyncio.gather(
            *(
                loop.run_in_executor(self._documents, self._run, [tokens[k] for k in batch])
                for batch in plan
            )
        )
        return _placed(len(texts), zip(plan, runs, strict=True))

    async def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), 384] of a few texts that somebody is waiting for.

        Raises EmbeddingFailed, as `embed` does.
        """
        loop = asyncio.get_running_loop()
        runs = (loop.run_in_executor(self._queries, self._one, text) for text in texts)
        return np.stack(await asyncio.gather(*runs))

    def close(self) -> None:
        """Finish the runs under way, drop those not begun, and end the threads."""
        self._queries.shutdown(cancel_futures=True)
        self._documents.shutdown(cancel_futures=True)

    def _one(self, text: str) -> Vectors:
        # Not the batch call: its own threads may be as nice as the document thread that
        # first made it start them.
        encoding = self._tokenizer.encode(text[:MAX_CHARACTERS])
        return self._run([np.array(encoding.ids, np.int64)])[0]

    def _tokens(self, texts: Sequence[str]) -> list[Tokens]:
        # The call for one text holds the interpreter's lock; this one does not.
        encodings = self._tokenizer.encode_batch_fast([text[:MAX_CHARACTERS] for text in texts])
        return [np.array(encoding.ids, np.int64) for encoding in encodings]

    def _run(self, rows: Sequence[Tokens]) -> Vectors:
        try:
            (vectors,) = self._session.run(None, {"input_ids": np.stack(rows)})
        except FAILURES as error:
            raise EmbeddingFailed("the model cannot run") from error
        return cast("Vectors", vectors)  # the type covers any graph's outputs


def _yield_by(niceness: int) -> None:
    # On Linux the calling thread's, elsewhere the process's.
    os.nice(niceness)


def _session(model_file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread a run: several runs at once use the cores better than one run split.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Patterns are kept for each shape met, and here there are hundreds. The arena stays
    # on: without it the process grew further.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        str(model_file),
        options,  # pyright: ignore[reportUnknownArgumentType]  # native, without types
        providers=["CPUExecutionProvider"],
    )


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_buffer(weights.tokenizer())
    # As shipped it pads every text to 128 tokens and cuts there.
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _placed(count: int, runs: Iterable[tuple[tuple[int, ...], Vectors]]) -> Vectors:
    rows = np.empty((count, DIMENSION), np.float32)
    for batch, vectors in runs:
        rows[list(batch)] = vectors
    return rows
