import { listModels, type OfferedModel } from '@facet/db';
import { inOrganization } from '../graphql/context.ts';
import { builder } from './builder.ts';
import { nodeRef } from './node.ts';

export const models = nodeRef<'Model', OfferedModel>(
  'Model',
  async (transaction, _viewer, ids) => {
    const wanted = new Set(ids);
    return (await listModels(transaction)).filter(({ fingerprint }) => wanted.has(fingerprint));
  },
  ({ fingerprint }) => fingerprint,
);

builder.objectType(models.ref, {
  name: 'Model',
  description: 'A model that workers have offered. It belongs to no organisation.',
  fields: (t) => ({
    name: t.exposeString('name'),
    fingerprint: t.exposeString('fingerprint', {
      description: 'SHA-256 in hexadecimal. Tokens work with their own model only.',
    }),
    devices: t.stringList({
      description: 'Of the workers that offer it now; empty when none does.',
      resolve: ({ devices }) => [...devices],
    }),
    pixels: t.int({ description: 'Side of its native square picture.', resolve: ({ traits }) => traits.size }),
    methods: t.stringList({ resolve: ({ traits }) => [...traits.methods] }),
    schedulers: t.stringList({ resolve: ({ traits }) => [...traits.schedulers] }),
    findsObjectWord: t.boolean({
      description: 'Whether it names the object of a picture by itself.',
      resolve: ({ traits }) => traits.hasImageEncoder,
    }),
  }),
});

builder.queryField('models', (t) =>
  t.field({
    type: [models.ref],
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => listModels(transaction)),
  }),
);
