"""The jobs in PyTorch, float64, with its automatic differentiation. Each program gives (outputs, run)."""
import torch
import torch.nn.functional as functional

from blas import torch_blas_name
from peer import batch_rows, rates, steps

version = torch.__version__


def describe(settings):
    return f"{torch.get_num_threads()} threads, BLAS: {torch_blas_name(torch)}"


def repeated(f):
    def run(times):
        for _ in range(times):
            f()
    return run


def started(make):
    def program(tables, settings):
        torch.set_num_threads(settings["threads"])
        return make({name: torch.from_numpy(x) for name, x in tables.items()})
    return program


def parameters(tables, *names):
    return [tables[name].clone().requires_grad_() for name in names]


def exercise4(tables):
    x, y = tables["x"], tables["y"]
    p = w1, b1, w2, b2 = parameters(tables, "w1", "b1", "w2", "b2")
    m = len(x)

    def evaluate():
        z = torch.sigmoid(x @ w1 + b1) @ w2 + b2
        cost = functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / m
        cost = cost + (w1.square().sum() + w2.square().sum()) * (0.5 / m)
        return cost.detach(), *torch.autograd.grad(cost, p)

    return lambda: dict(zip(("cost", "w1", "b1", "w2", "b2"), evaluate())), repeated(evaluate)


def descend(tables, names, cost, batches, rate):
    def train(count):
        p = parameters(tables, *names)
        for i in range(count):
            slopes = torch.autograd.grad(cost(p, *batches[i % len(batches)]), p)
            with torch.no_grad():
                for w, slope in zip(p, slopes):
                    w -= rate * slope
        return dict(zip(names, (w.detach() for w in p)))
    return train


def mnist(tables):
    def cost(p, x, y):
        w1, b1, w2, b2 = p
        return 0.5 * (torch.sigmoid(torch.sigmoid(x @ w1 + b1) @ w2 + b2) - y).square().sum()

    batches = list(zip(tables["x"].reshape(-1, batch_rows, 784), tables["y"].reshape(-1, batch_rows, 10)))
    train = descend(tables, ("w1", "b1", "w2", "b2"), cost, batches, rates["mnist"])
    return lambda: train(steps["mnist"]), train


def xor(tables):
    def cost(p, x, y):
        return 0.5 * (torch.sigmoid(torch.sigmoid(x @ p[0]) @ p[1]) - y).square().sum()

    train = descend(tables, ("w1", "w2"), cost, [(tables["x"], tables["y"])], rates["xor"])
    return lambda: train(steps["xor"]), train


def of_tensors(f):
    def make(tables):
        compute = f(tables)
        return lambda: {"result": compute()}, repeated(compute)
    return make


def cross_entropy(reduction):
    return lambda tables: lambda: functional.binary_cross_entropy_with_logits(tables["x"], tables["y"], reduction=reduction)


programs = {
    name: started(make)
    for name, make in {
        "exercise4": exercise4,
        "mnist": mnist,
        "xor": xor,
        "product": of_tensors(lambda tables: lambda: tables["a"] @ tables["b"]),
        "productTransposed": of_tensors(lambda tables: lambda: tables["a"].T @ tables["b"]),
        "sigmoid": of_tensors(lambda tables: lambda: torch.sigmoid(tables["x"])),
        "sigmoidSum": of_tensors(lambda tables: lambda: torch.sigmoid(tables["x"]).sum()),
        "crossEntropy": of_tensors(cross_entropy("none")),
        "crossEntropySum": of_tensors(cross_entropy("sum")),
    }.items()
}
