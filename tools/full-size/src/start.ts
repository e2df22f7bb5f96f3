/** Loads a checkpoint and predicts once, and says what the process took until each: `node start.ts <checkpoint>`. */
import { encodePrompt, loadModel } from '@facet/diffusion';
import { ASKED } from './kinds.ts';

function report(what: string): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
  console.log(JSON.stringify({ what, seconds: performance.now() / 1000, ...usage }));
}

report('imported');
const model = await loadModel(process.argv[2]!, { device: 'cpu', threads: 1 });
report('loaded');
const { hidden, pooled } = await encodePrompt(model, ASKED.prompt);
const side = ASKED.size / model.vaeScale;
const dims = [1, model.latentChannels, side, side];
const latents = { data: new Float32Array(model.latentChannels * side * side), dims };
const contexts = model.layers.map(() => hidden);
await model.predict(latents, [ASKED.timestep], contexts, pooled);
report('predicted');
await model.close();
