import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type OrganizationChangesSubscriptionVariables = Exact<{ [key: string]: never }>;

export type OrganizationChangesSubscription = {
  readonly organizationChanges:
    | {
        readonly __typename: 'FeedChanges';
        readonly changes: ReadonlyArray<{
          readonly change: Types.ChangeKind;
          readonly typename: string;
          readonly id: string;
        }>;
      }
    | { readonly __typename: 'FeedEnd'; readonly end: Types.FeedEndReason }
    | { readonly __typename: 'FeedResync'; readonly resync: Types.FeedResyncReason };
};

export const OrganizationChangesDocument = /* @__PURE__ */ new TypedDocumentString<
  OrganizationChangesSubscription,
  OrganizationChangesSubscriptionVariables
>(
  'subscription OrganizationChanges{organizationChanges{__typename ...on FeedResync{resync:reason}...on FeedChanges{changes{change typename id}}...on FeedEnd{end:reason}}}',
);
