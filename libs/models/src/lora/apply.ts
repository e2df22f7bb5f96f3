import { SourceError } from '../errors.ts';
import { originalUnetModules } from '../names/ldm-unet.ts';
import type { ModelSource } from '../sources/source.ts';
import type { Weights } from '../weights/weights.ts';
import type { LoraChoice, WeightChange } from '../weights/change.ts';
import { readLora, type LoraNetwork, type NamedChange } from './read-lora.ts';

const ENDING = '.weight';

/**
 * The same model with LoRA files merged into its weights. Nothing is added up here: graphs do it, from where both lie.
 * @throws {SourceError} what is wrong with a file; `unexpected-weight` for one that was made for another model
 */
export function applyLoras(source: ModelSource, loras: readonly LoraChoice[]): ModelSource {
  if (loras.length === 0) return source;
  const [first, second] = source.textTowers;
  const networks = new Map<LoraNetwork, Changed>([['unet', new Changed(source.unet.weights, true)]]);
  if (first) networks.set('text_encoder', new Changed(first.weights, false));
  if (second) networks.set('text_encoder_2', new Changed(second.weights, false));
  for (const lora of loras) {
    const changes = readLora(lora);
    const lost = changes.filter((each) => !networks.get(each.network)?.add(lora.path, each));
    if (lost.length === 0) continue;
    const some = lost.slice(0, 3).map(({ key }) => key);
    const message = `${lora.path} changes ${lost.length} of its ${changes.length} modules in places that ${source.path} does not have (${some.join(', ')}). It was made for a model of another family.`;
    throw new SourceError('unexpected-weight', message);
  }
  return {
    ...source,
    unet: { ...source.unet, weights: networks.get('unet')!.weights },
    textTowers: source.textTowers.map((tower, at) =>
      Object.assign({}, tower, { weights: networks.get(at === 0 ? 'text_encoder' : 'text_encoder_2')!.weights }),
    ),
  };
}

/** The weights of one network, and the changes to them. */
class Changed {
  readonly #weights: Weights;
  readonly #changes = new Map<string, WeightChange[]>();
  /** Names of weights by those of their modules with `_` in place of `.`. */
  readonly #names: ReadonlyMap<string, string>;

  constructor(weights: Weights, isUnet: boolean) {
    this.#weights = weights;
    const own = weights.names.filter((name) => name.endsWith(ENDING));
    const modules = own.map((name) => name.slice(0, -ENDING.length));
    const original = isUnet ? originalUnetModules(modules) : new Map<string, string>();
    this.#names = new Map(
      [...modules.map((module) => [module, module] as const), ...original].map(([name, module]) => [
        name.replaceAll('.', '_'),
        module + ENDING,
      ]),
    );
  }

  get weights(): Weights {
    return this.#weights.withChanges(this.#changes);
  }

  /** Whether there is such a weight. @throws {SourceError} `unexpected-weight` when it has another shape */
  add(path: string, { module, key, change }: NamedChange): boolean {
    // Old diffusers has `to_out` for the first part of it.
    const name = this.#names.get(module) ?? this.#names.get(`${module}_0`);
    if (name === undefined) return false;
    const [out = 0, ...rest] = this.#weights.dims(name);
    const [changedOut = 0, rank] = change.up.dims;
    if (changedOut !== out || rank !== change.down.dims[0] || size(change.down.dims.slice(1)) !== size(rest)) {
      const message = `${path} changes ${key} by [${change.up.dims.join(', ')}] and [${change.down.dims.join(', ')}], but that weight is [${out}, ${rest.join(', ')}] in ${this.#weights.owner}. It was made for another model.`;
      throw new SourceError('unexpected-weight', message);
    }
    this.#changes.set(name, [...(this.#changes.get(name) ?? []), change]);
    return true;
  }
}

const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
