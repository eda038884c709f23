"""Writes test/nn/minimize/scipy.json: where SciPy's minimizers end on the problems of test/nn/minimize/problems.ts, and after how many evaluations.

Run with SciPy installed: python3 scripts/references/minimizers.py

An evaluation is a value with its gradient, as nfev counts it; the gradients whose differences stand for TNC's Hessian-vector products are among
them. For least_squares it is a vector of residuals or a Jacobian: nfev + njev.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import least_squares, minimize

GRADIENT_TOLERANCE = 1e-6
TARGET = Path(__file__).resolve().parents[2] / "test/nn/minimize/scipy.json"


# Sums of squares: residuals and their Jacobian.


def rosenbrock(x):
    """Rosenbrock 1960, chained over neighbours: 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2."""
    n = len(x)
    jacobian = np.zeros((2 * n - 2, n))
    for i in range(n - 1):
        jacobian[i, i : i + 2] = [-20 * x[i], 10]
        jacobian[n - 1 + i, i] = -1
    return np.concatenate([10 * (x[1:] - x[:-1] ** 2), 1 - x[:-1]]), jacobian


def extended_rosenbrock(x):
    """More, Garbow & Hillstrom 1981, problem 21: independent pairs."""
    n = len(x)
    jacobian = np.zeros((n, n))
    for i in range(n // 2):
        jacobian[i, 2 * i : 2 * i + 2] = [-20 * x[2 * i], 10]
        jacobian[n // 2 + i, 2 * i] = -1
    return np.concatenate([10 * (x[1::2] - x[::2] ** 2), 1 - x[::2]]), jacobian


def himmelblau(x):
    a, b = x
    return np.array([a * a + b - 11, a + b * b - 7]), np.array([[2 * a, 1], [1, 2 * b]])


def beale(x):
    a, b = x
    powers = np.arange(1, 4)
    residuals = np.array([1.5, 2.25, 2.625]) - a * (1 - b**powers)
    return residuals, np.stack([b**powers - 1, a * powers * b ** (powers - 1)], axis=1)


def quadratic(x):
    """Condition 1e6: eigenvalues 1 to 1e6, evenly spaced in the exponent, eigenvectors a reflection; the minimum is at 1, 1/2, 1/3, ..."""
    n = len(x)
    i = np.arange(n)
    mirror = i + 1.0
    reflection = np.eye(n) - 2 * np.outer(mirror, mirror) / mirror.dot(mirror)
    jacobian = 10.0 ** (3 * i / (n - 1))[:, None] * reflection
    return jacobian @ (x - 1 / (i + 1)), jacobian


SUMS_OF_SQUARES = {
    "rosenbrock, 2": (rosenbrock, [-1.2, 1]),
    "rosenbrock, 10": (rosenbrock, [-1.2, 1] * 5),
    "extended rosenbrock, 10": (extended_rosenbrock, [-1.2, 1] * 5),
    "himmelblau, from 0 0": (himmelblau, [0, 0]),
    "himmelblau, from -1 -1": (himmelblau, [-1, -1]),
    "beale": (beale, [1, 1]),
    "quadratic, 2": (quadratic, [0] * 2),
    "quadratic, 10": (quadratic, [0] * 10),
    "quadratic, 30": (quadratic, [0] * 30),
}


def half_square(problem):
    def value_and_gradient(x):
        residuals, jacobian = problem(x)
        return residuals.dot(residuals) / 2, jacobian.T @ residuals

    return value_and_gradient


# Functions within bounds: Hock & Schittkowski 1981, and the driver of L-BFGS-B (Zhu, Byrd, Lu & Nocedal 1997).


def rosenbrock_value(x):
    residuals, jacobian = rosenbrock(x)
    return residuals.dot(residuals), 2 * jacobian.T @ residuals


def hs3(x):
    a, b = x
    return b + 1e-5 * (b - a) ** 2, np.array([-2e-5 * (b - a), 1 + 2e-5 * (b - a)])


def hs4(x):
    a, b = x
    return (a + 1) ** 3 / 3 + b, np.array([(a + 1) ** 2, 1.0])


def hs5(x):
    a, b = x
    value = np.sin(a + b) + (a - b) ** 2 - 1.5 * a + 2.5 * b + 1
    return value, np.array([np.cos(a + b) + 2 * (a - b) - 1.5, np.cos(a + b) - 2 * (a - b) + 2.5])


def hs38(x):
    a, b, c, d = x
    value = 100 * (b - a * a) ** 2 + (1 - a) ** 2 + 90 * (d - c * c) ** 2 + (1 - c) ** 2
    value += 10.1 * ((b - 1) ** 2 + (d - 1) ** 2) + 19.8 * (b - 1) * (d - 1)
    return value, np.array(
        [
            -400 * a * (b - a * a) - 2 * (1 - a),
            200 * (b - a * a) + 20.2 * (b - 1) + 19.8 * (d - 1),
            -360 * c * (d - c * c) - 2 * (1 - c),
            180 * (d - c * c) + 20.2 * (d - 1) + 19.8 * (b - 1),
        ]
    )


def hs45(x):
    return 2 - np.prod(x) / 120, np.array([-np.prod(np.delete(x, i)) / 120 for i in range(5)])


def hs110(x):
    root = np.prod(x) ** 0.2
    value = np.sum(np.log(x - 2) ** 2 + np.log(10 - x) ** 2) - root
    return value, 2 * np.log(x - 2) / (x - 2) - 2 * np.log(10 - x) / (10 - x) - 0.2 * root / x


def driver(x):
    residuals = x[1:] - x[:-1] ** 2
    gradient = np.zeros(len(x))
    gradient[1:] += 8 * residuals
    gradient[:-1] -= 16 * x[:-1] * residuals
    gradient[0] += 2 * (x[0] - 1)
    return (x[0] - 1) ** 2 + 4 * residuals.dot(residuals), gradient


INFINITY = float("inf")
BOUNDED = {
    "hs1": (rosenbrock_value, [-2, 1], [-INFINITY, -1.5], [INFINITY] * 2),
    "hs2": (rosenbrock_value, [-2, 1], [-INFINITY, 1.5], [INFINITY] * 2),
    "hs3": (hs3, [10, 1], [-INFINITY, 0], [INFINITY] * 2),
    "hs4": (hs4, [1.125, 0.125], [1, 0], [INFINITY] * 2),
    "hs5": (hs5, [0, 0], [-1.5, -3], [4, 3]),
    "hs38": (hs38, [-3, -1, -3, -1], [-10] * 4, [10] * 4),
    "hs45": (hs45, [2] * 5, [0] * 5, [1, 2, 3, 4, 5]),
    "hs110": (hs110, [9] * 10, [2.001] * 10, [9.999] * 10),
    "driver": (driver, [3] * 25, [1, -100] * 12 + [1], [100] * 25),
    "quadratic, 10": (half_square(quadratic), [0] * 10, [-0.25] * 10, [0.25] * 10),
}

# No test but the gradient's ends a run; the limits are never reached.
OPTIONS = {
    "CG": {"gtol": GRADIENT_TOLERANCE, "maxiter": 100_000},
    "L-BFGS-B": {"gtol": GRADIENT_TOLERANCE, "ftol": 0, "maxiter": 100_000, "maxfun": 100_000},
    "TNC": {"gtol": GRADIENT_TOLERANCE, "ftol": 0, "xtol": 0, "maxfun": 100_000},
}


def minimized(method, problem, start, bounds=None):
    calls = 0

    def counted(x):
        nonlocal calls
        calls += 1
        return problem(x)

    result = minimize(counted, np.array(start, float), method=method, jac=True, bounds=bounds, options=OPTIONS[method])
    assert calls == result.nfev, (calls, result.nfev)
    return {"value": float(result.fun), "evaluations": calls, "gradientNorm": gradient_norm(problem, result.x, bounds)}


def gradient_norm(problem, x, bounds):
    _, gradient = problem(x)
    away = x - gradient if bounds is None else np.clip(x - gradient, *np.transpose(bounds))
    return float(np.max(np.abs(away - x)))


def fitted(problem, start):
    # MINPACK's lmder with its own scaling and SciPy's own tolerances, 1e-8
    result = least_squares(lambda x: problem(x)[0], np.array(start, float), jac=lambda x: problem(x)[1], method="lm", x_scale="jac")
    return {"value": float(result.cost), "evaluations": int(result.nfev + result.njev), "gradientNorm": float(np.max(np.abs(result.grad)))}


if __name__ == "__main__":
    answers = {
        "scipy": scipy.__version__,
        "gradientTolerance": GRADIENT_TOLERANCE,
        "sumsOfSquares": {
            name: {
                **{method: minimized(method, half_square(problem), start) for method in OPTIONS},
                "lm": fitted(problem, start),
            }
            for name, (problem, start) in SUMS_OF_SQUARES.items()
        },
        "bounded": {
            name: {"L-BFGS-B": minimized("L-BFGS-B", problem, start, list(zip(lower, upper)))} for name, (problem, start, lower, upper) in BOUNDED.items()
        },
    }
    TARGET.write_text(json.dumps(answers, indent=2) + "\n")
