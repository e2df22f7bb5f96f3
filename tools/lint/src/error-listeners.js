// Whatever emits events has a listener for `error`: Node ends the process for an error that nobody listens to, and whoever is at
// the other end of a socket or a pipe can make one. What makes an emitter therefore keeps it under a name, and listens in the same file.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Of each module what makes an emitter whose errors come from outside. */
const MAKERS = {
  child_process: ['spawn', 'fork', 'exec', 'execFile'],
  fs: ['createReadStream', 'createWriteStream', 'watch'],
  http: ['createServer', 'request', 'get'],
  https: ['createServer', 'request', 'get'],
  net: ['createServer', 'createConnection', 'connect', 'Server', 'Socket'],
  tls: ['createServer', 'connect'],
  dgram: ['createSocket'],
  worker_threads: ['Worker'],
  stream: ['PassThrough', 'Readable', 'Writable', 'Duplex', 'Transform'],
  ws: ['WebSocket', 'WebSocketServer'],
  pg: ['Pool', 'Client'],
};

const makersOf = (specifier) => MAKERS[specifier.replace(/^node:/, '')] ?? [];

/** Tests make emitters to break them. */
const isTest = (path) => /(^|\/)test\/|\.test\.[jt]sx?$/.test(path);

/** Measuring and trying out: what loses its other end there has failed, and ends. */
const exemptions = ['tools/bench/', 'tools/stack/'];

/** Whether a text listens for the errors of what it calls by this name. */
export const listens = (text, name) =>
  new RegExp(`(?<![\\w$])#?${name.replaceAll('$', '\\$')}\\s*\\.\\s*(on|addListener)\\(\\s*['"\`]error['"\`]`).test(
    text,
  );

/** The name under which a new emitter is kept: of a variable, or of a field. */
function keptAs(node) {
  const { parent } = node;
  if (parent?.type === 'AwaitExpression' || parent?.type === 'TSAsExpression') return keptAs(parent);
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : parent?.type === 'PropertyDefinition'
          ? parent.key
          : undefined;
  return target?.type === 'MemberExpression' ? target.property.name : target?.name;
}

export const errorListeners = {
  meta: { type: 'problem', docs: { description: 'every emitter has a listener for its errors' } },
  create(context) {
    const path = relative(root, context.filename).split(sep).join('/');
    if (isTest(path) || exemptions.some((prefix) => path.startsWith(prefix))) return {};
    const makers = new Set();
    const check = (node) => {
      if (node.callee.type !== 'Identifier' || !makers.has(node.callee.name)) return;
      const name = keptAs(node);
      const { callee } = node;
      if (name === undefined)
        context.report({ node, message: `Keep what '${callee.name}' makes under a name, and listen for its 'error'.` });
      else if (!listens(context.sourceCode.text, name))
        context.report({ node, message: `Nobody listens for 'error' of '${name}': ${name}.on('error', ...).` });
    };
    return {
      ImportDeclaration({ source, specifiers, importKind }) {
        if (importKind === 'type') return;
        for (const { type, imported, local } of specifiers)
          if (type === 'ImportSpecifier' && makersOf(source.value).includes(imported.name)) makers.add(local.name);
      },
      CallExpression: check,
      NewExpression: check,
    };
  },
};
