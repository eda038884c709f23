"""Which BLAS products run on. `blas.py` alone says what this Python has, as JSON."""
import ctypes
import json
import re
import sys


def loaded():
    try:
        with open("/proc/self/maps") as file:
            return sorted({line.split()[-1] for line in file if re.search(r"blas|mkl_rt|blis", line)})
    except OSError:
        return []


def openblas_core(path):
    """The processor that OpenBLAS takes this one for: its kernels."""
    library = ctypes.CDLL(path)
    for name in ("scipy_openblas_get_corename64_", "openblas_get_corename64_", "scipy_openblas_get_corename", "openblas_get_corename"):
        function = getattr(library, name, None)
        if function is not None:
            function.restype = ctypes.c_char_p
            return function().decode()
    return "unknown core"


def blas_name():
    """The BLAS that NumPy loaded."""
    paths = loaded()
    for path in paths:
        if "openblas" in path:
            return f"OpenBLAS for {openblas_core(path)}"
        if "mkl" in path or "blis" in path:
            return path.split("/")[-1]
    return "the reference BLAS, untuned" if any("libblas" in path for path in paths) else "unknown"


def torch_blas_name(torch):
    """The BLAS that PyTorch was built with, or loaded."""
    if torch.backends.mkl.is_available():
        return "MKL"
    return blas_name()


def has(module):
    try:
        return __import__(module)
    except Exception as error:  # whatever keeps it from loading is the reason to show
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    found = {"executable": sys.executable}
    numpy = has("numpy")
    found["numpy"] = {"reason": numpy} if isinstance(numpy, str) else {"version": numpy.__version__, "blas": blas_name()}
    torch = has("torch")
    found["torch"] = {"reason": torch} if isinstance(torch, str) else {"version": torch.__version__, "blas": torch_blas_name(torch)}
    print(json.dumps(found))
