import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateModules, staleModules, writeModules } from './index.ts';

const here = import.meta.dirname;
const schema = join(here, '..', '..', '..', '..', 'apps', 'api', 'schema.graphql');

let folder: string;
beforeAll(() => {
  // Within the project, whose packages the modules import.
  const parent = join(here, '..', '..', '.facet');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'codegen-'));
  cpSync(join(here, 'fixture'), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const options = () => ({
  schema: at('schema.graphql'),
  files: [at('token.graphql'), at('fragments.graphql')],
  types: at('types.ts'),
});

test("this package's modules are what the API's schema and the operations say; if not, run npm run operations -w @facet/client", async () => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'operations', '--', '--check'], {
    cwd: join(here, '..', '..'),
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('each file has a module beside it, with its documents and the fragments that they use, and shares the enums', async () => {
  await writeModules(options());
  const module = (await import(at('token.graphql.ts'))) as { TokenDocument: InstanceType<typeof String> };
  expect(module.TokenDocument.toString()).toBe(
    'query Token($id:ID!){token(id:$id){...TokenFields madeAt}}fragment TokenFields on Token{id attribute}',
  );
  expect(readFileSync(at('types.ts'), 'utf8')).toContain(`export type Attribute = 'COLOR' | 'STYLE';`);
  expect(readFileSync(at('fragments.graphql.ts'), 'utf8')).not.toContain('Document');
});

test('syntax trees are those that graphql-js makes of the text, without places', async () => {
  const modules = await generateModules({ ...options(), form: 'tree' });
  writeFileSync(at('token.graphql.ts'), modules.get(at('token.graphql.ts'))!);
  const { TokenDocument } = (await import(`${at('token.graphql.ts')}?tree`)) as { TokenDocument: object };
  const { parse } = await import('graphql');
  const texts = ['token.graphql', 'fragments.graphql'].map((name) => readFileSync(at(name), 'utf8'));
  expect(TokenDocument).toEqual(JSON.parse(JSON.stringify(parse(texts.join('\n'), { noLocation: true }))));
});

test('with trees comes which types a fragment of an interface or union may be of, as Apollo Client wants it', async () => {
  writeFileSync(
    at('errors.graphql'),
    'mutation Make { createLibrary(name: "x", visibility: PRIVATE) { ... on Library { id } ... on Error { code } } }',
  );
  const modules = await generateModules({ ...options(), schema, files: [at('errors.graphql')], form: 'tree' });
  writeFileSync(at('types.ts'), modules.get(at('types.ts'))!);
  const { possibleTypes } = (await import(`${at('types.ts')}?tree`)) as { possibleTypes: Record<string, string[]> };
  expect(Object.keys(possibleTypes)).toEqual(['Error']);
  // Every type of the schema's text that says so of itself.
  const text = readFileSync(schema, 'utf8');
  const errors = [...text.matchAll(/^type (\w+) implements Error /gm)].map(([, name]) => name!);
  expect(possibleTypes['Error']).toEqual(errors.toSorted());
});

test('a module imports the shared types only where it uses one of them', async () => {
  writeFileSync(
    at('name.graphql'),
    'mutation Name($id: ID!, $name: String!) { renameToken(tokenId: $id, name: $name) { __typename } }',
  );
  writeFileSync(at('find.graphql'), 'query Find($by: TokenAttribute) { tokens(attribute: $by) { totalCount } }');
  const modules = await generateModules({ ...options(), schema, files: [at('name.graphql'), at('find.graphql')] });
  expect(modules.get(at('name.graphql.ts'))).not.toContain('as Types');
  expect(modules.get(at('find.graphql.ts'))).toContain('as Types');
});

test('a module that is not as its operations say is stale, and one that is written again is not', async () => {
  await writeModules(options());
  expect((await staleModules(options())).size).toBe(0);
  writeFileSync(at('token.graphql'), 'query Token($id: ID!) { token(id: $id) { id } }');
  expect([...(await staleModules(options())).keys()]).toEqual([at('token.graphql.ts')]);
  expect(await writeModules(options())).toEqual([at('token.graphql.ts')]);
});

test('an operation that does not fit the schema, or has no name, is refused by the name of what is wrong', async () => {
  const files = [at('wrong.graphql')];
  writeFileSync(at('wrong.graphql'), 'query Wrong { token(id: "x") { colour } }');
  await expect(generateModules({ ...options(), schema, files })).rejects.toThrow(/colour.*wrong\.graphql/s);
  writeFileSync(at('wrong.graphql'), '{ models { id } }');
  await expect(generateModules({ ...options(), schema, files })).rejects.toThrow(
    /wrong\.graphql has a query without a name/,
  );
});
