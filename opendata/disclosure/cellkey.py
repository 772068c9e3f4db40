"""Cell-key perturbation: small random noise on every figure of large tables, the same for the same people wherever they are counted.

Method: Fraser & Wooton (2005) and Giessing (2016). A second layer for large national data, off by default: at a few hundred
contributors it is mostly noise. Record keys come from HMAC-SHA256 of a stable id, so that only the holder of the secret can make them;
the key of a cell is the sum of its contributors' keys modulo 1, so that one group of people has one noise in every table. The noise is
drawn from a transition table of maximum entropy among those that keep the expected value, have a given variance and make no small count.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import Fault, InputError

_SECRET_SHORTEST = 16
_STEPS = 500
_CLOSE = 1e-11
_NEAR = 1e-5
"""From here on Newton's full step is taken: the dual is too flat for its values to tell steps apart."""


@dataclass(frozen=True)
class NoiseTable:
    """Probabilities of the noise.

    ``probability``: (largest + 1, 2 * deviation + 1) float64; row i is for a count of i (the last row for every larger count), column j
    for noise j - deviation; rows add up to 1.
    """

    deviation: int
    variance: float
    never: int
    probability: NDArray[np.float64]

    def outcomes(self, count: int) -> dict[int, float]:
        """What a true count may be published as, and how probable that is."""
        row = self.probability[min(count, len(self.probability) - 1)]
        return {count + j - self.deviation: float(p) for j, p in enumerate(row) if p > 0}


def noise_table(deviation: int, variance: float, never: int) -> NoiseTable:
    """The table of maximum entropy for noise of at most ``deviation`` up or down with variance ``variance``.

    Nought stays nought, no published count is 1 … ``never``, every row keeps the expected count. Raises :class:`InputError` when no
    distribution does all that. In the notation of the papers these are D, V and js; D = 2, V = 1.08, js = 1 publishes a count of 1 as
    0, 2 or 3 with probabilities .5133, .46 and .0267.
    """
    if deviation < 1 or never < 0 or not variance > 0:
        fix = "use deviation >= 1, variance > 0, never >= 0"
        raise InputError(Fault("cell key", "deviation, variance and lowest count do not fit", fix))
    noise = np.arange(-deviation, deviation + 1)
    rows = np.zeros((deviation + never + 2, len(noise)))
    rows[0, deviation] = 1.0
    for count in range(1, len(rows)):
        allowed = (count + noise == 0) | (count + noise > never)
        rows[count, allowed] = _most_entropy(noise[allowed].astype(np.float64), variance, count)
    return NoiseTable(deviation, variance, never, rows)


def _most_entropy(noise: NDArray[np.float64], variance: float, count: int) -> NDArray[np.float64]:
    """p with sum p = 1, sum p v = 0, sum p v² = V and the largest entropy: exp(a + b v + c v²), by Newton on the convex dual."""
    moments = np.stack((noise, noise**2))
    goal = np.array([0.0, variance])
    weight = np.zeros(2)

    def value(w: NDArray[np.float64]) -> float:
        exponent = w @ moments
        top = exponent.max()
        return float(top + np.log(np.exp(exponent - top).sum()) - w @ goal)

    for _ in range(_STEPS):
        exponent = weight @ moments
        p = np.exp(exponent - exponent.max())
        p /= p.sum()
        gradient = moments @ p - goal
        if np.abs(gradient).max() < _CLOSE:
            return np.asarray(p, dtype=np.float64)
        spread = (moments * p) @ moments.T - np.outer(moments @ p, moments @ p)
        step = np.linalg.lstsq(spread, gradient, rcond=None)[0]
        length, here = 1.0, value(weight)
        while (
            length > _CLOSE
            and np.abs(gradient).max() > _NEAR
            and value(weight - length * step) > here - 1e-4 * length * float(gradient @ step)
        ):
            length /= 2
        weight = weight - length * step
    fix = "allow more deviation, another variance, or smaller counts"
    raise InputError(Fault("cell key", f"no noise on a count of {count} has expectation 0 and variance {variance:g}", fix))


def record_keys(ids: Sequence[str], secret: bytes) -> NDArray[np.uint64]:
    """The key of each record (contributor), (ids,) uint64: the first 64 bits of HMAC-SHA256 of its stable id, read as a fraction of 2⁶⁴.

    Raises :class:`InputError` for a secret of fewer than 16 bytes.
    """
    if len(secret) < _SECRET_SHORTEST:
        raise InputError(Fault("cell key", "the secret is too short", f"use at least {_SECRET_SHORTEST} random bytes"))
    digests = b"".join(hmac.new(secret, text.encode("utf-8"), hashlib.sha256).digest()[:8] for text in ids)
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def cell_keys(cell: NDArray[np.int64], keys: NDArray[np.uint64], cells: int) -> NDArray[np.uint64]:
    """Sum modulo 2⁶⁴ of the record keys in each cell, (cells,) uint64; ``cell`` (records,) says where each distinct contributor counts."""
    total = np.zeros(cells, dtype=np.uint64)
    np.add.at(total, cell, keys)
    return total


def perturb(count: NDArray[np.int64], key: NDArray[np.uint64], table: NoiseTable) -> NDArray[np.int64]:
    """Published counts, same shape as ``count``: the count plus the noise that its cell key looks up. Totals are looked up like cells."""
    row = np.minimum(count, len(table.probability) - 1)
    reach = np.cumsum(table.probability, axis=1)
    reach[:, -1] = 1.0
    fraction = (key >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    column = (fraction[:, None] >= reach[row]).sum(axis=1)
    return np.asarray(count + column - table.deviation, dtype=np.int64)
