"""A contender's process: does one job in NumPy or PyTorch, and measures itself. Answers are lines that start with @.

peer.py PEER PROGRAM FOLDER KEY SETTINGS
"""
import json
import os
import sys
import time

import numpy as np

steps = {"mnist": 5, "xor": 10}  # after which parameters are compared
rates = {"mnist": 0.1, "xor": 0.5}
batch_rows = 64


def read_tables(folder, name):
    with open(os.path.join(folder, name + ".json")) as file:
        sizes = json.load(file)
    values = np.fromfile(os.path.join(folder, name + ".f64"))
    tables, at = {}, 0
    for key, rows, columns in sizes:
        tables[key] = values[at:at + rows * columns].reshape(rows, columns).copy()
        at += rows * columns
    return tables


def write_tables(folder, name, tables):
    tables = {key: np.atleast_2d(np.asarray(x, dtype=np.float64)) for key, x in tables.items()}
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump([[key, *x.shape] for key, x in tables.items()], file)
    with open(os.path.join(folder, name + ".f64"), "wb") as file:
        for x in tables.values():
            file.write(np.ascontiguousarray(x).tobytes())


def say(**answer):
    print("@ " + json.dumps(answer), flush=True)


def main():
    peer, program, folder, key, settings = sys.argv[1:]
    settings = json.loads(settings)
    if peer == "torch":
        import torch_peer as module
    else:
        import numpy_peer as module
    outputs, run = module.programs[program](read_tables(folder, "data"), settings)
    run(1)
    say(first=True)
    for line in sys.stdin:
        words = line.split()
        if words[:1] == ["check"]:
            write_tables(folder, key, outputs())
            say(version=module.version, settings=module.describe(settings))
        elif words[:1] == ["run"]:
            times = int(words[1])
            start = time.perf_counter()
            run(times)
            say(seconds=time.perf_counter() - start)
        else:
            break


if __name__ == "__main__":
    main()
