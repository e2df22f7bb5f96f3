import { expect, it } from 'vitest';
import type { CaseResult, Side } from './measure.ts';
import { formatTable } from './report.ts';

const side = (cpu: number, mb: number): Side => ({
  cpuMs: { median: cpu, min: cpu, max: cpu },
  wallMs: { median: cpu, min: cpu, max: cpu },
  peakRssBytes: mb * 2 ** 20,
  peakOverStartBytes: 0,
  versions: {},
});

it('a result shows the ratio with its spread, the target and both memories', () => {
  const spread = { median: 0.7, min: 0.65, max: 0.8 };
  const result = {
    case: { name: 'demo-step', target: 0.7 },
    facet: side(70, 300),
    torch: side(100, 600),
    cpuRatio: spread,
    wallRatio: spread,
    peakRssRatio: 0.5,
  } as CaseResult;
  const row = formatTable([result]).split('\n')[1];
  for (const part of ['demo-step', '70.0', '0.70 (0.65-0.80)', '<= 0.70', '300', '600', '0.50']) {
    expect(row).toContain(part);
  }
});
