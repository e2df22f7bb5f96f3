import {
  getApiKeys,
  getGrants,
  getOffers,
  getOutputLinks,
  getOrganizations,
  getOutputsOf,
  getSlots,
  getTokenContents,
  getUsers,
  listApiKeys,
  listAuditEvents,
  listCompositions,
  listGrids,
  listImages,
  listInversions,
  listInvitations,
  listLibraries,
  listMembers,
  listTokens,
  listWebhooks,
  MAX_PAGE_ROWS,
  usageOfMonths,
  vectorsOf,
  type Actor,
  type Database,
  type OrganizationTransaction,
  type Output,
  type OutputLink,
  type Page,
  type PageRequest,
} from '@facet/db';
import type { OrganizationId } from '@facet/contracts';
import { encodeTokenFile, tokenSetOf } from '@facet/inversion/files';

/** Whose data, and with whose eyes: what is private to others is theirs to take along. */
export interface ExportOf {
  readonly database: Database;
  readonly organizationId: OrganizationId;
  readonly actor: Actor;
}

/** A file of the archive: a row's object in storage, or bytes that are made when their turn comes. */
export type ExportedFile =
  | { readonly path: string; readonly key: string }
  | { readonly path: string; readonly bytes: () => Promise<Uint8Array> };

/** One row of a table, as JSON has it, with its files. */
export interface ExportedRow {
  readonly row: object;
  readonly files: readonly ExportedFile[];
}

const MONTHS = 24;

const inside = <Result>(
  { database, organizationId, actor }: ExportOf,
  use: (transaction: OrganizationTransaction) => Promise<Result>,
): Promise<Result> => database.withOrganization(organizationId, use, actor);

/** All rows of a list, a page in a transaction of its own: an export of hours holds none open. */
async function* paged<Row>(
  of: ExportOf,
  list: (transaction: OrganizationTransaction, request: PageRequest) => Promise<Page<Row>>,
  show: (transaction: OrganizationTransaction, rows: readonly Row[]) => Promise<readonly ExportedRow[]>,
): AsyncGenerator<ExportedRow> {
  for (let after: string | undefined; ;) {
    const { edges, hasNextPage, rows } = await inside(of, async (transaction) => {
      const page = await list(transaction, { first: MAX_PAGE_ROWS, after });
      return {
        ...page,
        rows: await show(
          transaction,
          page.edges.map(({ row }) => row),
        ),
      };
    });
    yield* rows;
    if (!hasNextPage) return;
    after = edges.at(-1)!.cursor;
  }
}

async function* once(
  of: ExportOf,
  read: (transaction: OrganizationTransaction) => Promise<readonly object[]>,
): AsyncGenerator<ExportedRow> {
  for (const row of await inside(of, read)) yield { row, files: [] };
}

const plainly = async (_transaction: OrganizationTransaction, rows: readonly object[]): Promise<ExportedRow[]> =>
  rows.map((row) => ({ row, files: [] }));

const without = (row: object, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const stored = (path: string, key: string | null): ExportedFile[] => (key === null ? [] : [{ path, key }]);

/** Every table of the archive, by the name of its file. Secrets are in none: no hash, no sealed secret. */
export const TABLES: Readonly<Record<string, (of: ExportOf) => AsyncGenerator<ExportedRow>>> = {
  organization: (of) => once(of, (transaction) => getOrganizations(transaction, [of.organizationId])),
  members: (of) =>
    paged(of, listMembers, async (transaction, rows) => {
      const users = await getUsers(
        transaction,
        rows.map(({ userId }) => userId),
      );
      return rows.map((row) => ({ row: { ...row, user: users.find(({ id }) => id === row.userId) }, files: [] }));
    }),
  invitations: (of) => once(of, listInvitations),
  'api-keys': (of) =>
    once(of, async (transaction) => {
      const keys = await listApiKeys(transaction);
      return getApiKeys(
        transaction,
        keys.map(({ id }) => id),
      );
    }),
  webhooks: (of) =>
    paged(of, listWebhooks, async (_transaction, rows) =>
      rows.map((row) => ({ row: without(row, 'sealedSecret', 'previousSealedSecret'), files: [] })),
    ),
  usage: (of) => once(of, (transaction) => usageOfMonths(transaction, MONTHS)),
  'audit-events': (of) => paged(of, (transaction, request) => listAuditEvents(transaction, {}, request), plainly),
  libraries: (of) =>
    paged(
      of,
      (transaction, request) => listLibraries(transaction, of.actor, { origin: 'own' }, request),
      async (transaction, rows) => {
        const ids = rows.map(({ id }) => id);
        const [grants, offers] = [await getGrants(transaction, ids), await getOffers(transaction, ids)];
        return rows.map((row) => ({
          row: {
            ...row,
            grants: grants.filter(({ libraryId }) => libraryId === row.id),
            offers: offers.filter(({ libraryId }) => libraryId === row.id),
          },
          files: [],
        }));
      },
    ),
  tokens: (of) =>
    paged(
      of,
      (transaction, request) => listTokens(transaction, of.actor, {}, request),
      async (_transaction, rows) =>
        rows
          .filter(({ organizationId }) => organizationId === of.organizationId)
          .map((row) => ({
            row: without(row, 'library'),
            files: [
              { path: `tokens/${row.id}.safetensors`, bytes: () => tokenFile(of, row.id) },
              ...stored(`tokens/${row.id}.png`, row.previewKey),
            ],
          })),
    ),
  pictures: (of) =>
    paged(
      of,
      (transaction, request) => listImages(transaction, {}, request),
      async (_transaction, rows) =>
        rows.map((row) => ({
          row: without(row, 'uploadKey'),
          files: stored(`pictures/${row.id}.png`, row.storageKey),
        })),
    ),
  inversions: (of) =>
    paged(
      of,
      (transaction, request) => listInversions(transaction, {}, request),
      async (_transaction, rows) =>
        rows.map((row) => ({
          row,
          files: [
            ...stored(`inversions/${row.id}.safetensors`, row.tokenFileKey),
            ...stored(`inversions/${row.id}.json`, row.lossCurveKey),
            ...stored(`inversions/${row.id}.png`, row.previewKey),
          ],
        })),
    ),
  compositions: (of) =>
    paged(
      of,
      (transaction, request) => listCompositions(transaction, {}, request),
      async (transaction, rows) => {
        const ids = rows.map(({ id }) => id);
        const [slots, outputs] = [await getSlots(transaction, ids), await getOutputsOf(transaction, ids)];
        const links = await getOutputLinks(
          transaction,
          outputs.map(({ id }) => id),
        );
        return rows.map((row) => {
          const own = outputs.filter(({ compositionId }) => compositionId === row.id);
          return {
            row: {
              ...row,
              slots: slots.filter(({ compositionId }) => compositionId === row.id),
              outputs: own.map((output) => withLink(output, links)),
            },
            files: own.flatMap(({ id, storageKey }) => stored(`compositions/${row.id}/${id}.png`, storageKey)),
          };
        });
      },
    ),
  grids: (of) => paged(of, listGrids, plainly),
};

/** That a picture is public and what it then shows, never by which address. */
function withLink(output: Output, links: readonly OutputLink[]): object {
  const link = links.find(({ outputId }) => outputId === output.id);
  return { ...output, link: link ? without(link, 'organizationId', 'outputId', 'secretHash') : null };
}

/** The native file of one token, which `facet` and this service read. */
async function tokenFile(of: ExportOf, id: Parameters<typeof getTokenContents>[2][number]): Promise<Uint8Array> {
  const [content] = await inside(of, (transaction) => getTokenContents(transaction, of.actor, [id]));
  // Deleted since its row was read.
  return content ? encodeTokenFile(tokenSetOf([{ ...content, vectors: vectorsOf(content) }])) : new Uint8Array();
}
