import { existsSync, readFileSync } from 'node:fs';
import { writePrivate } from '../private-file.ts';

/** Ids of what the demo has made so far, in a file, so that a demo that was interrupted goes on where it was. */
export class DemoMemory {
  readonly #path: string;
  readonly #organizationId: string;
  readonly #ids: Record<string, string>;

  /** Of an organisation; what another one made (in another database, say) is forgotten. */
  constructor(path: string, organizationId: string) {
    const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Kept) : undefined;
    this.#path = path;
    this.#organizationId = organizationId;
    this.#ids = kept?.organizationId === organizationId ? { ...kept.ids } : {};
  }

  /** The id under this name, made when there is none. */
  async idOf(name: string, make: () => Promise<{ readonly id: string }>): Promise<string> {
    return (this.#ids[name] ??= await this.#keep(name, make));
  }

  /** Lets the next `idOf` make a new one. */
  forget(name: string): void {
    delete this.#ids[name];
  }

  async #keep(name: string, make: () => Promise<{ readonly id: string }>): Promise<string> {
    const { id } = await make();
    const kept: Kept = { organizationId: this.#organizationId, ids: { ...this.#ids, [name]: id } };
    writePrivate(this.#path, JSON.stringify(kept, null, 2));
    return id;
  }
}

interface Kept {
  readonly organizationId: string;
  readonly ids: Readonly<Record<string, string>>;
}
