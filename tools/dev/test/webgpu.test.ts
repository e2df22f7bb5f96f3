import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import { swiftShaderEnvironment, SwiftShaderError } from '../src/swiftshader.ts';

/** Most of the time goes into compiling shaders for a driver in software; minutes on a machine that does other things too. */
const timeout = 600_000;

/** What a program beside this file prints as JSON when SwiftShader is its Vulkan driver. */
function runWithSwiftShader(script: string, context: TestContext): unknown {
  const child = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...process.env, ...environment(context) },
    encoding: 'utf8',
    timeout,
  });
  if (child.status !== 0) throw new Error(`${script} ended with ${child.status ?? child.signal}: ${child.stderr}`);
  return JSON.parse(child.stdout);
}

function environment(context: TestContext): object {
  try {
    return swiftShaderEnvironment();
  } catch (error) {
    // In continuous integration a missing driver is a failure; elsewhere the machine may be offline or no Linux.
    if (process.env.CI || !(error instanceof SwiftShaderError)) throw error;
    return context.skip(error.message);
  }
}

test('on WebGPU, sampling and a gradient give what they give on the CPU', { timeout }, (context) => {
  const differences = runWithSwiftShader('webgpu-numbers.ts', context) as Record<string, number>;
  expect(Object.keys(differences).sort()).toEqual(['grad/context', 'grad/sample', 'latents', 'out']);
  for (const difference of Object.values(differences)) expect(difference).toBeLessThan(1e-3);
});

test('no graph of a Stable Diffusion folder has a node that WebGPU leaves to the CPU', { timeout }, (context) => {
  const opened = runWithSwiftShader('webgpu-placement.ts', context) as string[][];
  const outputs = opened.flat();
  const networks = ['last_hidden_state', 'grad/inputs_embeds', 'out_sample', 'losses', 'grad/context/0'];
  const pictures = ['latent_parameters', 'sample', 'image_embeds'];
  expect(outputs).toEqual(expect.arrayContaining([...networks, ...pictures]));
});
