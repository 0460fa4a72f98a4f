"""all-MiniLM-L6-v2 as one ONNX graph, from token ids to unit vectors.

There is no attention mask, on purpose: every row of a batch has the same true length, no
padding is ever computed, and one text's vector cannot depend on its neighbours'.
Wang et al. 2020, MiniLM; checkpoint sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto
from safetensors.numpy import load

from services.matcher.embedding.graph import Graph
from services.matcher.embedding.layers import Layout, encoder_layer, layer_norm
from services.matcher.embedding.quantise import symmetric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.matcher.embedding.layers import Weights

LAYERS = 6
WIDTH = 384
INPUT = "input_ids"
OUTPUT = "embedding"


def onnx_file(safetensors: bytes) -> bytes:
    """Return the model, 23 MB, built from a checkpoint's content.

    Same bytes each time for the same versions of numpy and onnx.
    """
    weights = {
        name: array.astype(np.float32)
        for name, array in load(safetensors).items()
        if array.dtype.kind == "f"
    }
    g = Graph()
    shape = g.op("Shape", INPUT)
    x = _word_vectors(g, weights)
    seq = g.op("Slice", shape, g.integers(1), g.integers(2))
    x = g.op("Add", x, g.op("Slice", g.constant(_places(weights)), g.integers(0), seq))
    layout = Layout(g.integers(-1, WIDTH), g.op("Concat", shape, g.integers(-1), axis=0))
    x = layer_norm(g, g.op("Reshape", x, layout.flat), weights, "embeddings.LayerNorm")
    for number in range(LAYERS):
        x = encoder_layer(g, x, weights, f"encoder.layer.{number}.", layout)
    pooled = _pooled(g, x, shape, seq, layout)
    g.result(OUTPUT, "LpNormalization", pooled, axis=1, p=2)
    return g.serialised("all-MiniLM-L6-v2", inputs=INPUT, outputs=OUTPUT, width=WIDTH)


def _word_vectors(g: Graph, weights: Weights) -> str:
    words = symmetric(weights["embeddings.word_embeddings.weight"], axis=1)
    steps = g.op("Cast", g.op("Gather", g.constant(words.values), INPUT), to=TensorProto.FLOAT)
    return g.op("Mul", steps, g.op("Gather", g.constant(words.scale[:, None]), INPUT))


def _places(weights: Weights) -> NDArray[np.float32]:
    # Every token is of type 0: there is never a second sentence.
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    return weights["embeddings.position_embeddings.weight"] + kind


def _pooled(g: Graph, x: str, shape: str, seq: str, layout: Layout) -> str:
    """Sum the tokens; the normalisation that follows makes it as good as their mean."""
    # A product with ones: ReduceMean adds in another order for a batch of 1 than of 8,
    # and the last bit would differ.
    batch = g.op("Slice", shape, g.integers(0), g.integers(1))
    rows = g.op("Concat", batch, g.integers(1), seq, axis=0)
    ones = g.op("Expand", g.constant(np.asarray(1, np.float32)), rows)
    return g.op("Squeeze", g.op("MatMul", ones, g.op("Reshape", x, layout.unflat)), g.integers(1))
