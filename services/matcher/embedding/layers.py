"""The layers of a BERT encoder as ONNX operators, with int8 products.

A product takes rows of activations to uint8 with a scale of their own for each row, so
that a token's result depends on that token alone. onnxruntime's own dynamic quantisation
has one scale for the whole tensor, and then a text's vector depends on its batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.matcher.embedding.graph import MICROSOFT
from services.matcher.embedding.quantise import symmetric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from services.matcher.embedding.graph import Graph
    from services.matcher.embedding.quantise import Quantised

    Weights = Mapping[str, NDArray[np.float32]]
    Outliers = Mapping[int, int]

HEADS = 12

# GELU(x) >= -0.16997: shifted up by this it is never negative and uses all of uint8.
_GELU_FLOOR = np.float32(0.17)

# Channels of LayerNorm outputs that reach far beyond the others (99: 28 against a median
# near 2) and the power of two that each is divided by before quantising. The weights are
# multiplied by it, which leaves the product as it was. Measured on this checkpoint.
_QKV_OUTLIERS: Outliers = {99: 4, 63: 2, 157: 2}
_EXPANSION_OUTLIERS: Outliers = {99: 8, 63: 4, 223: 4}


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of the shapes between which values are viewed: [rows, n] and [batch, seq, n]."""

    flat: str
    unflat: str


@dataclass(frozen=True, slots=True)
class Product:
    """A matrix product and the bias still to be added, which the next operator may fuse."""

    value: str
    bias: NDArray[np.float32]


def layer_norm(g: Graph, x: str, weights: Weights, name: str) -> str:
    """Normalise each row and apply the scale and shift called `name`."""
    # Spelt out: with the fused SkipLayerNormalization the whole model took a third longer.
    centred = g.op("Sub", x, g.op("ReduceMean", x, g.integers(-1)))
    variance = g.op("ReduceMean", g.op("Mul", centred, centred), g.integers(-1))
    inverse = g.op("Reciprocal", g.op("Sqrt", variance))
    scaled = g.op("Mul", g.op("Mul", centred, inverse), g.constant(weights[f"{name}.weight"]))
    return g.op("Add", scaled, g.constant(weights[f"{name}.bias"]))


def encoder_layer(g: Graph, x: str, weights: Weights, name: str, layout: Layout) -> str:
    """One transformer layer over rows `x`: attention, then the feed-forward pair."""
    attention = _attention(g, x, weights, f"{name}attention.", layout)
    x = _residual(g, attention, x, weights, f"{name}attention.output.LayerNorm")
    expansion = f"{name}intermediate.dense"
    product = linear(
        g,
        x,
        weights[f"{expansion}.weight"].T,
        weights[f"{expansion}.bias"],
        outliers=_EXPANSION_OUTLIERS,
    )
    active = g.op("BiasGelu", product.value, g.constant(product.bias), domain=MICROSOFT)
    contraction = f"{name}output.dense"
    product = linear_after_gelu(
        g, active, weights[f"{contraction}.weight"].T, weights[f"{contraction}.bias"]
    )
    return _residual(g, product, x, weights, f"{name}output.LayerNorm")


def linear(
    g: Graph,
    x: str,
    weight: NDArray[np.float32],
    bias: NDArray[np.float32],
    *,
    outliers: Outliers | None = None,
) -> Product:
    """Multiply rows `x` by `weight` [in, out], int8 by uint8 centred on 128."""
    if outliers:
        factors = np.ones((len(weight), 1), np.float32)
        factors[list(outliers), 0] = list(outliers.values())
        x = g.op("Mul", x, g.constant(1 / factors[:, 0]))
        weight = weight * factors
    return Product(_multiplied(g, x, g.op("Abs", x), symmetric(weight, axis=0), zero=128), bias)


def linear_after_gelu(
    g: Graph, x: str, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> Product:
    """Multiply rows `x`, outputs of GELU, by `weight` [in, out]; the bias undoes the shift."""
    quantised = symmetric(weight, axis=0)
    shifted = g.op("Add", x, g.constant(np.asarray(_GELU_FLOOR)))
    columns = (quantised.values.astype(np.float64) * quantised.scale).sum(0)
    unshifted = (bias - _GELU_FLOOR * columns).astype(np.float32)
    return Product(_multiplied(g, shifted, shifted, quantised, zero=0), unshifted)


def _attention(g: Graph, x: str, weights: Weights, name: str, layout: Layout) -> Product:
    parts = [f"{name}self.{part}" for part in ("query", "key", "value")]
    # One product for the three: rows are quantised once.
    product = linear(
        g,
        x,
        np.concatenate([weights[f"{part}.weight"].T for part in parts], 1),
        np.concatenate([weights[f"{part}.bias"] for part in parts]),
        outliers=_QKV_OUTLIERS,
    )
    heads = g.split(g.op("Reshape", product.value, layout.unflat), parts=3, axis=2)
    attended = g.op(
        "MultiHeadAttention",
        *heads,
        g.constant(product.bias),
        domain=MICROSOFT,
        num_heads=HEADS,
    )
    dense = f"{name}output.dense"
    return linear(
        g,
        g.op("Reshape", attended, layout.flat),
        weights[f"{dense}.weight"].T,
        weights[f"{dense}.bias"],
    )


def _residual(g: Graph, product: Product, x: str, weights: Weights, name: str) -> str:
    total = g.op("Add", g.op("Add", product.value, x), g.constant(product.bias))
    return layer_norm(g, total, weights, name)


def _multiplied(g: Graph, x: str, magnitude: str, weight: Quantised, *, zero: int) -> str:
    """Multiply rows `x`, each taken to uint8 around `zero` by its largest `magnitude`."""
    largest = g.op("ReduceMax", magnitude, g.integers(1), keepdims=0)
    row = g.op("Mul", largest, g.constant(np.asarray(1 / (255 - zero), np.float32)))
    zeros = g.op("Expand", g.constant(np.asarray(zero, np.uint8)), g.op("Shape", row))
    rows = g.op("QuantizeLinear", x, row, zeros, axis=0)
    product = g.op(
        "MatMulIntegerToFloat",
        rows,
        g.constant(weight.values),
        g.constant(np.asarray(1, np.float32)),
        g.constant(weight.scale),
        g.constant(np.asarray(zero, np.uint8)),
        domain=MICROSOFT,
    )
    return g.op("Mul", product, g.op("Unsqueeze", row, g.integers(1)))
