// No query outside `withOrganization`. Row security holds only inside its transaction, so nothing but libs/db's connection code
// may reach a database driver, and statements are written in libs/db only: everyone else calls its functions.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Packages that can open a connection. */
const drivers = [/^pg(-[a-z-]+)?$/, /^postgres$/, /^drizzle-orm\/(?!pg-core$)/];
/** Packages that write statements. */
const builders = [/^drizzle-orm($|\/)/];

/** Who may use drivers, and why. A folder ends in a slash. */
const driverExemptions = [
  // The doors themselves, and migrations, which run before there is anything to protect.
  'libs/db/src/connection/',
  'libs/db/src/migrate/',
  // Copies all organisations' rows, for operators, as a role that row security does not bind.
  'libs/db/src/backup/',
  // Makes the database cluster, and checks addresses before they are used; reads no table.
  'tools/services/src/',
  // Compares the service with plain SQL.
  'tools/bench/src/',
];
/** Who may write statements; each takes an open transaction. */
const builderExemptions = ['libs/db/src/', 'tools/bench/src/'];
/** Who may hand `operations.identities` on: better-auth runs its own statements on the tables of schema `auth`. */
const identityExemptions = ['libs/db/src/', 'apps/api/src/auth/'];

/** Tests look behind row security to see what it keeps out. */
const isTest = (path) => /(^|\/)test\/|\.test\.[jt]s$/.test(path);
const isExempt = (path, exemptions) => isTest(path) || exemptions.some((prefix) => path.startsWith(prefix));

/**
 * Says why the file must not import the package, or undefined when it may.
 * @param {string} path of the importing file from the root, with `/`
 * @param {string} specifier as written in the import
 */
export function forbiddenImport(path, specifier) {
  if (drivers.some((pattern) => pattern.test(specifier)))
    return isExempt(path, driverExemptions)
      ? undefined
      : `'${specifier}' opens connections without row security: use withOrganization of @facet/db.`;
  if (builders.some((pattern) => pattern.test(specifier)))
    return isExempt(path, builderExemptions)
      ? undefined
      : `'${specifier}' writes statements: add a function to libs/db/src/repositories and call it inside withOrganization.`;
  return undefined;
}

/** Methods of drizzle that run statements. */
const statements = new Set(['select', 'selectDistinct', 'insert', 'update', 'delete', 'execute', 'query', '$count']);

/**
 * Says why the file must not read a member, or undefined when it may.
 * @param {string} path of the file from the root, with `/`
 * @param {string | undefined} object name of the member before, as `sql` in `transaction.sql.select`
 * @param {string | undefined} property name of the member
 */
export function forbiddenMember(path, object, property) {
  if (property === 'identities' && !isExempt(path, identityExemptions))
    return `'identities' is better-auth's own door to schema auth: add a function to libs/db/src/repositories instead.`;
  if (object === 'sql' && statements.has(property) && !isExempt(path, builderExemptions))
    return `'sql.${property}' is a statement: add a function to libs/db/src/repositories instead.`;
  return undefined;
}

const nameOf = (node) => (node?.type === 'Identifier' ? node.name : undefined);

export const queryDoors = {
  meta: { type: 'problem', docs: { description: 'no query outside withOrganization' } },
  create(context) {
    const path = relative(root, context.filename).split(sep).join('/');
    const report = (node, message) => message && context.report({ node, message });
    const checkImport = (node) => {
      const specifier = node.source?.value;
      // What is only a type runs nothing.
      if (typeof specifier !== 'string' || node.importKind === 'type' || node.exportKind === 'type') return;
      report(node, forbiddenImport(path, specifier));
    };
    return {
      ImportDeclaration: checkImport,
      ExportNamedDeclaration: checkImport,
      ExportAllDeclaration: checkImport,
      ImportExpression: checkImport,
      MemberExpression(node) {
        const before = node.object.type === 'MemberExpression' ? node.object.property : node.object;
        if (!node.computed) report(node, forbiddenMember(path, nameOf(before), nameOf(node.property)));
      },
    };
  },
};
