import { isExternal, readModel, tensorBytes } from '@facet/onnx';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ASKED } from './kinds.ts';
import { runNode, type Usage } from './run-program.ts';

const facet = join(import.meta.dirname, '../../cli/src/main.ts');
const reference = join(import.meta.dirname, '../../../models/demo/references/00-striped-yellow-cat-lying.png');

/** `facet` as users start it, with a list of models and prepared graphs of its own. */
export class Walk {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.#folder = folder;
    this.#environment = {
      FACET_REGISTRY: join(folder, 'list'),
      FACET_CACHE: join(folder, 'cache'),
      FACET_THREADS: '1',
    };
    rmSync(folder, { recursive: true, force: true });
  }

  async add(name: string, path: string, ...more: readonly string[]): Promise<{ usage: Usage; fingerprint: string }> {
    const { usage, said } = await this.#run(['models', 'add', path, '--name', name, ...more]);
    const { fingerprint } = said.at(-1)!.measured as { fingerprint: string };
    return { usage, fingerprint };
  }

  /** The picture's file, without the recipe in it, which names the model. */
  async generate(model: string): Promise<{ usage: Usage; picture: string }> {
    const out = join(this.#folder, `drawn-${model}`);
    const { usage } = await this.#run(['generate', ASKED.prompt, ...this.#drawing(model), '--out', out]);
    return { usage, picture: join(out, 'seed-0.png') };
  }

  async invert(model: string): Promise<{ usage: Usage; tokens: string }> {
    const out = join(this.#folder, 'run');
    const { size } = ASKED;
    const short = ['--steps', '3', '--batch', '1', '--preview-every', '0', '--no-assess', '--no-leak-report'];
    const { usage } = await this.#run([
      'invert',
      reference,
      '--object',
      'cat',
      '--model',
      model,
      '--size',
      String(size),
      ...short,
      '--out',
      out,
    ]);
    return { usage, tokens: join(out, 'tokens.safetensors') };
  }

  async compose(model: string, tokens: string): Promise<{ usage: Usage; picture: string }> {
    const out = join(this.#folder, `composed-${model}`);
    const { usage } = await this.#run([
      'compose',
      '--color',
      tokens,
      '--object',
      tokens,
      'a {color} {object}',
      ...this.#drawing(model),
      '--out',
      out,
    ]);
    return { usage, picture: join(out, 'seed-0.png') };
  }

  /** Bytes of prepared graphs, and of the largest tensor that lies in them or is a file by itself. */
  kept(): { readonly bytes: number; readonly largestTensor: number } {
    const folder = this.#environment.FACET_CACHE!;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    return { bytes, largestTensor: Math.max(...files.map(largestTensor)) };
  }

  #drawing(model: string): string[] {
    const { size, steps, guidance, negative } = ASKED;
    const sampling = ['--steps', steps, '--guidance', guidance, '--negative', negative, '--seed', 0].map(String);
    return ['--model', model, '--size', String(size), ...sampling];
  }

  #run(args: readonly string[]): ReturnType<typeof runNode> {
    return runNode([facet, ...args, '--json'], this.#environment);
  }
}

/** Bytes of the largest tensor in a kept file; a graph of many nodes has some megabytes and may hold none. */
function largestTensor(path: string): number {
  if (!path.endsWith('.onnx')) return statSync(path).size;
  const model = readModel(path);
  const { initializer, node } = model.proto.graph;
  const constants = node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  const sizes = [...initializer, ...constants]
    .filter((tensor) => !isExternal(tensor))
    .map((tensor) => tensorBytes(model, tensor));
  return Math.max(0, ...sizes.map(({ length }) => length));
}

/** The pixels' part of a PNG: all that is drawn, and nothing of what is said about it. */
export function pixelsOf(png: string): string {
  const bytes = readFileSync(png);
  const chunks: string[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      chunks.push(bytes.toString('base64', at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks.join();
}
