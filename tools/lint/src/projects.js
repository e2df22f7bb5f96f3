// What the rules know of the workspace: its projects, by folder and by name.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project (nearest folder with a package.json) that a file belongs to. */
export function projectOf(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return readProject(folder);
}

const projects = new Map();
function readProject(folder) {
  let project = projects.get(folder);
  if (!project) {
    const json = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const declared = { ...json.dependencies, ...json.devDependencies, ...json.peerDependencies };
    project = { folder, name: json.name, tags: json.nx?.tags ?? [], declared, workspaces: json.workspaces };
    projects.set(folder, project);
  }
  return project;
}

/** All projects of the workspace by package name, found from any folder inside it. */
export function workspaceOf(folder) {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) && readProject(at).workspaces) {
      const files = globSync(
        readProject(at).workspaces.map((pattern) => `${pattern}/package.json`),
        { cwd: at },
      );
      return new Map(files.map((file) => readProject(dirname(join(at, file)))).map((p) => [p.name, p]));
    }
    if (dirname(at) === at) return new Map();
  }
}
