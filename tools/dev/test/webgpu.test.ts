import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { swiftShaderEnvironment, SwiftShaderError } from '../src/swiftshader.ts';

/** Compiling shaders for a driver in software takes most of the time: 15 s on an idle machine. */
const timeoutMs = 600_000;

test(
  'WebGPU computes a network and its gradient as the CPU does, with no node left to the CPU',
  { timeout: timeoutMs },
  (context) => {
    let environment: object;
    try {
      environment = swiftShaderEnvironment();
    } catch (error) {
      // In continuous integration a missing driver is a failure; elsewhere the machine may be offline or no Linux.
      if (process.env.CI || !(error instanceof SwiftShaderError)) throw error;
      context.skip(error.message);
      return;
    }
    const script = fileURLToPath(new URL('webgpu-child.ts', import.meta.url));
    const child = spawnSync(process.execPath, [script], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      timeout: timeoutMs,
    });
    expect(child.stderr.includes('Error') ? child.stderr : '').toBe('');
    const report = JSON.parse(child.stdout) as Record<'forward' | 'gradient', Record<string, number>>;
    expect(Object.keys(report.forward)).toEqual(['out']);
    expect(Object.keys(report.gradient).sort()).toEqual(['grad/context', 'grad/sample', 'out']);
    for (const difference of Object.values({ ...report.forward, ...report.gradient }))
      expect(difference).toBeLessThan(1e-3);
  },
);
