import {
  compile,
  type CompileOptions,
  type Mat,
  matmul,
  matrix,
  mean,
  mul,
  sigmoid,
  square,
  sub,
  add,
  inverse,
  identity,
  valueAndGrad,
} from '@adjoint/core';

/** Numbers in [-1, 1) from a seed. */
function randomMatrix(rows: number, columns: number, seed: number): Mat {
  let state = seed >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return matrix.of(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => next() / 2 ** 31 - 1),
  );
}

interface Parameters {
  readonly w: Mat;
  readonly b: Mat;
  readonly v: Mat;
}

const loss = ({ w, b, v }: Parameters, x: Mat, y: Mat): Mat<1, 1> => {
  const h = sigmoid(add(matmul(x, w), b));
  return mean(square(sub(matmul(matmul(h, v), inverse(add(identity(3), mul(0.01, matmul(y, v)) as never))), x)) as never);
};

/** Three steps of gradient descent on 1001 samples, with all of the engine in them: the sum of the bits of the results, as text. */
export async function checksum(options: CompileOptions): Promise<string> {
  const step = compile((p: Parameters, x: Mat, y: Mat) => {
    const { gradient } = valueAndGrad(loss)(p, x, y);
    return { w: sub(p.w, mul(0.1, gradient.w)), b: sub(p.b, mul(0.1, gradient.b)), v: sub(p.v, mul(0.1, gradient.v)) };
  }, options);
  let p: Parameters = { w: randomMatrix(3, 40, 1), b: randomMatrix(1, 40, 2), v: randomMatrix(40, 3, 3) };
  const [x, y] = [randomMatrix(1001, 3, 4), randomMatrix(3, 40, 5)];
  for (let i = 0; i < 3; i += 1) {
    p = step(p, x, y);
    await new Promise((resolve) => setTimeout(resolve, 300)); // the workers start
  }
  const bytes = [p.w, p.b, p.v].flatMap((m) => Array.from(new Uint8Array(m.toFloat64Array().buffer)));
  return bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 7).toString(16);
}
