"""The network of the small lexical tagger, run in NumPy from weights that a package carries.

    u, r = sigmoid(x W_ur + b_ur + h U_ur),  c = tanh(x W_c + b_c + (r h) U_c),  h' = (1 - u) h + u c

Two layers of such gated units, each read forwards and backwards, then a linear layer to the tags and the
best path through a chain of tags (conditional random field). Many sentences are run at once: one step
of time is one product of matrices.

Weights: `lac_small` in the package jieba (MIT; trained by Baidu, Apache-2.0). Model: Jiao, Sun & Sun
(2018), Chinese Lexical Analysis with Deep Bi-GRU-CRF Network, arXiv:1807.01882.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from citywright.errors import ReadingError

Array = npt.NDArray[np.float32]
HIDDEN = 128
LAYERS = 2


class Network:
    """Tags of characters; loads about 13 MB once.

    tags : names of the tags, e.g. PER-B, in the order of the network
    """

    def __init__(self) -> None:
        folder = _folder()
        self.tags = [
            line.split("\t")[1] for line in _lines(folder / "tag.dic") if line.count("\t") == 1
        ]
        rows = [line.split("\t") for line in _lines(folder / "word.dic") if line.count("\t") == 1]
        self._place = {word: int(number) for number, word in rows}
        self._unknown = self._place["OOV"]
        model = folder / "model_baseline"
        self._embedding = _weights(model / "word_emb", (-1, HIDDEN))
        self._units = [_Unit(model, number, number // 2) for number in range(2 * LAYERS)]
        self._out = _weights(model / "fc_4.w_0", (2 * HIDDEN, len(self.tags)))
        self._out_bias = _weights(model / "fc_4.b_0", (len(self.tags),))
        chain = _weights(model / "crfw", (len(self.tags) + 2, len(self.tags)))
        self._first, self._last, self._next = chain[0], chain[1], chain[2:]

    def tag(self, texts: Sequence[str]) -> list[list[str]]:
        """Tag of each character of each text; texts of like length share a batch."""
        order = sorted((n for n in range(len(texts)) if texts[n]), key=lambda n: len(texts[n]))
        answer: list[list[str]] = [[] for _ in texts]
        for batch in _batches(order, [len(text) for text in texts]):
            for place, tags in zip(batch, self._run([texts[n] for n in batch]), strict=True):
                answer[place] = [self.tags[tag] for tag in tags]
        return answer

    def _run(self, texts: list[str]) -> list[list[int]]:
        lengths = np.array([len(text) for text in texts])
        places = np.full((len(texts), lengths.max()), self._unknown)
        for row, text in enumerate(texts):
            places[row, : len(text)] = [self._place.get(one, self._unknown) for one in text]
        x: Array = self._embedding[places]
        back = _backwards(lengths, x.shape[1])
        rows = np.arange(len(texts))[:, None]
        for layer in range(LAYERS):
            ahead = self._units[2 * layer].run(x)
            behind = self._units[2 * layer + 1].run(x[rows, back])[rows, back]
            x = np.concatenate([ahead, behind], axis=2)
        return self._best_paths(x @ self._out + self._out_bias, lengths)

    def _best_paths(self, scores: Array, lengths: npt.NDArray[np.int64]) -> list[list[int]]:
        """Viterbi over all texts of the batch at once."""
        best = self._first + scores[:, 0]
        came = np.zeros(scores.shape, dtype=np.intp)
        ends = [best.copy()]
        for step in range(1, scores.shape[1]):
            through = best[:, :, None] + self._next
            came[:, step] = through.argmax(axis=1)
            best = through.max(axis=1) + scores[:, step]
            ends.append(best)
        paths = []
        for row, length in enumerate(lengths):
            tag = int((ends[length - 1][row] + self._last).argmax())
            path = [tag]
            for step in range(length - 1, 0, -1):
                tag = int(came[row, step, tag])
                path.append(tag)
            paths.append(path[::-1])
        return paths


class _Unit:
    """One gated layer in one direction."""

    def __init__(self, model: Path, number: int, layer: int) -> None:
        width = HIDDEN if layer == 0 else 2 * HIDDEN
        self._in = _weights(model / f"fc_{number}.w_0", (width, 3 * HIDDEN))
        self._bias = _weights(model / f"fc_{number}.b_0", (3 * HIDDEN,)) + _weights(
            model / f"gru_{number}.b_0", (3 * HIDDEN,)
        )
        inner = _weights(model / f"gru_{number}.w_0", (3 * HIDDEN * HIDDEN,))
        self._gates = inner[: 2 * HIDDEN**2].reshape(HIDDEN, 2 * HIDDEN)
        self._new = inner[2 * HIDDEN**2 :].reshape(HIDDEN, HIDDEN)

    def run(self, x: Array) -> Array:
        """(texts, steps, width) to (texts, steps, HIDDEN)."""
        given = x @ self._in + self._bias
        h = np.zeros((len(x), HIDDEN), dtype=np.float32)
        out = np.empty((*x.shape[:2], HIDDEN), dtype=np.float32)
        for step in range(x.shape[1]):
            gates = _sigmoid(given[:, step, : 2 * HIDDEN] + h @ self._gates)
            u, r = gates[:, :HIDDEN], gates[:, HIDDEN:]
            h = (1 - u) * h + u * np.tanh(given[:, step, 2 * HIDDEN :] + (r * h) @ self._new)
            out[:, step] = h
        return out


def _sigmoid(x: Array) -> Array:
    answer: Array = np.float32(0.5) * (np.tanh(np.float32(0.5) * x) + np.float32(1.0))
    return answer


def _backwards(lengths: npt.NDArray[np.int64], width: int) -> npt.NDArray[np.int64]:
    """Places that turn each text around and leave what fills its row where it is."""
    steps = np.arange(width)
    return np.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)


def _batches(order: list[int], lengths: list[int], cells: int = 16_384) -> list[list[int]]:
    batches: list[list[int]] = []
    for place in order:
        if batches and (len(batches[-1]) + 1) * lengths[place] <= cells:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def _weights(path: Path, shape: tuple[int, ...]) -> Array:
    """Numbers at the end of a file of the old Paddle form; -1 takes what is there."""
    data = path.read_bytes()
    if -1 in shape:
        head = len(data) % (4 * HIDDEN)
        return np.frombuffer(data[head:], dtype="<f4").reshape(shape)
    return np.frombuffer(data[-4 * int(np.prod(shape)) :], dtype="<f4").reshape(shape)


def _folder() -> Path:
    # the package is not imported: its own start takes longer than a whole document
    found = find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise ReadingError("reading.no_tagger")
    return Path(next(iter(found.submodule_search_locations))) / "lac_small"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")
