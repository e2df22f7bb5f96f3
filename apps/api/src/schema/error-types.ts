import { builder } from './builder.ts';
import { AttributeEnum } from './enums.ts';
import {
  AddressRefusedError,
  type ApiError,
  ForbiddenError,
  InUseError,
  InvalidInputError,
  MutationKeyReusedError,
  NameTakenError,
  NotFoundError,
  type OrganizationToDecide,
  OwnerNeededError,
  PictureRefusedError,
  QuotaExceededError,
  RecipeIncompleteError,
  RecipeRefusedError,
  TokenFileError,
  WrongStateError,
  type MissingToken,
} from '../errors.ts';
import { encodeId } from '../ids.ts';

export const ErrorInterface = builder.interfaceRef<Pick<ApiError, 'code' | 'message'>>('Error').implement({
  description:
    'Something that the client can act on. The message names it and what to do; programs read the code or the type.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs; docs/api.md lists them.' }),
    message: t.exposeString('message', { description: 'For people: what is wrong, and what to do.' }),
  }),
});

const define = (type: new (...args: never[]) => ApiError, description: string): void => {
  builder.objectType(type as new (message: string) => ApiError, {
    name: type.name,
    description,
    interfaces: [ErrorInterface],
    isTypeOf: (value) => value instanceof type,
  });
};

define(NotFoundError, 'No such thing, or it is not in an organisation that you act for: the two are not told apart.');
define(ForbiddenError, 'The role, or the scopes of the API key, do not allow this.');
define(InvalidInputError, 'Arguments contradict each other or what is stored.');
define(NameTakenError, 'Another one has this name.');
define(InUseError, 'What is to be deleted is used.');
define(WrongStateError, 'Its state does not allow this.');
define(QuotaExceededError, 'The organisation has used what it may this month.');
define(MutationKeyReusedError, 'The clientMutationKey was used before, with other arguments.');

builder.objectType(PictureRefusedError, {
  name: 'PictureRefusedError',
  description: 'The file is no picture that is taken here.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof PictureRefusedError,
  fields: (t) => ({
    reason: t.exposeString('reason', {
      description: 'Such as `too-many-pixels`, `type-mismatch`, `animated`, `corrupt`.',
    }),
  }),
});

builder.objectType(TokenFileError, {
  name: 'TokenFileError',
  description: 'A token file that is not taken here, or a token that cannot be written in this format.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof TokenFileError,
  fields: (t) => ({
    reason: t.exposeString('reason', {
      description: 'Such as `corrupt-file`, `unsupported-format`, `unsafe-pickle`, `fingerprint-mismatch`.',
    }),
  }),
});

builder.objectType(RecipeRefusedError, {
  name: 'RecipeRefusedError',
  description: 'There is no recipe that can be followed here.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof RecipeRefusedError,
  fields: (t) => ({
    reason: t.exposeString('reason', {
      description: 'One of `no-recipe`, `unsupported-format`, `corrupt-file`, `out-of-range`, `unknown-model`.',
    }),
  }),
});

const Missing = builder.objectRef<MissingToken>('MissingToken').implement({
  description:
    'A token that a recipe names, and that you cannot use: it was deleted, or is not granted to you (any more).',
  fields: (t) => ({
    attribute: t.field({ description: 'That it brought.', type: AttributeEnum, resolve: ({ attribute }) => attribute }),
    tokenName: t.exposeString('tokenName', {
      nullable: true,
      description: 'As it was when the picture was drawn; null where the recipe does not say.',
    }),
    hash: t.exposeString('hash', { nullable: true, description: 'Null where that is not known any more.' }),
  }),
});

builder.objectType(RecipeIncompleteError, {
  name: 'RecipeIncompleteError',
  description: 'Not all tokens that a recipe names can be used. Nothing was done.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof RecipeIncompleteError,
  fields: (t) => ({
    missing: t.field({
      description: 'Tokens that are not there, or not yours to read.',
      type: [Missing],
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

builder.objectType(AddressRefusedError, {
  name: 'AddressRefusedError',
  description: 'The address cannot be used, or nothing usable is there.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof AddressRefusedError,
  fields: (t) => ({
    reason: t.exposeString('reason', {
      description: 'Such as `scheme`, `port`, `forbidden-address`, `unresolvable`, `unreachable`, `status`.',
    }),
  }),
});

const ToDecide = builder.objectRef<OrganizationToDecide>('OrganizationToDecide').implement({
  description: 'An organisation that has no other owner.',
  fields: (t) => ({
    id: t.id({ description: 'Of the organisation.', resolve: ({ id }) => encodeId('Organization', id) }),
    name: t.exposeString('name', { description: 'As its members see it.' }),
    members: t.exposeInt('members', { description: 'With you.' }),
  }),
});

builder.objectType(OwnerNeededError, {
  name: 'OwnerNeededError',
  description: 'Organisations would be left without an owner: say for each who is it then, or that it is deleted.',
  interfaces: [ErrorInterface],
  isTypeOf: (value) => value instanceof OwnerNeededError,
  fields: (t) => ({
    organizations: t.field({
      description: 'Those that would be left without an owner.',
      type: [ToDecide],
      resolve: ({ organizations }) => [...organizations],
    }),
  }),
});

const TYPES = {
  ownerNeeded: OwnerNeededError,
  notFound: NotFoundError,
  nameTaken: NameTakenError,
  inUse: InUseError,
  wrongState: WrongStateError,
  quotaExceeded: QuotaExceededError,
  keyReused: MutationKeyReusedError,
  pictureRefused: PictureRefusedError,
  recipeIncomplete: RecipeIncompleteError,
  recipeRefused: RecipeRefusedError,
  tokenFile: TokenFileError,
  addressRefused: AddressRefusedError,
} as const;

/** The `errors` of a mutation: these, and what any mutation can answer. */
export const failing = (...names: readonly (keyof typeof TYPES)[]) => ({
  types: [ForbiddenError, InvalidInputError, ...names.map((name) => TYPES[name])] as (new (
    ...args: never[]
  ) => Error)[],
});

/** The `errors` of a query for one thing by its id. */
export const missing = { types: [NotFoundError] };
