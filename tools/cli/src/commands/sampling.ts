import type { SchedulerName } from '@facet/base';
import type { Command } from 'commander';
import type { SamplingChoices } from '../actions/draw/draw.ts';
import type { ModelFlags } from '../model.ts';
import { commonOptions, samplingOptions, type PictureSize } from '../options.ts';

/** What commander makes of the options that `addSamplingOptions` adds. */
export interface SamplingFlags {
  readonly negative: string;
  readonly seed: number;
  readonly count: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly scheduler?: SchedulerName;
  readonly size?: PictureSize;
  readonly model?: string;
  readonly device?: string;
  readonly out?: string;
}

/** What the model is loaded by: the pictures' size, which need not be square, is not its own. */
export const modelFlags = ({ model, device }: SamplingFlags): ModelFlags => ({
  ...(model !== undefined && { model }),
  ...(device !== undefined && { device }),
});

/** The options of commands that draw pictures. */
export function addSamplingOptions(command: Command, defaultCount: number): Command {
  return command
    .addOption(samplingOptions.negative())
    .addOption(commonOptions.seed())
    .addOption(samplingOptions.count().default(defaultCount))
    .addOption(samplingOptions.steps())
    .addOption(samplingOptions.guidance())
    .addOption(samplingOptions.scheduler())
    .addOption(samplingOptions.size())
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.out('folder for the pictures (default: a new one under out/)'))
    .addOption(commonOptions.json());
}

/** `count` pictures with seeds from `seed` up. */
export function samplingChoices(flags: SamplingFlags): SamplingChoices {
  const { negative, seed, count, steps, guidance, scheduler, size } = flags;
  const seeds = Array.from({ length: count }, (_, i) => seed + i);
  return {
    negativePrompt: negative,
    seeds,
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
    ...(scheduler !== undefined && { scheduler }),
    ...size,
  };
}
