import { tokenUploadKey, type TokenId } from '@facet/contracts';
import {
  addVersionFromFile,
  addVersionFromToken,
  createTokenUpload,
  getTokens,
  importTokens,
  listTokens,
  type Token,
} from '@facet/db';
import type { SignedUpload } from '@facet/storage';
import type { CostOfField } from '../graphql/measure.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { exportTokens, type TokenExport, type TokenFile } from '../tokens/export-tokens.ts';
import { MAX_TOKEN_FILE_BYTES } from '../tokens/formats.ts';
import { readTokenUpload } from '../tokens/read-upload.ts';
import { id, MUTATION_KEY, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { TokenFileFormatEnum, TokenNameEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { decodeId, encodeId } from '../ids.ts';
import { Header, UPLOAD_SECONDS } from './image.ts';
import { few, mutationKey, optionalText, text, within } from '../input.ts';
import { SignedUrl } from './signed-url.ts';
import { tokens } from './token.ts';
import { asManyAs, atMost, embedded } from './page.ts';

const MAX_EXPORTED = 100;
/** Each is a file that is written. */
const exported = asManyAs('tokenIds', MAX_EXPORTED);
const EXPORTING: CostOfField = { rows: exported, weight: (args) => 10 * exported(args) };
const TOKEN_FILE_BYTES = { min: 1, max: MAX_TOKEN_FILE_BYTES, whole: true } as const;

interface Upload extends SignedUpload {
  readonly id: string;
}

const TokenUpload = builder.objectRef<Upload>('TokenUpload').implement({
  description:
    'Where to PUT a token file: exactly the declared bytes, with these headers. Until it expires it can be imported, also more than once.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'For importTokens and addTokenVersion.' }),
    url: t.exposeString('url', { description: 'Where to PUT the file.' }),
    headers: t.field({
      description: 'To send with it.',
      type: [Header],
      extensions: embedded(20),
      resolve: ({ headers }) => Object.entries(headers),
    }),
    expiresAt: t.field({
      description: 'Until then the address takes the file.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});

const ImportedTokens = builder.objectRef<readonly Token[]>('ImportedTokens').implement({
  description: 'What a file has brought.',
  fields: (t) => ({
    tokens: t.field({
      description: 'One for each attribute in the file.',
      type: [tokens.ref],
      extensions: atMost(20),
      resolve: (rows) => [...rows],
    }),
  }),
});

const ExportedFile = builder.objectRef<TokenFile>('TokenFile').implement({
  description: 'A file of an export.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Many tools call a token by the name of its file.' }),
    file: t.field({ description: 'Where to fetch it.', type: SignedUrl, resolve: ({ file }) => file }),
    tokens: t.field({
      description: 'That it holds.',
      type: [tokens.ref],
      extensions: atMost(20),
      resolve: ({ tokenIds }) => [...tokenIds],
    }),
  }),
});

const Export = builder.objectRef<TokenExport>('TokenExport').implement({
  description: 'Tokens as files of one format.',
  fields: (t) => ({
    files: t.field({
      description: 'As many as the format needs.',
      type: [ExportedFile],
      extensions: { counted: true },
      resolve: ({ files }) => [...files],
    }),
    warning: t.exposeString('warning', {
      nullable: true,
      description: 'To be shown to whoever takes the files to another tool.',
    }),
  }),
});

builder.mutationFields((t) => {
  /** What a file of another tool does not say. Facet's own files say it all. */
  const embedding = {
    word: t.arg.string({
      description: 'Of a file of another tool, which needs it: the plain word the token stands for.',
    }),
    allowPickle: t.arg.boolean({
      defaultValue: false,
      description:
        "Read AUTOMATIC1111's .pt and diffusers' .bin too, by a reader that builds tensors and nothing else. Ask for .safetensors where you can.",
    }),
  };
  return {
    createTokenUpload: t.field({
      description: 'The first step of importing a token file, by importTokens or addTokenVersion.',
      type: TokenUpload,
      authScopes: { can: 'write' },
      errors: failing('keyReused', 'quotaExceeded'),
      args: {
        bytes: t.arg.int({ required: true, description: `Of the file, at most ${MAX_TOKEN_FILE_BYTES}.` }),
        clientMutationKey: t.arg.string(MUTATION_KEY),
      },
      resolve: async (_root, args, context) => {
        const bytes = within('bytes', args.bytes, TOKEN_FILE_BYTES);
        const upload = { bytes, expiresAt: new Date(Date.now() + UPLOAD_SECONDS * 1000) };
        const key = mutationKey(args.clientMutationKey);
        const inner = await inOrganization(context, (transaction, { actor }) =>
          createTokenUpload(transaction, actor, upload, key),
        );
        const storageKey = tokenUploadKey(viewerOf(context).organizationId, inner);
        const signed = await context.services.store.signUpload(storageKey, bytes, UPLOAD_SECONDS);
        return { ...signed, id: encodeId('TokenUpload', inner) };
      },
    }),
    importTokens: t.field({
      description:
        'Tokens of a file that was put: all of a native file, or the embedding of another tool, single or P+, as .safetensors.',
      type: ImportedTokens,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'nameTaken', 'wrongState', 'keyReused', 'tokenFile'),
      args: {
        uploadId: t.arg.id(id('TokenUpload')),
        libraryId: t.arg.id(id('Library', 'One of your organisation.')),
        name: t.arg.string({ required: true, description: 'Of the tokens to be.' }),
        modelId: t.arg.id(
          optionalId('Model', 'By default the one a native file names; else the newest that a worker offers.'),
        ),
        attribute: t.arg({
          type: TokenNameEnum,
          defaultValue: 'object',
          description: 'What a file of another tool becomes.',
        }),
        ...embedding,
        clientMutationKey: t.arg.string(MUTATION_KEY),
      },
      resolve: async (_root, { clientMutationKey, ...request }, context) => {
        const name = text('name', request.name, 'name');
        const libraryId = decodeId('Library', request.libraryId);
        const key = mutationKey(clientMutationKey);
        const word = optionalText('word', request.word, 'word');
        const found = await readTokenUpload(context, request.uploadId, { ...request, word });
        const named = found.map((token) => Object.assign(token, { name }));
        return inOrganization(context, async (transaction, { actor }) => {
          const ids = await importTokens(transaction, actor, libraryId, named, request, key);
          const rows = await getTokens(transaction, actor, ids);
          return ids.flatMap((each) => rows.find((row) => row.id === each) ?? []);
        });
      },
    }),
    addTokenVersion: t.field({
      description:
        'Goes on with a token of your organisation under its name: with what another token holds, or what an inversion has learned of the same attribute, or a file. Give one of the three. Older versions stay for the compositions that use them.',
      type: tokens.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState', 'keyReused', 'tokenFile'),
      args: {
        tokenId: t.arg.id(id('Token')),
        fromTokenId: t.arg.id(optionalId('Token', 'Of any library that you may read.')),
        fromInversionId: t.arg.id(optionalId('Inversion')),
        fromUploadId: t.arg.id(optionalId('TokenUpload')),
        ...embedding,
        clientMutationKey: t.arg.string(MUTATION_KEY),
      },
      resolve: async (_root, args, context) => {
        const target = await tokens.get(context, args.tokenId);
        const key = mutationKey(args.clientMutationKey);
        const add = await versionFrom(context, target, args);
        return inOrganization(context, (transaction, viewer) => add(transaction, viewer, key));
      },
    }),
    exportTokens: t.field({
      description:
        'As files that are there for a quarter of an hour. Native ones hold all given tokens of one inversion.',
      type: Export,
      authScopes: { can: 'read' },
      errors: failing('notFound', 'tokenFile'),
      extensions: EXPORTING,
      args: {
        tokenIds: t.arg.idList({ ...id('Token'), description: `1 to ${MAX_EXPORTED}.` }),
        format: t.arg({ type: TokenFileFormatEnum, required: true }),
      },
      resolve: (_root, { tokenIds, format }, context) => {
        const ids = [...new Set(tokenIds.map((each) => decodeId('Token', each)))];
        few('tokens', ids, MAX_EXPORTED);
        return exportTokens(context, ids, format);
      },
    }),
  };
});

interface VersionSources {
  readonly fromTokenId?: string | null | undefined;
  readonly fromInversionId?: string | null | undefined;
  readonly fromUploadId?: string | null | undefined;
  readonly word?: string | null | undefined;
  readonly allowPickle?: boolean | null | undefined;
}

type Work = Parameters<typeof inOrganization<TokenId>>[1];
type AddVersion = (...args: [...Parameters<Work>, key: string | undefined]) => Promise<TokenId>;

/** Reads what the new version is made of, before the transaction that makes it. */
async function versionFrom(
  context: Context,
  { id: target, attribute, fingerprint }: Token,
  { fromTokenId, fromInversionId, fromUploadId, word, allowPickle }: VersionSources,
): Promise<AddVersion> {
  if ([fromTokenId, fromInversionId, fromUploadId].filter((source) => source != null).length !== 1)
    throw new InvalidInputError('Give exactly one of fromTokenId, fromInversionId and fromUploadId.');
  if (fromTokenId != null) {
    const source = decodeId('Token', fromTokenId);
    return (transaction, { actor }, key) => addVersionFromToken(transaction, actor, target, source, key);
  }
  if (fromInversionId != null) {
    const filter = { inversionId: decodeId('Inversion', fromInversionId), attribute };
    return async (transaction, { actor }, key) => {
      const { edges } = await listTokens(transaction, actor, filter, { first: 1 });
      if (!edges[0]) throw new NotFoundError();
      return addVersionFromToken(transaction, actor, target, edges[0].row.id, key);
    };
  }
  const choices = {
    modelId: encodeId('Model', fingerprint),
    attribute,
    word: optionalText('word', word, 'word'),
    allowPickle,
  };
  const found = (await readTokenUpload(context, fromUploadId!, choices)).find((token) => token.attribute === attribute);
  if (!found) throw new InvalidInputError(`The file holds no ${attribute} token.`);
  const request = { fromUploadId, word: choices.word, allowPickle };
  return (transaction, { actor }, key) => addVersionFromFile(transaction, actor, target, found, request, key);
}
