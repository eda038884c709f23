"""Writes the fixtures of test/nn/data with NumPy: python3 scripts/references/dataFiles.py (no arguments, the same bytes every time).

npy.json       .npy files of every real type, byte order, storage order and header version, with what NumPy reads
npyChanged.json  what NumPy reads when one byte of a header is another, wherever it reads anything
*.npz          what savez and savez_compressed write, with arrays.json for what is in them
numbers.csv    what savetxt writes, with numbers.json
tensors.safetensors   written here by hand after the specification, with tensors.json
"""
import base64, hashlib, io, json, struct, warnings
from pathlib import Path
import numpy as np

here = Path(__file__).parents[2] / 'test/nn/data/fixtures'


def number(v):
    if isinstance(v, (np.bool_, np.integer)):
        return int(v)
    v = float(v)
    if np.isnan(v):
        return 'NaN'
    if np.isinf(v):
        return 'Infinity' if v > 0 else '-Infinity'
    return '-0' if v == 0 and np.signbit(v) else v


def described(a):
    return dict(sizes=list(a.shape), values=[number(v) for v in a.ravel(order='C')])


def write_json(name, value):
    (here / name).write_text(json.dumps(value, indent=0, separators=(',', ':')) + '\n')


def npy(a, version=None):
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        np.lib.format.write_array(buffer, a, version=version, allow_pickle=False)
    return buffer.getvalue()


def samples(dtype):
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return [True, False, False, True, True, False]
    if kind in 'iu':
        info = np.iinfo(dtype)
        low, high = max(info.min, -2**53), min(info.max, 2**53)
        return [low, 0, high, 1, 2, high // 3]
    smallest = np.finfo(dtype).smallest_subnormal
    return [0.1, -0.0, np.inf, smallest, np.nan, -np.finfo(dtype).max]


def npy_fixtures():
    cases = []
    for name in ['?', 'i1', 'u1'] + [f'{order}{kind}{size}' for order in '<>' for kind in 'iu' for size in (2, 4, 8)] + [
            f'{order}f{size}' for order in '<>' for size in (2, 4, 8)]:
        for storage in 'CF':
            a = np.array(samples(name), dtype=name).reshape(2, 3, order='C').copy(order=storage)
            cases.append((f'{name} {storage}', a, None))
    cube = np.arange(24, dtype='<i2').reshape(2, 3, 4)
    deep = np.arange(120, dtype='>f4').reshape(2, 3, 4, 5)
    for name, a, version in [('one number', np.array(2.5), None), ('a list', np.arange(5.0), None), ('a list, F', np.asfortranarray(np.arange(5.0)), None),
                             ('a cube', cube, None), ('a cube, F', np.asfortranarray(cube), None), ('four dimensions, F', np.asfortranarray(deep), None),
                             ('nothing', np.zeros((0, 3)), None), ('ones', np.ones((1, 1, 3, 1), order='F'), None),
                             ('version 2.0', np.arange(6.0).reshape(2, 3), (2, 0)), ('version 3.0', np.arange(6.0).reshape(2, 3), (3, 0))]:
        cases.append((name, a, version))
    write_json('npy.json', [dict(name=name, file=base64.b64encode(npy(a, version)).decode(), **described(a)) for name, a, version in cases])
    refused = [('complex', np.array([1 + 2j])), ('text', np.array(['a'])), ('bytes', np.array([b'a'])), ('record', np.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')])),
               ('date', np.array(['2020-01-01'], dtype='M8[D]')), ('long double', np.array([1], dtype='longdouble')), ('large', np.array([2**53 + 1])),
               ('large unsigned', np.array([2**64 - 1], dtype='u8'))]
    buffer = io.BytesIO()
    np.save(buffer, np.array([None], dtype=object), allow_pickle=True)
    files = [dict(name=name, file=base64.b64encode(npy(a)).decode()) for name, a in refused]
    write_json('npyRefused.json', files + [dict(name='objects', file=base64.b64encode(buffer.getvalue()).decode())])


def npy_changed():
    out = []
    for a in [np.array([[0.5, -2.0, 3e10], [4.0, 5.0, 6.5]]), np.asfortranarray(np.arange(6, dtype='<i2').reshape(3, 2))]:
        file = npy(a)
        accepted = []
        for at in range(128):
            for byte in range(256):
                if byte == file[at]:
                    continue
                changed = file[:at] + bytes([byte]) + file[at + 1:]
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter('ignore')
                        b = np.load(io.BytesIO(changed), allow_pickle=False)
                    if b.dtype.kind not in 'fiub':
                        continue
                    accepted.append(dict(at=at, byte=byte, **described(b)))
                except Exception:
                    pass
        out.append(dict(file=base64.b64encode(file).decode(), accepted=accepted))
    write_json('npyChanged.json', out)


def npz_fixtures():
    arrays = dict(x=np.arange(12.0).reshape(3, 4), y=np.array([3, 1, 2], dtype='u1'), by_columns=np.asfortranarray(np.arange(6, dtype='>i4').reshape(2, 3)),
                  half=np.array([0.5, -2.0], dtype='f2'), zeros=np.zeros((40, 50)))
    arrays['__proto__'] = np.array([6.0])
    np.savez(here / 'stored.npz', **arrays)
    np.savez_compressed(here / 'compressed.npz', **arrays)
    write_json('arrays.json', {name: described(a) for name, a in arrays.items()})


def csv_fixtures():
    rng = np.random.RandomState(3)
    a = rng.randn(7, 4) * 10.0 ** rng.randint(-300, 300, (7, 4))
    a[0] = [np.nan, np.inf, -np.inf, -0.0]
    np.savetxt(here / 'numbers.csv', a, delimiter=',', fmt='%.17g')
    np.savetxt(here / 'named.csv', a, delimiter=';', fmt='%.18e', header='a;b;c;d', comments='', newline='\r\n')
    write_json('numbers.json', described(a))


def bfloat16(a):
    return (np.asarray(a, dtype='<f4').view('<u4') >> 16).astype('<u2')


def safetensors_fixture():
    tensors, header, at = {}, {'__metadata__': {'made': 'by hand', '__proto__': 'harmless'}}, 0
    for name, dtype in [('F64', '<f8'), ('I64', '<i8'), ('U64', '<u8'), ('F32', '<f4'), ('I32', '<i4'), ('U32', '<u4'), ('F16', '<f2'), ('I16', '<i2'), ('U16', '<u2'),
                        ('I8', 'i1'), ('U8', 'u1'), ('BOOL', '?')]:
        tensors[f'layer.{name}'] = (name, np.array(samples(dtype), dtype=dtype).reshape(2, 3), None)
    values = np.array([1.0, -0.0, np.inf, 3.140625])
    tensors['layer.BF16'] = ('BF16', values, bfloat16(values))
    tensors['__proto__'] = ('F64', np.array(7.0), None)
    tensors['empty'] = ('F32', np.zeros((0, 5), dtype='<f4'), None)
    data = b''
    for name, (dtype, a, stored) in tensors.items():
        raw = (a if stored is None else stored).tobytes()
        header[name] = dict(dtype=dtype, shape=list(a.shape), data_offsets=[at, at + len(raw)])
        data += raw
        at += len(raw)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    (here / 'tensors.safetensors').write_bytes(struct.pack('<Q', len(text)) + text + data)
    write_json('tensors.json', {name: described(a) for name, (_, a, _) in tensors.items()})


npy_fixtures()
npy_changed()
npz_fixtures()
csv_fixtures()
safetensors_fixture()
