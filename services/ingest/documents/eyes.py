"""Eyes: text on a picture, found and read by the networks of PP-OCR that rapidocr ships.

A network finds the lines, a second reads each. The alphabet of the second is cut down to the
scripts that resumes here are read in, Latin and Greek: that is a fifth faster, and no full stop
becomes a Chinese one. A page that lies on its side is turned, one that is askew is levelled.
Everything runs on one thread; nothing is downloaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import cos, sin
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import cv2
import numpy as np
import onnx
import onnxruntime
import rapidocr
from onnx import numpy_helper
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.main import DEFAULT_CFG_PATH
from rapidocr.utils.log import logger
from rapidocr.utils.parse_parameters import ParseParams
from rapidocr.utils.process_img import get_rotate_crop_image

from services.ingest.documents.rows import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Picture: TypeAlias = "NDArray[np.uint8]"
Box: TypeAlias = "NDArray[np.float32]"
"""Four corners, clockwise from the one where the text begins."""

MODELS = Path(rapidocr.__file__).parent / "models"
FINDING, READING, TURNING = (
    "PP-OCRv6_det_small.onnx",
    "PP-OCRv6_rec_small.onnx",
    "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
)
_FINDING_SIDE = 1280  # pixels of the longer side in which lines are looked for
_READ_HEIGHT = 48  # pixels of a line as it is read
_LEAST = 30.0  # of 100: what is read less surely than that is a smudge or a picture
_TYPE = 10.0  # points: what the text of a page is taken to be set in
_SAME = (0.75, 1.3)  # times that: type between these is of that size, letters differ as much
_APART = 4.5  # times the usual distance of letters: what is further apart is not one word
_TALL = 1.5  # times as high as wide: a line that lies on its side
_SAMPLE = 9  # lines that tell which way is up
_TURNED = "180"
# Small l for capital I, and small o for zero, where the letters around rule them out.
_CAPITAL_I = re.compile(
    r"(?<=[A-Z]{2})l(?=[A-Z]|\b)|(?<=[a-z])l(?=[A-Z]{2})|\bl(?=[A-Z]{2})|(?<=[A-Z])l(?=[A-Z])"
)
_ZERO = re.compile(r"(?<=\d)o(?=[\do%+,.]|\b)|(?<=\do)o(?=[\d\b])")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Text on a picture that stands together on a line."""

    box: Box
    text: str
    confidence: float  # 0 to 100


class Eyes:
    """Reads pictures of pages, up to `pages` of them in a file."""

    def __init__(self, *, pages: int) -> None:
        cv2.setNumThreads(1)
        logger.setLevel("ERROR")
        self.pages = pages
        self._finder = TextDetector(_settings("Det", FINDING))
        self._reader = _Reader()
        self._compass = TextClassifier(_settings("Cls", TURNING))

    def look(self, picture: Picture) -> list[Word]:
        """Return the lines on a picture, its pixels blue first, as words to lay out.

        A word here is all that stands together on a line. Coordinates are such that the text
        of the page is 10 points high, and turned so that lines are level.
        """
        picture, boxes = self._upright(picture)
        seen = [each for box in boxes for each in self._read(picture, box)]
        return _words([each for each in seen if each.confidence >= _LEAST])

    def _upright(self, picture: Picture) -> tuple[Picture, list[Box]]:
        """Return the picture the right way up, and where its lines are."""
        boxes = self._found(picture)
        lying = sum(_height(box) for box in boxes if _height(box) > _TALL * _width(box))
        if lying > sum(_width(box) for box in boxes if _height(box) <= _TALL * _width(box)):
            picture = np.ascontiguousarray(np.rot90(picture))
            boxes = self._found(picture)
        longest = sorted(boxes, key=_width, reverse=True)[:_SAMPLE]
        crops = [get_rotate_crop_image(picture, box.copy()) for box in longest]
        labels = [label for label, _ in self._compass(crops).cls_res or ()] if crops else []
        if labels.count(_TURNED) > len(labels) / 2:
            picture = np.ascontiguousarray(picture[::-1, ::-1])
            boxes = self._found(picture)
        return picture, boxes

    def _found(self, picture: Picture) -> list[Box]:
        boxes = self._finder(picture).boxes
        return [] if boxes is None else list(np.asarray(boxes, dtype=np.float32))

    def _read(self, picture: Picture, box: Box) -> list[_Seen]:
        letters, columns, count, confidence = self._reader.read(
            get_rotate_crop_image(picture, box.copy())
        )
        return [
            _Seen(_cut(box, start / count, end / count), text, confidence)
            for start, end, text in _parts(letters, columns)
        ]


class _Reader:
    """The network that reads a line, with the letters of Latin and Greek alone."""

    def __init__(self) -> None:
        model = onnx.load(MODELS / READING)
        self._letters = _narrowed(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # kept for each shape, and each line has its own
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(),
            options,  # pyright: ignore[reportUnknownArgumentType]  # native, without types
            providers=["CPUExecutionProvider"],
        )

    def read(self, crop: Picture) -> tuple[str, list[int], int, float]:
        """Return the letters of a line, the column of each, the columns, and the confidence.

        A line is read in columns from left to right; a letter that goes on in the next is one
        (connectionist temporal classification).
        """
        height, width = crop.shape[:2]
        size = (max(_READ_HEIGHT, round(_READ_HEIGHT * width / height)), _READ_HEIGHT)
        pixels = cv2.resize(crop, size).astype(np.float32) / 127.5 - 1
        scores = cast(
            "NDArray[np.float32]",
            self._session.run(None, {"x": pixels.transpose(2, 0, 1)[None]})[0],
        )[0]
        found = scores.argmax(axis=1)
        is_new = np.append(True, found[1:] != found[:-1]) & (found != 0)
        columns: list[int] = np.flatnonzero(is_new).tolist()
        letters = "".join(self._letters[int(index)] for index in found[is_new])
        confidence = float(scores.max(axis=1)[is_new].mean()) if columns else 0.0
        return letters, columns, len(found), 100 * confidence


def _parts(letters: str, columns: list[int]) -> Iterator[tuple[float, float, str]]:
    """Yield what stands apart in a line: where it starts, where it ends, and its text.

    The network sees no space where a picture stands, but the letters are far apart there.
    """
    inked = [(letter, at) for letter, at in zip(letters, columns, strict=True) if letter != " "]
    gaps = [after - before for (_, before), (_, after) in pairwise(inked)]
    wide = _APART * max(1.0, median(gaps)) if gaps else 0.0
    start, end, text = 0, 0, ""
    for letter, at in zip(letters, columns, strict=True):
        if letter != " ":
            if text.strip() and at - end >= wide:
                yield start, end + 1.0, _mended(text)
                text = ""
            start, end = (at if not text.strip() else start), at
        text += letter
    if text.strip():
        yield start, end + 1.0, _mended(text)


def _mended(text: str) -> str:
    return _ZERO.sub("0", _CAPITAL_I.sub("I", text.strip()))


def _cut(box: Box, start: float, end: float) -> Box:
    """Return the part of a box between two shares of its width."""
    top, bottom = box[1] - box[0], box[2] - box[3]
    corners = [
        box[0] + top * start,
        box[0] + top * end,
        box[3] + bottom * end,
        box[3] + bottom * start,
    ]
    return np.array(corners, dtype=np.float32)


def _words(seen: list[_Seen]) -> list[Word]:
    """Return lines as words in points, on a page that is level."""
    if not seen:
        return []
    wide = [each.box for each in seen if _width(each.box) > 3 * _height(each.box)]
    slope = median(_slope(box) for box in wide) if wide else 0.0
    turn = np.array([[cos(slope), -sin(slope)], [sin(slope), cos(slope)]])
    usual = median(_height(each.box) for each in seen for _ in range(1 + len(each.text) // 20))
    words: list[Word] = []
    for each in seen:
        corners = each.box @ turn * (_TYPE / usual)
        (left, _), (right, _) = corners.min(axis=0), corners.max(axis=0)
        share = _height(each.box) / usual
        size = _TYPE if _SAME[0] < share < _SAME[1] else _TYPE * round(share * 4) / 4
        middle = -float(corners[:, 1].mean())
        words.append(
            Word(each.text, float(left), float(right), middle, max(size, 1.0), each.confidence)
        )
    return words


def _width(box: Box) -> float:
    return float(np.linalg.norm(box[1] - box[0]))


def _height(box: Box) -> float:
    return float(np.linalg.norm(box[3] - box[0]))


def _slope(box: Box) -> float:
    across = box[1] - box[0]
    return float(np.arctan2(across[1], across[0]))


def _settings(part: str, model: str) -> dict[str, Any]:
    """Return rapidocr's settings of one network, read from its package and run on one thread."""
    root = ParseParams.update_batch(
        ParseParams.load(DEFAULT_CFG_PATH),
        {
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": _FINDING_SIDE,
        },
    )
    settings = root[part]
    settings.engine_cfg = root.EngineConfig.onnxruntime
    settings.model_path = str(MODELS / model)
    return cast("dict[str, Any]", settings)  # its own kind of mapping, which rapidocr asks for


def _narrowed(model: onnx.ModelProto) -> list[str]:
    """Cut the model's alphabet down, and return its letters by their index."""
    known = next(each for each in model.metadata_props if each.key == "character")
    letters = known.value.splitlines()
    kept = [at for at, letter in enumerate(letters) if _is_kept(letter)]
    indices = [0, *(at + 1 for at in kept), len(letters) + 1]  # "nothing" first, space last
    for tensor in model.graph.initializer:
        if tensor.dims and tensor.dims[-1] == len(letters) + 2:
            cut = np.ascontiguousarray(numpy_helper.to_array(tensor)[..., indices])
            tensor.CopyFrom(numpy_helper.from_array(cut, tensor.name))
    del model.graph.value_info[:]  # shapes that were so before
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(indices)
    return ["", *(letters[at] for at in kept), " "]


def _is_kept(letter: str) -> bool:
    code = ord(letter[0]) if letter else 0
    is_letter = 0x21 <= code < 0x250 or 0x370 <= code < 0x400 or 0x1E00 <= code < 0x2000
    return is_letter or 0x2010 <= code < 0x2300 or 0x25A0 <= code < 0x2700
