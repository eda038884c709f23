import { ArgumentError, compile, full, type Mat, matmul, sum } from '@adjoint/core';
import { describe, expect, test, vi } from 'vitest';

/** Stands for a constructor that a host refuses. */
class Refused {
  constructor() {
    throw new EvalError('refused');
  }
}

interface Growing {
  grow: (pages: number) => number;
}

describe('the choice of an engine', () => {
  test('is one of four, with a number of threads', () => {
    expect(() => compile(sum, { engine: 'gpu' } as never)).toThrow(ArgumentError);
    expect(() => compile(sum, { engines: 'wasm' } as never)).toThrow('there is no option engines');
    expect(() => compile(sum, 'wasm' as never)).toThrow('the options must be an object');
    for (const threads of [0, 1.5, 1000, '2', NaN])
      expect(() => compile(sum, { threads } as never)).toThrow('threads is a whole number from 1 to 64');
  });
  test.each(['wasm', 'closures', 'interpreter'] as const)('can be asked for, before a call and after: %s', (engine) => {
    const step = compile((x: Mat) => matmul(x, x), { engine });
    expect(step.engine).toBe(engine);
    expect(step(full(2, 2, 1)).toArray()).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(step.engine).toBe(engine);
  });
  test('is WebAssembly unless told otherwise', () => {
    expect(compile(sum).engine).toBe('wasm');
  });
  test.each([
    ['without WebAssembly', undefined],
    ['without SIMD', { validate: (): boolean => false }],
    ['under a policy that forbids it', { validate: (): boolean => true, Module: Refused }],
  ])('%s closures run, and wasm is refused', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly);
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const x = core.ones(20, 20);
      const step = core.compile((y: Mat) => core.matmul(y, y));
      expect(step(x).at(0, 0)).toBe(20);
      expect(step.engine).toBe('closures');
      expect(() => core.compile(core.sum, { engine: 'wasm' })).toThrow('there is no WebAssembly SIMD here');
      expect(() => core.compile(core.sum, { engine: 'wasm' })).toThrow(core.AdjointError);
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
  test('a memory that cannot be had is no error, unless wasm was asked for', async () => {
    const { WebAssembly: real } = globalThis as unknown as { readonly WebAssembly: object };
    vi.stubGlobal('WebAssembly', Object.create(real, { Memory: { value: Refused } }));
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const step = core.compile((y: Mat) => core.matmul(y, y));
      expect(step(core.ones(20, 20)).at(0, 0)).toBe(20);
      expect(step.engine).toBe('closures');
      expect(() => core.compile(core.sum, { engine: 'wasm' })).toThrow(core.AdjointError);
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
  test('a memory that ends in the middle of a call hands over to closures, unless wasm was asked for', async () => {
    const { WebAssembly: real } = globalThis as unknown as { readonly WebAssembly: { readonly Memory: new (how: object) => Growing } };
    const Memory = function (how: object): Growing {
      const memory = new real.Memory(how);
      const grow = memory.grow.bind(memory);
      let pages = 60;
      memory.grow = (more) => {
        pages -= more;
        if (pages < 0) throw new RangeError('no memory');
        return grow(more);
      };
      return memory;
    };
    vi.stubGlobal('WebAssembly', Object.create(real, { Memory: { value: Memory } }));
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const f = (x: Mat, y: Mat): Mat => core.matmul(x, y);
      const [step, onlyWasm] = [core.compile(f), core.compile(f, { engine: 'wasm' })];
      const small = core.ones(100, 100); // has its place; the next ones need 0.5 MB each
      expect([step(small, small).at(0, 0), onlyWasm(small, small).at(0, 0), step.engine]).toEqual([100, 100, 'wasm']);
      const kept = Array.from({ length: 12 }, (_, i) => core.full(250, 250, i + 1));
      for (const x of kept) expect(step(x, kept[0]!).at(0, 0)).toBe(250 * x.at(0, 0));
      const holders = kept.map(() => core.compile(f));
      holders.forEach((hold, i) => expect(hold(kept[i]!, kept[i]!).at(0, 0)).toBe(250 * (i + 1) ** 2));
      expect(holders.map(({ engine }) => engine)).toContain('closures');
      expect(() => onlyWasm(core.full(250, 250, 2), core.full(250, 250, 3))).toThrow(core.AdjointError);
      expect(() => onlyWasm(core.full(250, 250, 2), core.full(250, 250, 3))).toThrow(/the engine has no memory for another \d+ bytes/);
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
  test('without shared memory it is WebAssembly on one thread', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    vi.resetModules();
    try {
      const core = await import('@adjoint/core');
      const step = core.compile((y: Mat) => core.sum(core.sigmoid(core.matmul(y, y))), { threads: 2 });
      const x = core.full(150, 150, 1 / 150);
      expect(step.engine).toBe('wasm');
      expect(step(x).at(0, 0)).toBe(core.sum(core.sigmoid(core.matmul(x, x))).at(0, 0));
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
});
