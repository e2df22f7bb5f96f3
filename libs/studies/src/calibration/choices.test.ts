import { describe, expect, it } from 'vitest';
import { SOURCE_TEXT_MAP, STREAM, uniforms } from '@facet/inversion';
import type { Block } from './blocks.ts';
import { chooseBounds, decidedAt } from './choose-bounds.ts';
import { chooseCells, DEFAULT_AIM, type Candidate, type Measure } from './choose-cells.ts';
import { carryCells, measuredMap, mergeBlocks } from './to-map.ts';

const block = (stage: number, group: Block['group']): Block => ({ stage, group });
const nameOf = ({ stage, group }: Block): string => `${group} ${stage}`;
const aim = { ...DEFAULT_AIM, full: 1, prompts: 100 };

interface Held {
  readonly inside: number;
  readonly outside: number;
}

/** Measurements by a rule over the names of the blocks. */
const held = (rule: (has: (name: string) => boolean) => Held): Measure => {
  const of = (blocks: readonly Block[]): Held => rule((name) => blocks.some((each) => nameOf(each) === name));
  return {
    inside: (blocks) => Promise.resolve(of(blocks).inside),
    outside: (blocks) => Promise.resolve(of(blocks).outside),
  };
};

/** A model in which an attribute needs certain blocks together: the share that follows is the part of them that is there. */
const needing = (needed: Readonly<Record<string, number>>): Measure =>
  held((has) => {
    const inside = Object.entries(needed).reduce((sum, [name, part]) => sum + (has(name) ? part : 0), 0);
    return { inside, outside: 1 - inside };
  });

describe('stage bounds', () => {
  const edges = [1000, 750, 500, 250, 0];

  it('cut the measured switching into equal shares, averaged over attributes', () => {
    const early = { until: [0, 1, 1, 1, 1], from: [1, 0, 0, 0, 0], full: 1 };
    const late = { until: [0, 0, 0, 0, 1], from: [1, 1, 1, 1, 0], full: 1 };
    expect(chooseBounds(edges, [early], 2)).toEqual([1000, 880, 0]);
    expect(chooseBounds(edges, [early, late], 4)).toEqual([1000, 880, 750, 130, 0]);
  });

  it('rest on what is settled by a timestep and on what is still open there', () => {
    expect(decidedAt({ until: [0, 0, 0.5, 1], from: [1, 1, 0, 0], full: 1 })).toEqual([0, 0, 0.75, 1]);
    const noisy = decidedAt({ until: [0, 0.75, 0.25, 0.5], from: [0.5, 0, 0.25, 0], full: 0.5 });
    expect(noisy).toEqual([0, 1, 1, 1]);
  });

  it('leave every stage long enough that a sampler visits it', () => {
    const sudden = { until: [0, 0, 0, 0, 1], from: [1, 1, 1, 1, 0], full: 1 };
    const bounds = chooseBounds([1000, 20, 10, 5, 0], [sudden], 4);
    for (let i = 1; i < bounds.length; i++) expect(bounds[i - 1]! - bounds[i]!).toBeGreaterThanOrEqual(70);
    expect(bounds.at(-1)).toBe(0);
  });
});

const candidates: Candidate[] = [
  { block: block(0, 'fine'), evidence: 1.2, contested: 0 },
  { block: block(1, 'fine'), evidence: 0.69, contested: 0 },
  { block: block(1, 'coarse'), evidence: 0.7, contested: 1.5 },
  { block: block(2, 'coarse'), evidence: 0, contested: 0 },
];

/** What is chosen where whether a picture follows is drawn for each prompt, and without the block `fine 1` one in eight does not. */
async function chooseByDraws(seed: number): Promise<string> {
  const measure: Measure = {
    inside: (blocks, prompts) => {
      const names = new Set(blocks.map(nameOf));
      const follows = names.has('fine 1') ? 0.995 : 0.875;
      const drawn = uniforms(seed, blocks.length, STREAM.template, prompts);
      const share = drawn.filter((each) => each < follows).length / prompts;
      return Promise.resolve(names.has('fine 0') ? share : 0);
    },
    outside: () => Promise.resolve(0),
  };
  return (await chooseCells(candidates, { ...aim, prompts: 16 }, measure)).blocks.map(nameOf).join();
}

describe('the choice of cells', () => {
  it('takes what is needed and nothing else', async () => {
    const { blocks } = await chooseCells(candidates, aim, needing({ 'fine 0': 0.7, 'fine 1': 0.3 }));
    expect(blocks.map(nameOf)).toEqual(['fine 0', 'fine 1']);
  });

  it('finds blocks that carry nothing on their own', async () => {
    const together = held((has) => {
      const count = ['fine 1', 'coarse 2'].filter(has).length;
      return { inside: count === 2 ? 1 : 0, outside: count === 0 ? 1 : 0 };
    });
    const { blocks } = await chooseCells(candidates, aim, together);
    expect(blocks.map(nameOf)).toEqual(['fine 1', 'coarse 2']);
  });

  it('avoids contested blocks where either of two would do', async () => {
    const either = held((has) => ({ inside: has('fine 0') && (has('fine 1') || has('coarse 1')) ? 1 : 0, outside: 0 }));
    const { blocks } = await chooseCells(candidates, aim, either);
    expect(blocks.map(nameOf)).toEqual(['fine 0', 'fine 1']);
  });

  it('keeps blocks without which the other cells would carry the attribute as well', async () => {
    const redundant = held((has) => ({
      inside: has('fine 0') ? 1 : 0,
      outside: has('fine 0') && has('fine 1') ? 0 : 1,
    }));
    const { blocks } = await chooseCells(candidates, aim, redundant);
    expect(blocks.map(nameOf)).toEqual(['fine 0', 'fine 1']);
  });

  it('leaves no hole in the stages of a group', async () => {
    const row = [0, 1, 2].map((stage): Candidate => ({
      block: block(stage, 'fine'),
      evidence: 1 - stage / 10,
      contested: 0,
    }));
    row[1] = { ...row[1]!, evidence: 0 };
    const ends = held((has) => ({ inside: has('fine 0') && has('fine 2') ? 1 : 0, outside: 0 }));
    const { blocks } = await chooseCells(row, aim, ends);
    expect(blocks.map(nameOf)).toEqual(['fine 0', 'fine 1', 'fine 2']);
  });

  it('asks up to sixteen times as many prompts where a share is near what it shall be, and no more where it is not', async () => {
    const asked = new Map<number, number>();
    const shares = held((has) => ({ inside: has('fine 0') ? (has('fine 1') ? 0.97 : 0.1) : 0.1, outside: 0 }));
    const counting: Measure = {
      inside: (blocks, prompts) => {
        asked.set(prompts, (asked.get(prompts) ?? 0) + 1);
        return shares.inside(blocks, prompts);
      },
      outside: (blocks, prompts) => shares.outside(blocks, prompts),
    };
    const { trials } = await chooseCells(candidates, { ...aim, prompts: 16 }, counting);
    expect([...asked.keys()]).toEqual([16, 32, 64, 128, 256]);
    expect(asked.get(256)).toBe(trials.filter(({ inside }) => inside > 0.9).length);
    expect(trials.filter(({ inside }) => inside < 0.9).every(({ prompts }) => prompts === 16)).toBe(true);
  });

  it('is the same by other prompts, but for few, where a block is needed in one of eight pictures', async () => {
    const chosen = await Promise.all(Array.from({ length: 100 }, (_, seed) => chooseByDraws(seed)));
    // By 16 prompts alone two of five seeds leave it out.
    expect(chosen.filter((each) => each === 'fine 0,fine 1').length).toBeGreaterThan(95);
  });

  it('keeps every block where nothing can be left out', async () => {
    const nothing = held(() => ({ inside: 0.5, outside: 0.5 }));
    const { blocks, trials } = await chooseCells(candidates, aim, nothing);
    expect(blocks).toHaveLength(4);
    expect(trials.every(({ isEnough }) => !isEnough)).toBe(true);
  });
});

describe('the map of a calibration', () => {
  it('writes groups with the same stages as one block', () => {
    const blocks = [
      block(1, 'coarse'),
      block(0, 'coarse'),
      block(1, 'moderate'),
      block(0, 'moderate'),
      block(2, 'fine'),
    ];
    expect(mergeBlocks(blocks)).toEqual([
      { stages: [2], groups: ['fine'], layers: [] },
      { stages: [0, 1], groups: ['moderate', 'coarse'], layers: [] },
    ]);
  });

  it('keeps the source text for what was not measured, over the new stages', () => {
    expect(carryCells(SOURCE_TEXT_MAP, 'object', [1000, 700, 300, 0])[0]!.stages).toEqual([1]);
    expect(carryCells(SOURCE_TEXT_MAP, 'layout', [1000, 500, 0])[0]!.stages).toEqual([0]);
    const about = { note: 'test', fingerprint: 'f' };
    const map = measuredMap([1000, 500, 0], { color: [block(1, 'fine')] }, SOURCE_TEXT_MAP, about);
    expect(map.cells.color).toEqual([{ stages: [1], groups: ['fine'], layers: [] }]);
    expect(map.cells.layout[0]!.groups).toEqual(['coarse']);
  });
});
