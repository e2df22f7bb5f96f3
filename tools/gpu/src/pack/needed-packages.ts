import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface NeededPackage {
  readonly name: string;
  /** Where it lies, links followed. */
  readonly path: string;
  /** Whether it is part of this workspace. */
  readonly isOurs: boolean;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package and all that it needs to run, as far as it is installed: optional ones of other platforms are not. */
export function neededPackages(path: string): NeededPackage[] {
  const found = new Map<string, NeededPackage>();
  const visit = (place: string): void => {
    const real = realpathSync(place);
    const manifest = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as Manifest;
    if (found.has(manifest.name)) return;
    found.set(manifest.name, { name: manifest.name, path: real, isOurs: !real.includes('/node_modules/') });
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const installed = installedAt(real, name);
      if (installed !== undefined) visit(installed);
    }
  };
  visit(path);
  return [...found.values()];
}

/** As Node looks: in the node_modules beside the package, then in those above. */
function installedAt(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (folder === dirname(folder)) return undefined;
  }
}
