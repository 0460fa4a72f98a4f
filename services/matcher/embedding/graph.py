"""An ONNX graph under construction: nodes in order and constants stored once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from onnx import NodeProto

MICROSOFT = "com.microsoft"
"""Domain of the operators that onnxruntime adds to the standard ones."""

# The oldest versions that have the operators used here, so that the file does not
# change, and with it the model's digest, when the onnx package learns newer ones.
_IR_VERSION = 9
_OPSET = 19


class Graph:
    """Collects operators; a value is known by the name that the operator returned."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._names: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def constant(self, array: NDArray[np.generic]) -> str:
        """Return the name of a constant with this content, adding it the first time."""
        content = np.asarray(array, order="C")
        key = (content.dtype.str, content.shape, hashlib.sha256(content.tobytes()).digest())
        if key not in self._names:
            self._names[key] = f"c{len(self._constants)}"
            self._constants.append(numpy_helper.from_array(content, self._names[key]))
        return self._names[key]

    def integers(self, *values: int) -> str:
        """Return a constant int64 vector, the form in which ONNX takes axes and shapes."""
        return self.constant(np.array(values, np.int64))

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: int) -> str:
        """Add an operator with one output and return the output's name."""
        (output,) = self._add(kind, inputs, 1, domain, attributes)
        return output

    def split(self, value: str, *, parts: int, axis: int) -> tuple[str, ...]:
        """Cut `value` into equal parts along `axis` and return their names."""
        return self._add("Split", (value,), parts, "", {"axis": axis, "num_outputs": parts})

    def result(self, name: str, kind: str, value: str, **attributes: int) -> None:
        """Add the operator whose output `name` is the graph's."""
        self._nodes.append(_node(kind, (value,), (name,), attributes))

    def serialised(self, title: str, *, inputs: str, outputs: str, width: int) -> bytes:
        """Return the model file: int64 `inputs` [batch, seq] to float32 `outputs` [batch, width].

        The same operators in the same order give the same bytes.
        """
        graph = helper.make_graph(
            self._nodes,
            title,
            [helper.make_tensor_value_info(inputs, TensorProto.INT64, ["batch", "seq"])],
            [helper.make_tensor_value_info(outputs, TensorProto.FLOAT, ["batch", width])],
            self._constants,
        )
        model = helper.make_model(
            graph,
            ir_version=_IR_VERSION,
            producer_name="build_minilm",
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)],
        )
        return model.SerializeToString(deterministic=True)

    def _add(
        self, kind: str, inputs: tuple[str, ...], outputs: int, domain: str, attrs: dict[str, int]
    ) -> tuple[str, ...]:
        name = f"{kind}_{len(self._nodes)}"
        names = (name, *(f"{name}_{part}" for part in range(1, outputs)))
        self._nodes.append(_node(kind, inputs, names, attrs, name=name, domain=domain))
        return names


def _node(
    kind: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    attributes: Mapping[str, int],
    *,
    name: str | None = None,
    domain: str | None = None,
) -> NodeProto:
    node = helper.make_node(kind, inputs, outputs, name=name, domain=domain)
    node.attribute.extend(helper.make_attribute(*item) for item in sorted(attributes.items()))
    return node
