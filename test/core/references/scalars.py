"""Writes scalars.json: for each function rows [x, rounded, rest] (pow: [x, y, rounded, rest]) where rounded is the
correctly rounded double and rest = (true value - rounded) / ulp(rounded), so that a test can tell 0.9 ulp from 1.1.
Infinities and NaN are strings. Needs mpmath: apt-get install python3-mpmath; python3 scalars.py"""

import json
import math
import os
import random
import struct
from fractions import Fraction

from mpmath import mp, mpf

mp.prec = 500
random.seed(20260101)
INF, NAN = math.inf, math.nan


def rounded(value: mpf) -> tuple[float, float]:
    if value == 0:
        return 0.0, 0.0
    sign, mantissa, exponent, bits = value._mpf_
    negative = -1 if sign else 1
    if exponent + bits < -1100:
        return negative * 0.0, 0.0
    if exponent + bits > 1030:
        return negative * INF, 0.0
    exact = Fraction(negative * int(mantissa)) * Fraction(2) ** exponent
    try:
        near = exact.numerator / exact.denominator  # correctly rounded, subnormals too
    except OverflowError:
        return negative * INF, 0.0
    return near, float((exact - Fraction(near)) / Fraction(math.ulp(near)))


def from_bits(high: int, low: int) -> float:
    return struct.unpack(">d", struct.pack(">II", high, low))[0]


def any_double() -> float:
    while True:
        x = from_bits(random.getrandbits(32), random.getrandbits(32))
        if math.isfinite(x):
            return x


def around(*points: float) -> list[float]:
    """Each point, its neighbours, and the same mirrored."""
    near = [q for p in points for q in (math.nextafter(p, -INF), p, math.nextafter(p, INF))]
    return near + [-x for x in near]


def uniform(low: float, high: float, count: int) -> list[float]:
    return [random.uniform(low, high) for _ in range(count)]


def spread(low: int, high: int, count: int) -> list[float]:
    """Both signs, exponents from low to high."""
    return [random.choice((-1, 1)) * math.ldexp(random.uniform(1, 2), random.randint(low, high)) for _ in range(count)]


LN2 = math.log(2)
COMMON = (
    around(0.5, 1.0, 2.0, 3.0, 10.0, 100.0, 1e10, 1e300, 2.0**-26, 2.0**-52, 2.0**-53, 2.0**-54)
    + [5e-324, -5e-324, 2.0**-1022, -(2.0**-1022), 2.2250738585072009e-308, 1.7976931348623157e308, -1.7976931348623157e308]
    + [any_double() for _ in range(60)]
)
STEPS = around(*[(k + 0.5) * LN2 for k in (0, 1, 2, 5, 20, 100, 700, 1022)])
EXP = around(709.782712893384, 710.0, 708.3964185322641, 745.1332191019412, 744.4400719213812, 746.0, 36.7, 40.0) + STEPS
TURNS = around(*[k * math.pi / 4 for k in (1, 2, 3, 4, 5, 6, 7, 8, 101, 102, 103, 104, 1273239, 1273240)])
# close to multiples of π/2: the hardest cases of argument reduction
HARD_TURNS = [6381956970095103.0 * 2.0**797, 5319372648326541.0 * 2.0**-2, 2.0**1000, 1e22, 1e6, 1000000.0000000001, 1048576.0, 2.0**53, 1e15]
TURNS = TURNS + HARD_TURNS + [-x for x in HARD_TURNS] + uniform(-8, 8, 80) + uniform(-1e6, 1e6, 40) + spread(18, 70, 40)
ROOTS = [from_bits(h, w) for k in (-1022, -5, -1, 0, 1, 7, 1000) for h in (0x3FE6A09E, 0x3FE6A09D, 0x3FE6A09F) for w in (0, 0x667F3BCD) for h in (h + (k << 20),) if 0 < h]

POINTS = {
    "exp": EXP + uniform(-746, 710, 80) + uniform(-2, 2, 60) + uniform(-745.2, -708, 40),
    "expm1": EXP + around(0.405, 0.41, 0.2877, 0.3466) + uniform(-40, 710, 40) + uniform(-1.5, 1.5, 100) + spread(-60, 0, 40),
    "log": ROOTS + [abs(x) for x in uniform(0, 3, 100) + spread(-1074, 1023, 80)] + [1 + x for x in spread(-52, -2, 60)],
    "log1p": [r - 1 for r in ROOTS] + uniform(-1, 3, 100) + uniform(-0.3, 0.45, 60) + spread(-60, 60, 60) + around(0.41421356, 0.29289321),
    "tanh": uniform(-3, 3, 120) + uniform(-22, 22, 40) + spread(-60, 0, 60) + around(0.65, 22.0, 19.06, 0.55) + STEPS,
    "sigmoid": EXP + uniform(-40, 40, 100) + uniform(-4, 4, 60) + uniform(-745.2, -708, 60) + [-745.0],
    "softplus": EXP + uniform(-40, 40, 80) + uniform(-2, 2, 100) + uniform(0, 0.88, 150) + uniform(-745.2, -708, 60) + around(0.8813735870195430),
    "sin": TURNS,
    "cos": TURNS,
    "tan": TURNS,
    "atan": around(0.4375, 0.6875, 1.1875, 1.5, 2.4375) + uniform(-3, 3, 120) + spread(-60, 60, 80),
    "sinh": EXP + around(710.4758600739439) + uniform(-711, 711, 60) + uniform(-2, 2, 80) + spread(-60, 0, 40),
    "cosh": EXP + around(710.4758600739439) + uniform(-711, 711, 60) + uniform(-2, 2, 80) + spread(-60, 0, 40),
    "erf": uniform(-6, 6, 100) + uniform(-1.3, 1.3, 100) + spread(-60, 0, 40) + uniform(0.78, 1.4, 60) + around(0.8, 0.97, 1.0, 1.25, 5.9, 5.921587195794507, 6.0),
}
POINTS["logSigmoid"] = [-x for x in POINTS["softplus"]]


def softplus(x: mpf) -> mpf:
    if x < -1000:
        return mpf(0)
    return x if x > 1000 else (mp.log1p(mp.exp(x)) if x < 0 else x + mp.log1p(mp.exp(-x)))


FUNCTIONS = {
    "exp": mp.exp,
    "expm1": lambda x: mp.expm1(x) if x > -1000 else mpf(-1),
    "log": mp.log,
    "log1p": mp.log1p,
    "tanh": lambda x: mp.tanh(x) if abs(x) < 1000 else mp.sign(x),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)) if x > -2000 else mpf(0),
    "softplus": softplus,
    "logSigmoid": lambda x: -softplus(-x),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "atan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "erf": lambda x: mp.erf(x) if abs(x) < 100 else mp.sign(x),
}

# f(0), f(-0), f(Infinity), f(-Infinity), each from C99 annex F or, for the last four of the first kind, from the limit
EDGES = {
    "exp": (1.0, 1.0, INF, 0.0),
    "expm1": (0.0, -0.0, INF, -1.0),
    "log": (-INF, -INF, INF, NAN),
    "log1p": (0.0, -0.0, INF, NAN),
    "tanh": (0.0, -0.0, 1.0, -1.0),
    "sigmoid": (0.5, 0.5, 1.0, 0.0),
    "softplus": (LN2, LN2, INF, 0.0),
    "logSigmoid": (-LN2, -LN2, -0.0, -INF),
    "sin": (0.0, -0.0, NAN, NAN),
    "cos": (1.0, 1.0, NAN, NAN),
    "tan": (0.0, -0.0, NAN, NAN),
    "atan": (0.0, -0.0, math.pi / 2, -math.pi / 2),
    "sinh": (0.0, -0.0, INF, -INF),
    "cosh": (1.0, 1.0, INF, INF),
    "erf": (0.0, -0.0, 1.0, -1.0),
}


def reference(name: str, x: float) -> tuple[float, float]:
    if name == "log" and x < 0 or name == "log1p" and x < -1:
        return NAN, 0.0
    if name == "log1p" and x == -1:
        return -INF, 0.0
    if name in ("sigmoid", "softplus") and x < -2000:
        return 0.0, 0.0
    if name == "logSigmoid" and x > 1000:
        return -0.0, 0.0
    return rounded(FUNCTIONS[name](mpf(x)))


def pow_points() -> list[tuple[float, float]]:
    points = [(x, y) for x in (2.0, 10.0, 0.5, 1.5, 1.2247448713915890, 0.8660254037844386, 5e-324, 1.7976931348623157e308)
              for y in (1.0, -1.0, 0.5, 2.0, 3.0, -0.5, 1e-20, 1e-300, 1074.0, -1074.0, 1e300, -1e300)]
    points += [(-x, y) for x in (2.0, 0.5, 3.3, 1e200) for y in (1.0, 2.0, 3.0, -3.0, -2.0, 2.0**53, 2.0**53 - 1, 2.0**70)]
    points += [(x, y) for x in around(1.0) if x > 0 for y in (1e15, -1e15, 1e17, 6e18, -6.5e18)]
    for low, high, count in ((0.0, 10.0, 60), (0.5, 2.0, 100), (0.86, 1.23, 60)):
        for x in uniform(low, high, count):
            points += [(x, random.uniform(-745, 710) / math.log(x)), (x, random.uniform(-3, 3))]
    points += [(abs(any_double()), random.uniform(-2, 2)) for _ in range(80)]
    points += [(x, random.uniform(-745.2, -708) / math.log(x)) for x in uniform(0.1, 5, 40)]
    return points


def pow_edges() -> list[list[float]]:
    """C99 annex F.9.4.4, clause by clause."""
    rows = []
    for y in (1.0, 3.0, 5.0):
        rows += [[0.0, -y, INF], [-0.0, -y, -INF], [0.0, y, 0.0], [-0.0, y, -0.0], [-INF, y, -INF], [-INF, -y, -0.0]]
    for y in (0.5, 2.0, 2.5, 4.0, 2.0**60, INF):
        rows += [[0.0, -y, INF], [-0.0, -y, INF], [0.0, y, 0.0], [-0.0, y, 0.0], [-INF, y, INF], [-INF, -y, 0.0]]
    rows += [[-1.0, INF, 1.0], [-1.0, -INF, 1.0]]
    rows += [[1.0, y, 1.0] for y in (0.0, -0.0, 3.5, -1e300, INF, -INF, NAN)]
    rows += [[x, y, 1.0] for x in (0.0, -0.0, 2.0, -3.5, INF, -INF, NAN) for y in (0.0, -0.0)]
    rows += [[x, y, NAN] for x in (-2.0, -0.5, -1.0, -1e300) for y in (0.5, -0.5, 1.5, 1e-300)]
    for x in (0.0, 0.5, -0.5):
        rows += [[x, INF, 0.0], [x, -INF, INF]]
    for x in (2.0, -2.0, INF, -INF):
        rows += [[x, INF, INF], [x, -INF, 0.0]]
    rows += [[INF, y, INF] for y in (0.5, 1.0, 2.0)] + [[INF, -y, 0.0] for y in (0.5, 1.0, 2.0)]
    rows += [[NAN, y, NAN] for y in (1.0, -2.0, INF, NAN)] + [[x, NAN, NAN] for x in (0.0, -1.0, 2.0, INF)]
    return rows


def encoded(row: list[float]) -> list:
    return [v if math.isfinite(v) else "NaN" if math.isnan(v) else "Infinity" if v > 0 else "-Infinity" for v in row]


def rows_of(name: str) -> list[list[float]]:
    edges = zip((0.0, -0.0, INF, -INF), EDGES[name])
    points = [x for x in dict.fromkeys(COMMON + POINTS[name]) if x != 0]
    rows = []
    for x, value in edges:
        exact = math.isfinite(x) and math.isfinite(value) and value != 0
        rows.append([x, value, reference(name, x)[1] if exact else 0.0])
    rows.append([NAN, NAN, 0.0])
    for x in points:
        near, rest = reference(name, x)
        rows.append([x, near, round(rest, 4)])
    return rows


def pow_rows() -> list[list[float]]:
    rows = [row + [0.0] for row in pow_edges()]
    for x, y in pow_points():
        log = mpf(y) * mp.log(abs(mpf(x)))
        sign = -1 if x < 0 and y % 2 == 1 else 1
        near, rest = rounded(sign * mp.exp(max(min(log, mpf(2000)), mpf(-2000))))
        rows.append([x, y, near, round(rest, 4)])
    return rows


table = {name: rows_of(name) for name in FUNCTIONS}
table["pow"] = pow_rows()
lines = [json.dumps(name) + ": [\n" + ",\n".join(json.dumps(encoded(row)) for row in rows) + "\n]" for name, rows in table.items()]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scalars.json"), "w") as file:
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
