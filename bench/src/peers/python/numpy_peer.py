"""The jobs in NumPy. Each program gives (outputs, run)."""
import numpy as np

from blas import blas_name
from peer import batch_rows, rates, steps

version = np.__version__


def describe(settings):
    return "BLAS: " + blas_name()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def repeated(f):
    def run(times):
        for _ in range(times):
            f()
    return run


def exercise4(tables, settings):
    evaluate = (published if settings["style"] == "published" else in_place)(tables)
    names = ["cost", "w1", "b1", "w2", "b2"]
    return lambda: dict(zip(names, evaluate())), repeated(evaluate)


def published(tables):
    """As in the tutorials: bias units, cost and gradient each with a forward pass, new arrays throughout."""
    x, y = tables["x"], tables["y"]
    m = len(x)
    x1 = np.hstack([np.ones((m, 1)), x])
    theta1 = np.vstack([tables["b1"], tables["w1"]]).T.copy()
    theta2 = np.vstack([tables["b2"], tables["w2"]]).T.copy()

    def forward():
        a2 = np.hstack([np.ones((m, 1)), sigmoid(x1 @ theta1.T)])
        return a2, sigmoid(a2 @ theta2.T)

    def cost():
        _, h = forward()
        j = np.sum(-y * np.log(h) - (1 - y) * np.log(1 - h)) / m
        return j + (np.sum(theta1[:, 1:] ** 2) + np.sum(theta2[:, 1:] ** 2)) / (2 * m)

    def gradient():
        a2, h = forward()
        d3 = h - y
        d2 = (d3 @ theta2)[:, 1:] * a2[:, 1:] * (1 - a2[:, 1:])
        g1, g2 = d2.T @ x1 / m, d3.T @ a2 / m
        g1[:, 1:] += theta1[:, 1:] / m
        g2[:, 1:] += theta2[:, 1:] / m
        return g1, g2

    def evaluate():
        j = cost()
        g1, g2 = gradient()
        return j, g1[:, 1:].T, g1[:, :1].T, g2[:, 1:].T, g2[:, :1].T

    return evaluate


def in_place(tables):
    """One forward pass, nothing allocated, one logarithm per output."""
    x, y, w1, b1, w2, b2 = (tables[name] for name in ("x", "y", "w1", "b1", "w2", "b2"))
    m = len(x)
    a1, slope, d1 = (np.empty((m, w1.shape[1])) for _ in range(3))
    a2, d2 = (np.empty((m, w2.shape[1])) for _ in range(2))
    g1, g2 = np.empty_like(w1), np.empty_like(w2)
    target = 1 - y

    def layer(a, w, b, out):
        np.dot(a, w, out=out)
        out += b
        np.negative(out, out=out)
        np.exp(out, out=out)
        out += 1
        np.reciprocal(out, out=out)

    def evaluate():
        layer(x, w1, b1, a1)
        layer(a1, w2, b2, a2)
        np.subtract(target, a2, out=d2)  # 1 - h where y is 0, -h where it is 1
        np.abs(d2, out=d2)
        np.log(d2, out=d2)
        j = -d2.sum() / m + (np.vdot(w1, w1) + np.vdot(w2, w2)) / (2 * m)
        np.subtract(a2, y, out=d2)
        np.multiply(d2, 1 / m, out=d2)
        np.dot(d2, w2.T, out=d1)
        np.subtract(1, a1, out=slope)
        np.multiply(slope, a1, out=slope)
        np.multiply(d1, slope, out=d1)
        np.dot(x.T, d1, out=g1)
        np.dot(a1.T, d2, out=g2)
        return j, g1 + w1 / m, d1.sum(axis=0), g2 + w2 / m, d2.sum(axis=0)

    return evaluate


def mnist(tables, settings):
    xs = tables["x"].reshape(-1, batch_rows, 784)
    ys = tables["y"].reshape(-1, batch_rows, 10)
    names = ("w1", "b1", "w2", "b2")
    step = mnist_in_place if settings["style"] == "in place" else mnist_step

    def train(count):
        p = [tables[name].copy() for name in names]
        for i in range(count):
            step(p, xs[i % len(xs)], ys[i % len(ys)])
        return p

    return lambda: dict(zip(names, train(steps["mnist"]))), train


def mnist_step(p, x, y):
    w1, b1, w2, b2 = p
    a1 = sigmoid(x @ w1 + b1)
    a2 = sigmoid(a1 @ w2 + b2)
    d2 = (a2 - y) * a2 * (1 - a2)
    d1 = d2 @ w2.T * a1 * (1 - a1)
    w1 -= rates["mnist"] * (x.T @ d1)
    b1 -= rates["mnist"] * d1.sum(axis=0)
    w2 -= rates["mnist"] * (a1.T @ d2)
    b2 -= rates["mnist"] * d2.sum(axis=0)


kept = {}


def mnist_in_place(p, x, y):
    w1, b1, w2, b2 = p
    if not kept:
        for name, shape in (("a1", (64, 128)), ("a2", (64, 10)), ("d1", (64, 128)), ("d2", (64, 10)), ("t1", (64, 128)), ("t2", (64, 10))):
            kept[name] = np.empty(shape)
        kept["g1"], kept["g2"] = np.empty_like(w1), np.empty_like(w2)
    a1, a2, d1, d2, t1, t2, g1, g2 = (kept[name] for name in ("a1", "a2", "d1", "d2", "t1", "t2", "g1", "g2"))
    for a, w, b, out in ((x, w1, b1, a1), (a1, w2, b2, a2)):
        np.dot(a, w, out=out)
        out += b
        np.negative(out, out=out)
        np.exp(out, out=out)
        out += 1
        np.reciprocal(out, out=out)
    np.subtract(1, a2, out=t2)
    t2 *= a2
    np.subtract(a2, y, out=d2)
    d2 *= t2
    d2 *= rates["mnist"]
    np.subtract(1, a1, out=t1)
    t1 *= a1
    np.dot(d2, w2.T, out=d1)
    d1 *= t1
    np.dot(x.T, d1, out=g1)
    np.dot(a1.T, d2, out=g2)
    w1 -= g1
    w2 -= g2
    b1 -= d1.sum(axis=0)
    b2 -= d2.sum(axis=0)


def xor(tables, settings):
    x, y, rate = tables["x"], tables["y"], rates["xor"]

    def train(count):
        w1, w2 = tables["w1"].copy(), tables["w2"].copy()
        for _ in range(count):
            a1 = sigmoid(x @ w1)
            a2 = sigmoid(a1 @ w2)
            d2 = (a2 - y) * a2 * (1 - a2)
            d1 = d2 @ w2.T * a1 * (1 - a1)
            w1 -= rate * (x.T @ d1)
            w2 -= rate * (a1.T @ d2)
        return {"w1": w1, "w2": w2}

    return lambda: train(steps["xor"]), train


def of_arrays(f):
    def program(tables, settings):
        compute = f(tables)
        return lambda: {"result": compute()}, repeated(compute)
    return program


def product(tables):
    a, b = tables["a"], tables["b"]
    return lambda: a @ b


def product_transposed(tables):
    a, b = tables["a"], tables["b"]
    return lambda: a.T @ b


def cross_entropy(tables):
    z, y = tables["x"], tables["y"]
    return lambda: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z


programs = {
    "exercise4": exercise4,
    "mnist": mnist,
    "xor": xor,
    "product": of_arrays(product),
    "productTransposed": of_arrays(product_transposed),
    "sigmoid": of_arrays(lambda tables: lambda: sigmoid(tables["x"])),
    "sigmoidSum": of_arrays(lambda tables: lambda: sigmoid(tables["x"]).sum()),
    "crossEntropy": of_arrays(cross_entropy),
    "crossEntropySum": of_arrays(lambda tables: (lambda f: lambda: f().sum())(cross_entropy(tables))),
}
