import { exportOutputs, type OutputFile } from '../outputs/export-outputs.ts';
import { decodeId } from '../ids.ts';
import { few } from '../input.ts';
import { id } from './arguments.ts';
import { builder } from './builder.ts';
import { outputs } from './composition.ts';
import { PictureMetadataEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { SignedUrl } from './signed-url.ts';

/** Each is read, written and signed before there is an answer. */
const MAX_EXPORTED = 16;

const ExportedFile = builder.objectRef<OutputFile>('OutputFile').implement({
  description: 'A picture as a file.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'For a file; no two of an export have the same.' }),
    output: t.field({ description: 'That it holds.', type: outputs.ref, resolve: ({ output }) => output }),
    file: t.field({ description: 'Where to fetch it.', type: SignedUrl, resolve: ({ file }) => file }),
  }),
});

const Export = builder.objectRef<readonly OutputFile[]>('OutputExport').implement({
  description: 'In the order of the ids.',
  fields: (t) => ({
    files: t.field({
      description: 'One for each picture, in their order.',
      type: [ExportedFile],
      resolve: (files) => [...files],
    }),
  }),
});

builder.mutationField('exportOutputs', (t) =>
  t.field({
    description:
      'Pictures as files that are there for a quarter of an hour, with as much about themselves as is wanted.',
    type: Export,
    authScopes: { can: 'read' },
    errors: failing('notFound', 'recipeIncomplete'),
    args: {
      outputIds: t.arg.idList({ ...id('Output'), description: `1 to ${MAX_EXPORTED}.` }),
      metadata: t.arg({ type: PictureMetadataEnum, defaultValue: 'recipe' }),
    },
    resolve: (_root, { outputIds, metadata }, context) => {
      const ids = [...new Set(outputIds.map((each) => decodeId('Output', each)))];
      return exportOutputs(context, few('outputs', ids, MAX_EXPORTED), metadata ?? 'recipe');
    },
  }),
);
