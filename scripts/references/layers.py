"""Writes test/nn/torch.json: what PyTorch's activations, layers, losses, recurrent cells and attention give in double precision, with gradients.

Run with PyTorch installed (1.13 wrote the file): python3 scripts/references/layers.py

Matrices are lists of rows. Every `gradient` is that of the sum of all outputs, each times its entry of `g`; weights are transposed to
inputs x outputs. Losses hold, for each reduction, their value and its gradient by the predictions ('none': of the sum of g times the losses).
"""

import json
import random
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
TARGET = Path(__file__).resolve().parents[2] / "test/nn/torch.json"
source = random.Random(20240229)


def numbers(rows, columns, low=-2.0, high=2.0):
    return torch.tensor([[source.randint(int(low * 1024), int(high * 1024)) / 1024 for _ in range(columns)] for _ in range(rows)])


def probabilities(rows, columns):
    return F.softmax(numbers(rows, columns), dim=1)


def plain(x):
    return x.tolist() if isinstance(x, torch.Tensor) else x


def case(inputs, of):
    """Outputs and gradients of a function of named matrices; outputs may be one tensor or several."""
    leaves = {name: x.clone().requires_grad_() for name, x in inputs.items()}
    outputs = of(leaves)
    outputs = outputs if isinstance(outputs, dict) else {"y": outputs}
    g = {name: numbers(*y.shape, -1, 1) for name, y in outputs.items()}
    total = sum((g[name] * y).sum() for name, y in outputs.items())
    gradients = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
    return {
        "inputs": {name: plain(x) for name, x in inputs.items()},
        "outputs": {name: plain(y) for name, y in outputs.items()},
        "g": {name: plain(x) for name, x in g.items()},
        "gradient": {name: plain(x) for name, x in zip(leaves, gradients)},
    }


def activations():
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": F.relu,
        "leakyRelu": F.leaky_relu,
        "elu": F.elu,
        "gelu": F.gelu,
        "silu": F.silu,
        "softplus": lambda x: F.softplus(x, threshold=1e9),
        "softmax": lambda x: F.softmax(x, dim=1),
        "identity": lambda x: x * 1,
    }
    x = torch.cat([numbers(3, 4), numbers(2, 4, -30, 30)])
    return {name: case({"x": x}, lambda v: of(v["x"])) for name, of in functions.items()}


def dense(v, name, x):
    return x @ v[f"{name}.w"] + v[f"{name}.b"]


def layers():
    x = numbers(5, 4)
    affine = {"w": numbers(4, 3), "b": numbers(1, 3)}
    norm = {"gain": numbers(1, 4), "bias": numbers(1, 4)}
    block = {"0.gain": numbers(1, 4), "0.bias": numbers(1, 4), "1.w": numbers(4, 6), "1.b": numbers(1, 6), "2.w": numbers(6, 4), "2.b": numbers(1, 4)}
    two = {"0.w": numbers(4, 2), "0.b": numbers(1, 2), "1.w": numbers(4, 3), "1.b": numbers(1, 3)}
    mask = torch.tensor([[source.choice([0.0, 1 / (1 - 0.25)]) for _ in range(4)] for _ in range(5)])
    index = torch.tensor([[3.0], [0.0], [3.0], [1.0]])
    normed = lambda v, gain, bias: F.layer_norm(v["x"], (4,), v[gain][0], v[bias][0], 1e-5)
    inner = lambda v: dense(v, "2", F.gelu(dense(v, "1", normed(v, "0.gain", "0.bias"))))
    return {
        "dense": case({"x": x, **affine}, lambda v: torch.tanh(v["x"] @ v["w"] + v["b"])),
        "layerNorm": case({"x": x, **norm}, lambda v: normed(v, "gain", "bias")),
        "dropout": case({"x": x, "noise": mask}, lambda v: v["x"] * v["noise"]),
        "residual": case({"x": x, **block}, lambda v: v["x"] + inner(v)),
        "parallel": case({"x": x, **two}, lambda v: torch.cat([torch.tanh(dense(v, "0", v["x"])), dense(v, "1", v["x"])], dim=1)),
        "embedding": {"index": plain(index), **case({"w": numbers(4, 3)}, lambda v: F.embedding(index[:, 0].long(), v["w"]))},
    }


def reduced(rows, by_reduction, predictions, g):
    """A loss's value and gradient for every reduction. 'batchMean' is PyTorch's 'sum' divided by the rows."""
    answer = {}
    for reduction in ["batchMean", "mean", "sum", "none"]:
        p = predictions.clone().requires_grad_()
        value = by_reduction(p, "sum") / rows if reduction == "batchMean" else by_reduction(p, reduction)
        scalar = (value.reshape(g.shape) * g).sum() if reduction == "none" else value
        (gradient,) = torch.autograd.grad(scalar, p)
        answer[reduction] = {"value": plain(value.reshape(g.shape) if reduction == "none" else value), "gradient": plain(gradient)}
    return answer


def weighted(of, weights):
    """A loss of PyTorch that takes no weights, its entries multiplied by some."""

    def by_reduction(p, reduction):
        entries = of(p, "none") * weights
        return {"none": entries, "sum": entries.sum(), "mean": entries.mean()}[reduction]

    return by_reduction


def elementwise(name, of, predictions, targets, options=None):
    rows, columns = predictions.shape
    g = numbers(rows, columns, -1, 1)
    of_targets = lambda p, reduction: of(p, targets, reduction)
    samples, classes = numbers(rows, 1, 0, 2), numbers(1, columns, 0, 2)
    cases = [(of_targets, {})]
    cases.append((weighted(of_targets, samples), {"sampleWeights": plain(samples)}))
    cases.append((weighted(of_targets, samples * classes), {"sampleWeights": plain(samples), "classWeights": plain(classes)}))
    return [
        {
            "name": name,
            "predictions": plain(predictions),
            "targets": plain(targets),
            "g": plain(g),
            "options": {**(options or {}), **more},
            "reductions": reduced(rows, by_reduction, predictions, g),
        }
        for by_reduction, more in cases
    ]


def over_classes(name, targets, predictions):
    """Cross-entropy of logits, by labels (one column) or probabilities."""
    rows, classes = predictions.shape
    g = numbers(rows, 1, -1, 1)
    y = targets[:, 0].long() if targets.shape[1] == 1 else targets
    weights = numbers(1, classes, 0.25, 2)
    samples = numbers(rows, 1, 0, 2)
    cases = [{}, {"classWeights": weights}, {"labelSmoothing": 0.125}, {"classWeights": weights, "labelSmoothing": 0.25}]
    found = []
    for options in cases:
        arguments = {"weight": options["classWeights"][0]} if "classWeights" in options else {}
        smoothing = options.get("labelSmoothing", 0.0)
        of = lambda p, reduction: F.cross_entropy(p, y, reduction=reduction, label_smoothing=smoothing, **arguments)
        for by_reduction, more in [(of, {})] + ([] if arguments else [(weighted(of, samples[:, 0]), {"sampleWeights": samples})]):
            found.append(
                {
                    "name": name,
                    "predictions": plain(predictions),
                    "targets": plain(targets),
                    "g": plain(g),
                    "options": {key: plain(value) for key, value in {**options, **more}.items()},
                    "reductions": reduced(rows, by_reduction, predictions, g),
                }
            )
    return found


def probability_losses():
    predictions = probabilities(4, 3)
    found = []
    for targets in [torch.tensor([[2.0], [0.0], [1.0], [2.0]]), F.one_hot(torch.tensor([2, 0, 1, 2]), 3).double(), probabilities(4, 3)]:
        found += of_probabilities(predictions, targets)
    return found


def of_probabilities(predictions, targets):
    """Of labels nll_loss of log p, as PyTorch defines cross_entropy; of probabilities its formula, which nll_loss does not take."""
    rows, classes = predictions.shape
    g = numbers(rows, 1, -1, 1)
    weights = numbers(1, classes, 0.25, 2)
    found = []
    for options in [{}, {"classWeights": weights}]:
        w = options["classWeights"][0] if options else torch.ones(classes)
        if targets.shape[1] == 1:
            by_reduction = lambda p, reduction: F.nll_loss(torch.log(p), targets[:, 0].long(), weight=w, reduction=reduction)
        else:
            by_reduction = weighted(lambda p, reduction: -(targets * torch.log(p) * w).sum(dim=1), 1)
        found.append(
            {
                "name": "crossEntropy",
                "predictions": plain(predictions),
                "targets": plain(targets),
                "g": plain(g),
                "options": {key: plain(value) for key, value in options.items()},
                "reductions": reduced(rows, by_reduction, predictions, g),
            }
        )
    return found


def losses():
    p, z, y = numbers(4, 3, 0.125, 0.875), numbers(4, 3), numbers(4, 3, 0, 1)
    wide = torch.cat([numbers(3, 3), torch.tensor([[1000.0, -1000.0, 0.5], [-1000.0, 1000.0, 1000.0]])])
    binary = torch.tensor([[1.0, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0.5], [1, 0, 1]])
    signs = torch.tensor([[1.0, -1, 1], [-1, -1, 1], [1, 1, -1], [-1, 1, 1]])
    labels = torch.tensor([[2.0], [0.0], [1.0], [1.0], [2.0]])
    one_hot = F.one_hot(labels[:, 0].long(), 3).double()
    negative = -torch.ones(4, 3)
    found = []
    found += elementwise("binaryCrossEntropy", lambda q, t, r: F.binary_cross_entropy(q, t, reduction=r), p, y)
    found += elementwise("binaryCrossEntropyWithLogits", lambda q, t, r: F.binary_cross_entropy_with_logits(q, t, reduction=r), wide, binary)
    found += elementwise("meanSquaredError", lambda q, t, r: F.mse_loss(q, t, reduction=r), z, y)
    found += elementwise("meanAbsoluteError", lambda q, t, r: F.l1_loss(q, t, reduction=r), z, y)
    found += elementwise("huber", lambda q, t, r: F.huber_loss(q, t, reduction=r), z, y)
    found += elementwise("huber", lambda q, t, r: F.huber_loss(q, t, reduction=r, delta=0.375), z, y, {"delta": 0.375})
    found += elementwise("hinge", lambda q, t, r: F.hinge_embedding_loss(q * t, negative, reduction=r), z, signs)
    found += elementwise("klDivergence", lambda q, t, r: F.kl_div(q, t, reduction=r), F.log_softmax(numbers(4, 3), dim=1), probabilities(4, 3))
    for targets in [labels, one_hot, probabilities(5, 3)]:
        found += over_classes("crossEntropyWithLogits", targets, wide)
    return found + probability_losses()


def cell_weights(module):
    """wx, wh, bx, bh of a recurrent module of PyTorch, filled with numbers of ours."""
    with torch.no_grad():
        for parameter in module.parameters():
            rows, columns = parameter.shape if parameter.dim() == 2 else (1, parameter.shape[0])
            parameter.copy_(numbers(rows, columns, -1, 1).reshape(parameter.shape))


def recurrent(module, has_cell):
    """A whole sequence of 5 steps of a batch of 3 from a state that is not zero."""
    cell_weights(module)
    names = {"wx": module.weight_ih_l0, "wh": module.weight_hh_l0, "bx": module.bias_ih_l0, "bh": module.bias_hh_l0}
    steps = [numbers(3, 2).requires_grad_() for _ in range(5)]
    h = numbers(3, 4, -1, 1).requires_grad_()
    c = numbers(3, 4, -1, 1).requires_grad_()
    state = (h[None], c[None]) if has_cell else h[None]
    outputs, last = module(torch.stack(steps), state)
    found = {"h": outputs[-1], **({"c": last[1][0]} if has_cell else {})}
    g = [numbers(3, 4, -1, 1) for _ in range(5)]
    gc = numbers(3, 4, -1, 1)
    total = (torch.stack(g) * outputs).sum() + ((gc * found["c"]).sum() if has_cell else 0)
    leaves = {**names, "h": h, **({"c": c} if has_cell else {})}
    gradients = dict(zip(leaves, torch.autograd.grad(total, list(leaves.values()), retain_graph=True)))
    ours = lambda name, x: plain(x.T if name in ("wx", "wh") else x.reshape(1, -1) if name in ("bx", "bh") else x)
    return {
        "parameters": {name: ours(name, x.detach()) for name, x in names.items()},
        "steps": [plain(x.detach()) for x in steps],
        "state": {"h": plain(h.detach()), **({"c": plain(c.detach())} if has_cell else {})},
        "outputs": [plain(y.detach()) for y in outputs],
        "last": {name: plain(x.detach()) for name, x in found.items()},
        "g": [plain(x) for x in g],
        "gc": plain(gc),
        "gradient": {name: ours(name, x) for name, x in gradients.items()},
        "stepGradients": [plain(x) for x in torch.autograd.grad(total, steps)],
    }


def cells():
    return {
        "rnn": recurrent(torch.nn.RNN(2, 4), False),
        "rnnRelu": recurrent(torch.nn.RNN(2, 4, nonlinearity="relu"), False),
        "gru": recurrent(torch.nn.GRU(2, 4), False),
        "lstm": recurrent(torch.nn.LSTM(2, 4), True),
    }


def multi_head(heads, causal):
    """Self-attention of 5 tokens of 6 numbers, by torch.nn.MultiheadAttention."""
    size, tokens = 6, 5
    module = torch.nn.MultiheadAttention(size, heads, bias=True, batch_first=True)
    cell_weights(module)
    x = numbers(tokens, size).requires_grad_()
    mask = torch.triu(torch.ones(tokens, tokens, dtype=torch.bool), diagonal=1) if causal else None
    y = module(x[None], x[None], x[None], attn_mask=mask, need_weights=False)[0][0]
    g = numbers(tokens, size, -1, 1)
    parameters = [module.in_proj_weight, module.in_proj_bias, module.out_proj.weight, module.out_proj.bias]
    gradients = torch.autograd.grad((g * y).sum(), [x, *parameters])

    def ours(w, b, out_w, out_b):
        parts = zip(["query", "key", "value"], w.detach().split(size), b.detach().split(size))
        found = {name: {"w": plain(part.T), "b": [plain(row)]} for name, part, row in parts}
        return {**found, "output": {"w": plain(out_w.detach().T), "b": [plain(out_b.detach())]}}

    return {
        "heads": heads,
        "causal": causal,
        "x": plain(x.detach()),
        "parameters": ours(*parameters),
        "y": plain(y.detach()),
        "g": plain(g),
        "gradient": ours(*gradients[1:]),
        "inputGradient": plain(gradients[0]),
    }


def attention(causal):
    """softmax(q k' / sqrt(d)) v by PyTorch's matrices; 4 queries, 5 keys."""
    rows = 5 if causal else 4
    inputs = {"queries": numbers(rows, 3), "keys": numbers(5, 3), "values": numbers(5, 2)}

    def of(v):
        scores = v["queries"] @ v["keys"].T / 3**0.5
        if causal:
            scores = scores.masked_fill(torch.triu(torch.ones(rows, 5, dtype=torch.bool), diagonal=1), float("-inf"))
        return F.softmax(scores, dim=1) @ v["values"]

    return {"causal": causal, **case(inputs, of)}


if __name__ == "__main__":
    found = {
        "activations": activations(),
        "layers": layers(),
        "losses": losses(),
        "cells": cells(),
        "attention": [attention(False), attention(True)],
        "multiHeadAttention": [multi_head(heads, causal) for heads in (1, 2, 3) for causal in (False, True)],
    }
    TARGET.write_text(json.dumps(found) + "\n")
    print(f"wrote {TARGET}")
