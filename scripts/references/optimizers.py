"""Writes test/nn/optimizers/torch.json: 20 steps of PyTorch's optimizers in double precision, and what its learning-rate schedules give.

Run with PyTorch installed (1.13 wrote the file): python3 scripts/references/optimizers.py

The problem: parameters w (3x2) and b (1x2), the loss the mean over the rows of the sum over the columns of (tanh(x w + b) - y)^2. A trajectory
holds w and b, unrolled by rows, after each step. PyTorch has no Lion: it is written here after algorithm 2 of Chen et al. 2023.
"""

import json
import warnings
from pathlib import Path

import torch
from torch.optim import lr_scheduler

warnings.filterwarnings("ignore")  # schedulers without training warn
torch.set_default_dtype(torch.float64)

STEPS = 20
TARGET = Path(__file__).resolve().parents[2] / "test/nn/optimizers/torch.json"

X = [[1, -0.5, 0.25], [0.5, 2, -1], [-1.5, 0.75, 1], [0.125, -1, -0.75], [2, 1, 0.5], [-0.25, -1.5, 1.25]]
Y = [[0.5, -0.25], [-0.5, 0.75], [0.25, -0.5], [0.75, 0.5], [-0.75, 0.25], [0.125, -0.125]]
W = [[0.5, -0.25], [1.5, 0.75], [-0.5, 0.125]]
B = [[0.25, -0.5]]


class Lion(torch.optim.Optimizer):
    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                direction = torch.sign(beta1 * m + (1 - beta1) * p.grad)
                p -= group["lr"] * (direction + group["weight_decay"] * p)
                self.state[p]["m"] = beta2 * m + (1 - beta2) * p.grad


MAKERS = {
    "gradientDescent": torch.optim.SGD,
    "momentum": torch.optim.SGD,
    "nesterov": lambda parameters, **options: torch.optim.SGD(parameters, nesterov=True, **options),
    "adagrad": torch.optim.Adagrad,
    "rmsProp": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamW": torch.optim.AdamW,
    "lion": Lion,
}

# our name: PyTorch's
NAMES = {
    "learningRate": "lr",
    "learningRateDecay": "lr_decay",
    "initialAccumulator": "initial_accumulator_value",
    "epsilon": "eps",
    "weightDecay": "weight_decay",
}


def translated(options):
    """Our options in PyTorch's names."""
    theirs = {NAMES.get(name, name): value for name, value in options.items() if name not in ("beta1", "beta2")}
    if "beta1" in options:
        theirs["betas"] = (options["beta1"], options["beta2"])
    return theirs


def case(optimizer, options=None, weight_decay=0, clip_by_norm=None, clip_by_value=None, cosine=None):
    """`options` are the optimizer's own; None: its defaults."""
    given = translated(options or {})
    if optimizer == "gradientDescent" or optimizer == "momentum" or optimizer == "nesterov":
        given.setdefault("lr", 1e-3)  # the default since PyTorch 2
    if weight_decay > 0:
        given["weight_decay"] = weight_decay
    x, y = torch.tensor(X), torch.tensor(Y)
    w, b = (torch.tensor(start, requires_grad=True) for start in (W, B))
    stepper = MAKERS[optimizer]([w, b], **given)
    schedule = lr_scheduler.CosineAnnealingLR(stepper, cosine) if cosine else None
    losses, trajectory = [], []
    for _ in range(STEPS):
        stepper.zero_grad()
        loss = ((torch.tanh(x @ w + b) - y) ** 2).sum(dim=1).mean()
        loss.backward()
        if clip_by_norm:
            torch.nn.utils.clip_grad_norm_([w, b], clip_by_norm)
        if clip_by_value:
            torch.nn.utils.clip_grad_value_([w, b], clip_by_value)
        stepper.step()
        if schedule:
            schedule.step()
        losses.append(loss.item())
        trajectory.append([*w.detach().flatten().tolist(), *b.detach().flatten().tolist()])
    wrappers = {"weightDecay": weight_decay, "clipByNorm": clip_by_norm, "clipByValue": clip_by_value, "cosine": cosine}
    return {
        "optimizer": optimizer,
        "options": options or {},
        **{name: value for name, value in wrappers.items() if value},
        "losses": losses,
        "trajectory": trajectory,
    }


CASES = [
    case("gradientDescent"),
    case("gradientDescent", {"learningRate": 0.5}),
    case("gradientDescent", {"learningRate": 0.1}, weight_decay=0.03),
    case("gradientDescent", {"learningRate": 0.5}, clip_by_norm=0.25),
    case("gradientDescent", {"learningRate": 0.5}, clip_by_value=0.1),
    case("gradientDescent", {"learningRate": 0.5}, cosine=24),
    case("momentum", {"learningRate": 0.1, "momentum": 0.9}),
    case("momentum", {"learningRate": 0.1, "momentum": 0.8, "dampening": 0.5}, weight_decay=0.01),
    case("nesterov", {"learningRate": 0.05, "momentum": 0.9}),
    case("nesterov", {"learningRate": 0.1, "momentum": 0.5}, weight_decay=0.1),
    case("adagrad"),
    case("adagrad", {"learningRate": 0.3, "learningRateDecay": 0.1, "initialAccumulator": 0.05, "epsilon": 1e-3}, weight_decay=0.01),
    case("rmsProp"),
    case("rmsProp", {"learningRate": 0.05, "alpha": 0.9, "epsilon": 1e-4, "momentum": 0.5}, weight_decay=0.01),
    case("rmsProp", {"learningRate": 0.02, "alpha": 0.95, "momentum": 0.9, "centered": True}),
    case("adam"),
    case("adam", {"learningRate": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}, weight_decay=0.05),
    case("adam", {"learningRate": 0.2, "beta1": 0.5, "beta2": 0.6, "amsgrad": True}),
    case("adam", {"learningRate": 0.1}, weight_decay=0.05, clip_by_norm=0.5),
    case("adam", {"learningRate": 0.1}, cosine=20),
    case("adamW"),
    case("adamW", {"learningRate": 0.1, "weightDecay": 0.3}),
    case("lion"),
    case("lion", {"learningRate": 0.03, "beta1": 0.8, "beta2": 0.9, "weightDecay": 0.2}),
]


def rates_of(make, learning_rate, count):
    """The learning rates of `count` steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    schedule = make(optimizer)
    rates = []
    for step in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        if step < count - 1:
            optimizer.step()
            schedule.step()
    return rates


def linear_then_cosine(optimizer):
    up = lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=5)
    down = lr_scheduler.CosineAnnealingLR(optimizer, 20)
    return lr_scheduler.SequentialLR(optimizer, [up, down], milestones=[5])


SCHEDULES = [
    {"schedule": "stepDecay", "options": {"learningRate": 0.5, "every": 7, "factor": 0.3}, "rates": rates_of(lambda o: lr_scheduler.StepLR(o, 7, 0.3), 0.5, 30)},
    {"schedule": "stepDecay", "options": {"learningRate": 0.5, "every": 10}, "rates": rates_of(lambda o: lr_scheduler.StepLR(o, 10), 0.5, 30)},
    {"schedule": "exponentialDecay", "options": {"learningRate": 0.5, "factor": 0.9}, "rates": rates_of(lambda o: lr_scheduler.ExponentialLR(o, 0.9), 0.5, 30)},
    {"schedule": "cosineDecay", "options": {"learningRate": 0.5, "steps": 20}, "rates": rates_of(lambda o: lr_scheduler.CosineAnnealingLR(o, 20), 0.5, 21)},
    {"schedule": "cosineDecay", "options": {"learningRate": 0.5, "steps": 20, "least": 0.01}, "rates": rates_of(lambda o: lr_scheduler.CosineAnnealingLR(o, 20, 0.01), 0.5, 21)},
    {"schedule": "warmUp", "options": {"steps": 5, "startFactor": 0.1}, "cosine": {"learningRate": 0.5, "steps": 20}, "rates": rates_of(linear_then_cosine, 0.5, 25)},
    {"schedule": "oneCycle", "options": {"learningRate": 0.5, "steps": 30}, "rates": rates_of(lambda o: lr_scheduler.OneCycleLR(o, 0.5, 30, cycle_momentum=False), 0.5, 30)},
    {
        "schedule": "oneCycle",
        "options": {"learningRate": 0.5, "steps": 25, "rising": 0.45, "startDivisor": 10, "endDivisor": 100},
        "rates": rates_of(lambda o: lr_scheduler.OneCycleLR(o, 0.5, 25, pct_start=0.45, div_factor=10, final_div_factor=100, cycle_momentum=False), 0.5, 25),
    },
]

PLATEAU_VALUES = [1, 0.8, 0.79999, 0.79, 0.79, 0.8, 0.79, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.47, 0.48, 0.49]


def plateau(options, **theirs):
    """The learning rate after each epoch."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    schedule = lr_scheduler.ReduceLROnPlateau(optimizer, **theirs)
    rates = []
    for value in PLATEAU_VALUES:
        schedule.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    return {"options": options, "values": PLATEAU_VALUES, "rates": rates}


PLATEAUS = [
    plateau({"patience": 2}, patience=2),
    plateau({"patience": 1, "factor": 0.5, "cooldown": 2, "threshold": 0.05, "least": 0.1}, patience=1, factor=0.5, cooldown=2, threshold=0.05, min_lr=0.1),
    plateau({"patience": 0, "factor": 0.5, "threshold": 0}, patience=0, factor=0.5, threshold=0),
    plateau({}),
]


def lines(items):
    """A JSON array, one line for each item."""
    return "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"


PARTS = {"torch": torch.__version__, "x": X, "y": Y, "w": W, "b": B}
GROUPS = {"cases": CASES, "schedules": SCHEDULES, "plateaus": PLATEAUS}
texts = [f'"{name}": {json.dumps(part)}' for name, part in PARTS.items()] + [f'"{name}": {lines(items)}' for name, items in GROUPS.items()]
TARGET.write_text("{\n" + ",\n".join(texts) + "\n}\n")
