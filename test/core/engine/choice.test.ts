import { AdjointError, ArgumentError, compile, full, type Mat, matmul, sum, transpose } from '@adjoint/core';
import { describe, expect, test, vi } from 'vitest';

/** Stands for a constructor that a host refuses. */
class Refused {
  constructor() {
    throw new EvalError('refused');
  }
}

describe('the choice of an engine', () => {
  test('is one of three', () => {
    expect(() => compile(sum, { engine: 'gpu' } as never)).toThrow(ArgumentError);
    expect(() => compile(sum, { engines: 'wasm' } as never)).toThrow('there is no option engines');
    expect(() => compile(sum, 'wasm' as never)).toThrow('the options must be an object');
  });
  test.each([
    ['without WebAssembly', undefined],
    ['without SIMD', { validate: (): boolean => false }],
    ['under a policy that forbids it', { validate: (): boolean => true, Module: Refused }],
  ])('%s the kernels run, and wasm is refused', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly);
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const x = core.ones(20, 20);
      expect(
        core
          .compile((y: Mat) => core.matmul(y, y))(x)
          .at(0, 0),
      ).toBe(20);
      expect(() => core.compile(core.sum, { engine: 'wasm' })).toThrow('there is no WebAssembly SIMD here');
      expect(() => core.compile(core.sum, { engine: 'wasm' })).toThrow(core.AdjointError);
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
  test('a memory that cannot be had is no error, unless wasm was asked for', () => {
    const f = (x: Mat): Mat => matmul(x, transpose(x));
    const { WebAssembly: real } = globalThis as unknown as { readonly WebAssembly: object };
    vi.stubGlobal('WebAssembly', Object.create(real, { Memory: { value: Refused } }));
    try {
      const x = full(20, 20, 0.5);
      expect(compile(f)(x).toArray()).toEqual(f(x).toArray());
      expect(() => compile(f, { engine: 'wasm' })(x)).toThrow(AdjointError);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
