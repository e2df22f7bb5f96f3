/** The U-Net's names of the original files (CompVis, Stability AI), mapped onto diffusers'. */

const modules: Readonly<Record<string, string>> = {
  'time_embed.0': 'time_embedding.linear_1',
  'time_embed.2': 'time_embedding.linear_2',
  'label_emb.0.0': 'add_embedding.linear_1',
  'label_emb.0.2': 'add_embedding.linear_2',
  'input_blocks.0.0': 'conv_in',
  'out.0': 'conv_norm_out',
  'out.2': 'conv_out',
};

const resnetModules: Readonly<Record<string, string>> = {
  'in_layers.0': 'norm1',
  'in_layers.2': 'conv1',
  'emb_layers.1': 'time_emb_proj',
  'out_layers.0': 'norm2',
  'out_layers.3': 'conv2',
  skip_connection: 'conv_shortcut',
};

/** A module there, such as `input_blocks.4.1`, and here, such as `down_blocks.1.attentions.0`. */
interface Place {
  readonly name: string;
  readonly isResnet: boolean;
}

/**
 * Maps names without their `model.diffusion_model.` prefix. The original counts blocks through, diffusers counts them in each
 * resolution; where one ends is where the original halves or doubles the size.
 * @returns diffusers' name for each name that means something; others are left out
 */
export function diffusersUnetNames(names: readonly string[]): Map<string, string> {
  const places = findPlaces(new Set(names.map((name) => name.slice(0, name.lastIndexOf('.')))));
  const result = new Map<string, string>();
  for (const name of names) {
    const found = diffusersName(name, places);
    if (found !== undefined) result.set(name, found);
  }
  return result;
}

function diffusersName(name: string, places: ReadonlyMap<string, Place>): string | undefined {
  const dot = name.lastIndexOf('.');
  const [module, kind] = [name.slice(0, dot), name.slice(dot)];
  if (Object.hasOwn(modules, module)) return modules[module] + kind;
  const parts = module.split('.');
  const length = parts[0] === 'middle_block' ? 2 : 3;
  const place = places.get(parts.slice(0, length).join('.'));
  const rest = parts.slice(length).join('.');
  if (!place) return undefined;
  if (rest === '') return place.name + kind;
  if (!place.isResnet) return `${place.name}.${rest === 'op' ? 'conv' : rest}${kind}`;
  const inner = resnetModules[rest];
  return inner === undefined ? undefined : `${place.name}.${inner}${kind}`;
}

function findPlaces(all: ReadonlySet<string>): Map<string, Place> {
  const places = new Map<string, Place>();
  const startsWith = (prefix: string): boolean => [...all].some((module) => module.startsWith(prefix));
  /** The parts of one numbered block: a residual network, perhaps a transformer, perhaps a change of size. */
  const block = (old: string, target: string, at: number): void => {
    places.set(`${old}.0`, { name: `${target}.resnets.${at}`, isResnet: true });
    if (all.has(`${old}.1.norm`)) places.set(`${old}.1`, { name: `${target}.attentions.${at}`, isResnet: false });
  };
  let level = 0;
  let at = 0;
  for (let n = 1; startsWith(`input_blocks.${n}.`); n++) {
    const old = `input_blocks.${n}`;
    if (all.has(`${old}.0.op`)) {
      places.set(`${old}.0`, { name: `down_blocks.${level++}.downsamplers.0`, isResnet: false });
      at = 0;
    } else {
      block(old, `down_blocks.${level}`, at++);
    }
  }
  [level, at] = [0, 0];
  for (let n = 0; startsWith(`output_blocks.${n}.`); n++) {
    const old = `output_blocks.${n}`;
    block(old, `up_blocks.${level}`, at++);
    const sampler = [1, 2].find((part) => all.has(`${old}.${part}.conv`));
    if (sampler === undefined) continue;
    places.set(`${old}.${sampler}`, { name: `up_blocks.${level++}.upsamplers.0`, isResnet: false });
    at = 0;
  }
  let resnets = 0;
  for (let n = 0; startsWith(`middle_block.${n}.`); n++) {
    const isResnet = all.has(`middle_block.${n}.in_layers.0`);
    const name = isResnet ? `mid_block.resnets.${resnets++}` : 'mid_block.attentions.0';
    places.set(`middle_block.${n}`, { name, isResnet });
  }
  return places;
}

/** The original names of a U-Net's modules, each with diffusers' name: what `diffusersUnetNames` does, the other way. */
export function originalUnetModules(names: readonly string[]): Map<string, string> {
  const all = new Set(names);
  const places = originalPlaces(names);
  const inner = Object.fromEntries(Object.entries(resnetModules).map(([old, own]) => [own, old]));
  const outer = Object.fromEntries(Object.entries(modules).map(([old, own]) => [own, old]));
  const result = new Map<string, string>();
  for (const name of all) {
    const place = [...places.keys()].find((each) => name === each || name.startsWith(`${each}.`));
    const rest = place === undefined ? '' : name.slice(place.length + 1);
    const old =
      place === undefined ? outer[name] : join(places.get(place)!, place.includes('.resnets.') ? inner[rest] : rest);
    if (old !== undefined) result.set(old, name);
  }
  return result;
}

const join = (place: string, rest: string | undefined): string | undefined =>
  rest === '' ? place : rest && `${place}.${rest}`;

/** Where the original has a residual network, a transformer or a change of size, by diffusers' name for it. */
function originalPlaces(names: readonly string[]): Map<string, string> {
  const has = (prefix: string): boolean => names.some((name) => name.startsWith(prefix));
  const places = new Map<string, string>();
  const blocks = (kind: 'down' | 'up', old: string, start: number): void => {
    let number = start;
    for (let level = 0; has(`${kind}_blocks.${level}.`); level++) {
      const block = `${kind}_blocks.${level}`;
      for (let at = 0; has(`${block}.resnets.${at}.`); at++, number++) {
        places.set(`${block}.resnets.${at}`, `${old}.${number}.0`);
        places.set(`${block}.attentions.${at}`, `${old}.${number}.1`);
      }
      if (has(`${block}.downsamplers.`)) places.set(`${block}.downsamplers.0.conv`, `${old}.${number++}.0.op`);
      const part = has(`${block}.attentions.`) ? 2 : 1;
      if (has(`${block}.upsamplers.`)) places.set(`${block}.upsamplers.0.conv`, `${old}.${number - 1}.${part}.conv`);
    }
  };
  blocks('down', 'input_blocks', 1);
  blocks('up', 'output_blocks', 0);
  places.set('mid_block.resnets.0', 'middle_block.0');
  places.set('mid_block.attentions.0', 'middle_block.1');
  places.set('mid_block.resnets.1', 'middle_block.2');
  return places;
}
