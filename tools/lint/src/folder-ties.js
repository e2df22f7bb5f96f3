// Within a project too dependencies point one way: of two folders at most one uses the other. Then a folder can be read, moved or
// made a library without the other. A file beside them, directly in `src`, counts as a folder of its own: it wires the others
// together (main.ts) or is used by them all (errors.ts), and not both.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { projectOf } from './projects.js';

const SOURCES = '**/*.{ts,tsx,js}';
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** Tests use whatever they test. */
const isTest = (path) => /(^|\/)test\/|\.test\.[jt]sx?$/.test(path);

/** @param {string} path from the project's folder, with `/` */
const folderOf = (path) => (dirname(path) === 'src' ? path : dirname(path));

const slashed = (path) => path.split(sep).join('/');

const graphs = new Map();

/** From each folder of a project to those that it uses, and by which file. */
function graphOf(folder) {
  let graph = graphs.get(folder);
  if (!graph) {
    graph = new Map();
    const files = globSync(SOURCES, { cwd: folder, exclude: (name) => name === 'node_modules' }).map(slashed);
    for (const file of files.filter((each) => !isTest(each)))
      for (const [, specifier] of readFileSync(join(folder, file), 'utf8').matchAll(IMPORT)) {
        const target = slashed(relative(folder, resolve(folder, dirname(file), specifier)));
        const uses = graph.get(folderOf(file)) ?? new Map();
        graph.set(folderOf(file), uses.set(folderOf(target), file));
      }
    graphs.set(folder, graph);
  }
  return graph;
}

/** Pairs of folders of a project that use each other, each in the order of the alphabet. */
export function tiesOf(projectFolder) {
  const graph = graphOf(projectFolder);
  return [...graph].flatMap(([from, uses]) =>
    [...uses.keys()].filter((to) => from < to && graph.get(to)?.has(from)).map((to) => [from, to]),
  );
}

/**
 * Says why `file` must not import `specifier`, or undefined when it may.
 * @param {string} file absolute path of the importing file
 * @param {string} specifier as written in the import
 */
export function tie(file, specifier) {
  const project = projectOf(file);
  if (!project || project.workspaces || !specifier.startsWith('.')) return undefined;
  const path = slashed(relative(project.folder, file));
  if (isTest(path)) return undefined;
  const from = folderOf(path);
  const to = folderOf(slashed(relative(project.folder, resolve(dirname(file), specifier))));
  const back = from === to ? undefined : graphOf(project.folder).get(to)?.get(from);
  if (back === undefined) return undefined;
  return `${from} and ${to} use each other (${back} is one that goes back). Move what both need to where neither has to look back.`;
}

export const folderTies = {
  meta: { type: 'problem', docs: { description: 'no two folders of a project depend on each other' } },
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value;
      const message = typeof specifier === 'string' ? tie(context.filename, specifier) : undefined;
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
