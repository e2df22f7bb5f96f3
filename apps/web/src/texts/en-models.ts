const DEVICES: Readonly<Record<string, string>> = { cpu: 'CPU', cuda: 'CUDA', webgpu: 'WebGPU' };
const stage = (count: number): string => (count === 1 ? '' : ` ${count}`);

/** What models are, and where in them each attribute is decided. */
export const models = {
  title: 'Models',
  note: 'Tokens work with the model that they were learned on, and with no other.',
  none: 'No worker has offered a model yet. Start one; it says what it has.',
  offered: (devices: readonly string[]) => `Runs on ${devices.map((each) => DEVICES[each] ?? each).join(', ')}`,
  away: 'No worker offers it at the moment; what was drawn with it stays.',
  facts: 'About it',
  family: 'Architecture',
  families: { sd1: 'Stable Diffusion 1', sd2: 'Stable Diffusion 2', sdxl: 'Stable Diffusion XL' } as Readonly<
    Record<string, string>
  >,
  pixels: 'Its pictures',
  pixelsOf: (side: number) => `${side} × ${side} pixels`,
  prediction: 'Predicts',
  predictions: { epsilon: 'the noise', v_prediction: 'the velocity (v)' } as Readonly<Record<string, string>>,
  objectWord: 'What a picture shows',
  finds: 'It finds the word by itself.',
  findsNot: 'You say it when you start a run.',
  fingerprint: 'Fingerprint',

  defaults: 'Defaults',
  defaultsHint: 'What is used where nobody says otherwise.',
  what: 'What',
  default: 'Default',
  range: 'From, to',
  sampler: 'Sampler',
  oneOf: (count: number) => `one of ${count}`,
  limits: {
    'composition.steps': 'Steps of a picture',
    'composition.guidance': 'Guidance',
    'composition.strength': 'Strength of a token',
  } as Readonly<Record<string, string>>,
  method: 'Method of a run',
  methodSteps: (method: string) => `Steps of a run, ${method}`,
  trainsNothing: 'trains nothing',

  map: {
    title: 'Where each attribute is decided',
    hint: 'A picture is drawn in stages, from noise to the finished one, by layers that see it coarsely or finely. A token speaks in its own cells alone; the figures say in how many of the layers there.',
    unknown: 'No worker has said it yet.',
    source: {
      measured: 'The figures are of this model.',
      'source-text': 'Taken from what was published of other models; not measured on this one.',
      edited: 'Changed by a person.',
    } as Readonly<Record<string, string>>,
    groups: { COARSE: 'coarse', MODERATE: 'middle', FINE: 'fine' },
    groupHints: { COARSE: 'The whole picture', MODERATE: 'Its parts', FINE: 'Its surface' },
    table: (attribute: string) => `Layers in which ${attribute} is active, by stage`,
    layers: 'Layers',
    stage: (number: number) => `Stage ${number}`,
    timesteps: (from: number, until: number) => `${from}–${until}`,
    cell: (active: number, of: number) => (active === 0 ? '–' : `${active} of ${of}`),
    all: 'All stages',
    effect: (alone: string, without: string) => `${alone} · ${without}`,
    effectOf: (alone: string, without: string) =>
      `A word swapped only here shows in ${alone} of the pictures; swapped everywhere else, in ${without}.`,
    effectWhole: (attribute: string, group: string, alone: string, without: string) =>
      `Measured: another word for ${attribute}, in the ${group} layers alone, shows in ${alone} of the pictures; everywhere but there, in ${without}.`,
    effects:
      'Second line of a cell: the share of pictures that show a word which is swapped only there, and one which is swapped everywhere but there. Cells work together: where a cell alone does little and the rest does well without it, it is one of several.',
    noEffects: 'What single cells do was not measured on this model, or is not kept with it: facet calibrate --write.',
    part: (group: string, when: string) => `the ${group} layers ${when}`,
    always: 'from beginning to end',
    firstStages: (count: number, of: number) => `in the first${stage(count)} of ${of} stages`,
    lastStages: (count: number, of: number) => `in the last${stage(count)} of ${of} stages`,
    stages: (numbers: readonly number[]) =>
      `in ${numbers.length === 1 ? 'stage' : 'stages'} ${new Intl.ListFormat('en').format(numbers.map(String))}`,
    sentence: (attribute: string, parts: string) =>
      `${attribute} is drawn by ${parts}. Elsewhere a plain word stands for its token.`,
    nowhere: (attribute: string) => `${attribute} has no cells of its own in this model: its token changes nothing.`,
    both: (one: string, other: string, share: string) => `${one} and ${other} share ${share} of their cells.`,
  },

  card: {
    limits: 'Where it fails, from its card',
    noLimits: 'Its card does not say where it fails.',
    none: 'It has no card: whoever made it has written nothing down (README.md in its folder).',
    sources: 'Licence and data',
    license: (name: string) => `Its licence is ${name}.`,
    noSources: 'Its card says nothing of its licence, nor of the data that it was made of.',
  },

  fails: 'What to expect of it',
  failsOurs: 'What follows from its map',
  failsShared:
    'Attributes that are decided in the same cells are the harder to keep apart; the leak report of a run says how well it went.',
  failsNone: 'No two attributes share a cell. What a token brings of another is in its leak report.',
  failsSource:
    'Its map was not measured on this model, so tokens may bring more than themselves. Calibrate it: facet calibrate.',
  failsObject: 'It does not find the word of a picture by itself; a wrong word makes a poor object token.',
  failsSmall: (side: number) => `It draws ${side} pixels a side. What is finer than that is not in its pictures.`,
} as const;
