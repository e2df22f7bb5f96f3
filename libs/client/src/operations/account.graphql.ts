import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type ViewerQueryVariables = Exact<{ [key: string]: never }>;

export type ViewerQuery = {
  readonly viewer: {
    readonly role: Types.Role | null;
    readonly scopes: ReadonlyArray<Types.ApiKeyScope>;
    readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
    readonly user: { readonly name: string; readonly email: string } | null;
  };
  readonly usage: ReadonlyArray<{ readonly kind: Types.UsageKind; readonly used: number; readonly limit: number }>;
  readonly rateLimit: {
    readonly capacity: number;
    readonly remaining: number;
    readonly refillPerSecond: number;
  } | null;
};

export type ModelsQueryVariables = Exact<{ [key: string]: never }>;

export type ModelsQuery = {
  readonly models: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly pixels: number;
    readonly pixelsMultiple: number | null;
    readonly family: string | null;
    readonly prediction: string | null;
    readonly devices: ReadonlyArray<string>;
    readonly methods: ReadonlyArray<string>;
    readonly schedulers: ReadonlyArray<string>;
  }>;
};

export type CreateOrganizationMutationVariables = Exact<{
  name: string;
  slug: string;
}>;

export type CreateOrganizationMutation = {
  readonly createOrganization:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Organization'; readonly id: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string };
};

export type CreateApiKeyMutationVariables = Exact<{
  name: string;
  scopes: ReadonlyArray<Types.ApiKeyScope> | Types.ApiKeyScope;
  expiresInDays?: number | null | undefined;
}>;

export type CreateApiKeyMutation = {
  readonly createApiKey:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NewApiKey'; readonly secret: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string };
};

export type ExportOrganizationMutationVariables = Exact<{ [key: string]: never }>;

export type ExportOrganizationMutation = {
  readonly exportOrganization:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'OrganizationExport';
        readonly url: string;
        readonly expiresAt: string;
        readonly files: number;
      };
};

export type DeleteOrganizationMutationVariables = Exact<{
  slug: string;
  password: string;
}>;

export type DeleteOrganizationMutation = {
  readonly deleteOrganization:
    | { readonly __typename: 'Deleted'; readonly id: string }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type DeleteAccountMutationVariables = Exact<{
  password: string;
  organizations?: ReadonlyArray<Types.OrganizationEndingInput> | Types.OrganizationEndingInput | null | undefined;
}>;

export type DeleteAccountMutation = {
  readonly deleteAccount:
    | { readonly __typename: 'Deleted'; readonly id: string }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'OwnerNeededError';
        readonly code: string;
        readonly message: string;
        readonly organizations: ReadonlyArray<{ readonly id: string; readonly name: string; readonly members: number }>;
      }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const ViewerDocument = /* @__PURE__ */ new TypedDocumentString<ViewerQuery, ViewerQueryVariables>(
  'query Viewer{viewer{organization{id name slug}user{name email}role scopes}usage{kind used limit}rateLimit{capacity remaining refillPerSecond}}',
);

export const ModelsDocument = /* @__PURE__ */ new TypedDocumentString<ModelsQuery, ModelsQueryVariables>(
  'query Models{models{id name fingerprint pixels pixelsMultiple family prediction devices methods schedulers}}',
);

export const CreateOrganizationDocument = /* @__PURE__ */ new TypedDocumentString<
  CreateOrganizationMutation,
  CreateOrganizationMutationVariables
>(
  'mutation CreateOrganization($name:String!$slug:String!){createOrganization(name:$name slug:$slug){__typename ...on Organization{id}...on Error{code message}}}',
);

export const CreateApiKeyDocument = /* @__PURE__ */ new TypedDocumentString<
  CreateApiKeyMutation,
  CreateApiKeyMutationVariables
>(
  'mutation CreateApiKey($name:String!$scopes:[ApiKeyScope!]!$expiresInDays:Int){createApiKey(name:$name scopes:$scopes expiresInDays:$expiresInDays){__typename ...on NewApiKey{secret}...on Error{code message}}}',
);

export const ExportOrganizationDocument = /* @__PURE__ */ new TypedDocumentString<
  ExportOrganizationMutation,
  ExportOrganizationMutationVariables
>(
  'mutation ExportOrganization{exportOrganization{__typename ...on OrganizationExport{url expiresAt files}...on Error{code message}}}',
);

export const DeleteOrganizationDocument = /* @__PURE__ */ new TypedDocumentString<
  DeleteOrganizationMutation,
  DeleteOrganizationMutationVariables
>(
  'mutation DeleteOrganization($slug:String!$password:String!){deleteOrganization(slug:$slug password:$password){__typename ...on Deleted{id}...on Error{code message}}}',
);

export const DeleteAccountDocument = /* @__PURE__ */ new TypedDocumentString<
  DeleteAccountMutation,
  DeleteAccountMutationVariables
>(
  'mutation DeleteAccount($password:String!$organizations:[OrganizationEndingInput!]){deleteAccount(password:$password organizations:$organizations){__typename ...on Deleted{id}...on Error{code message}...on OwnerNeededError{organizations{id name members}}}}',
);
