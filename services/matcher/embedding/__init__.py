"""Sentence vectors: all-MiniLM-L6-v2 in int8, without torch.

`build.model_file` makes the ONNX file from weights that a Python package carries and
`embedder.Embedder` runs it.

Invariants, each with a test:
- A text's vector has the same bits alone, in any batch and in any order, on one machine.
- Weights or a tokenizer other than the pinned ones are refused, and so is a damaged file.
- Importing this package in a service loads neither onnx nor the 90 MB of weights.
"""
