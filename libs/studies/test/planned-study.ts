import { demoModelDirectory } from '@facet/diffusion';
import { readEvaluationSet } from '../src/evaluation/evaluation-set.ts';
import { Judges } from '@facet/inversion';
import { planStudy, type StudyPlan } from '../src/evaluation/plan.ts';
import { parseStudy } from '../src/evaluation/study.ts';
import { resolveVariants } from '../src/evaluation/variant.ts';

/** Layers as the demo model's, without loading it. */
export const layers = (['fine', 'moderate', 'coarse'] as const).map((group, index) => ({
  index,
  name: `layer ${index}`,
  group,
}));

/** A plan over the demo model's references, without its networks. */
export async function plannedStudy(study: object, protocol = 'test'): Promise<StudyPlan> {
  const directory = demoModelDirectory();
  const judges = await Judges.load(directory);
  const { factors } = judges;
  await judges.close();
  const parsed = parseStudy({ formatVersion: 1, ...study }, 'study.json', 'test');
  const set = await readEvaluationSet(directory);
  const variants = await resolveVariants(directory, parsed);
  return planStudy({ directory, layers, factors, protocol }, parsed, set, variants);
}
