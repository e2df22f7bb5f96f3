// Dependencies point one way. Each project says in its package.json, under `nx.tags`, what it is
// (`type:app|lib|tool`) and, for libraries, which side it belongs to (`scope:engine|platform|shared`).
import { dirname, relative, resolve, sep } from 'node:path';
import { projectOf, workspaceOf } from './projects.js';

/** What a project with the tag on the left may import: a project that has one of the tags on the right. */
const allowed = {
  'type:lib': ['type:lib'],
  'type:app': ['type:lib'],
  'type:tool': ['type:lib', 'type:tool'],
  'scope:engine': ['scope:engine', 'scope:shared'],
  'scope:platform': ['scope:platform', 'scope:shared'],
  'scope:shared': ['scope:shared'],
};

/**
 * Says why `file` must not import `specifier`, or undefined when it may.
 * @param {string} file absolute path of the importing file
 * @param {string} specifier as written in the import
 */
export function violation(file, specifier) {
  const source = projectOf(file);
  if (!source || source.workspaces) return undefined;
  if (specifier.startsWith('.')) {
    const target = resolve(dirname(file), specifier);
    if (!relative(source.folder, target).startsWith(`..${sep}`)) return undefined;
    // In the workspace's own folder lies what all projects' configurations share.
    const project = projectOf(target);
    if (project?.workspaces && dirname(target) === project.folder) return undefined;
    return `'${specifier}' leaves ${source.name}: import the other project by its package name.`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const target = workspaceOf(source.folder).get(name);
  if (!target || target === source) return undefined;
  if (!(name in source.declared)) return `${source.name} imports ${name} without declaring it in its package.json.`;
  for (const tag of source.tags) {
    const may = allowed[tag];
    const kind = tag.slice(0, tag.indexOf(':') + 1);
    const targetTags = target.tags.filter((t) => t.startsWith(kind));
    if (may && targetTags.length > 0 && !targetTags.some((t) => may.includes(t)))
      return `${source.name} (${tag}) must not import ${name} (${targetTags.join(', ')}).`;
  }
  return undefined;
}

export const moduleBoundaries = {
  meta: { type: 'problem', docs: { description: 'dependencies between projects point one way, by nx tags' } },
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value;
      const message = typeof specifier === 'string' ? violation(context.filename, specifier) : undefined;
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
