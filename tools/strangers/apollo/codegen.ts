import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../../apps/api/schema.graphql',
  documents: 'operations/*.graphql',
  generates: {
    'generated/apollo/': { preset: 'client', config: { useTypeImports: true, enumsAsTypes: true } },
    // Without it Apollo's cache does not know that NameTakenError is an Error, and leaves the fields of `... on Error` out.
    'generated/apollo/possible-types.ts': {
      plugins: ['fragment-matcher'],
    },
  },
};

export default config;
