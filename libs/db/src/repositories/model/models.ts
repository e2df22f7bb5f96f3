import type { Fingerprint } from '@facet/contracts';
import { desc, eq, sql, type Column, type SQL } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { model, modelOffer } from '../../schema/index.ts';

export type Model = typeof model.$inferSelect;

/** An offer without a heartbeat for this long is dead: its worker announces it every 10 s. */
export const OFFER_EXPIRES_SECONDS = 45;

export interface OfferedModel extends Model {
  /** Of live workers; empty when nobody offers the model now. */
  readonly devices: readonly string[];
}

/** All fingerprints of a model, its own first: tokens and runs of before have a former one. */
export const fingerprintsOf = ({
  fingerprint,
  traits,
}: Pick<Model, 'fingerprint' | 'traits'>): readonly Fingerprint[] => [
  fingerprint,
  ...(traits.formerFingerprints ?? []),
];

/** All fingerprints of the model that has this one; only this one where no such model was ever offered. */
export async function sameModel<F extends string>(
  { sql: queries }: OrganizationTransaction,
  fingerprint: F,
): Promise<readonly (F | Fingerprint)[]> {
  const models = await queries.select({ fingerprint: model.fingerprint, traits: model.traits }).from(model);
  const found = models.map(fingerprintsOf).filter((each) => (each as readonly string[]).includes(fingerprint));
  // The row of before, which has but one, may still be there.
  return found.toSorted((a, b) => b.length - a.length)[0] ?? [fingerprint];
}

/** Whether a column has one of the fingerprints of the model that has this one, in the statement that asks. */
export const ofModel = (column: Column, fingerprint: Fingerprint): SQL => {
  const former = sql`coalesce(${model.traits} -> 'formerFingerprints', '[]')`;
  const all = sql`select ${model.fingerprint} union all select jsonb_array_elements_text(${former})`;
  const isIt = sql`${model.fingerprint} = ${fingerprint} or ${former} ? ${fingerprint}`;
  return sql`${column} in (select ${fingerprint} union all select one.fingerprint from ${model}, lateral (${all}) one (fingerprint) where ${isIt})`;
};

/** All models that were ever offered, newest first, with the devices that offer them now; each once, under its fingerprint of now. */
export async function listModels(transaction: OrganizationTransaction): Promise<OfferedModel[]> {
  const models = await transaction.sql.select().from(model).orderBy(desc(model.createdAt));
  const offers = await transaction.sql
    .select({ fingerprint: modelOffer.fingerprint, device: modelOffer.device })
    .from(modelOffer)
    .where(sql`${modelOffer.heartbeatAt} > now() - make_interval(secs => ${OFFER_EXPIRES_SECONDS})`);
  const devicesOf = Map.groupBy(offers, (offer) => offer.fingerprint);
  const former = new Set(models.flatMap(({ traits }) => traits.formerFingerprints ?? []));
  const ofNow = models.filter(({ fingerprint }) => !former.has(fingerprint));
  return ofNow.map((row) =>
    Object.assign(row, { devices: (devicesOf.get(row.fingerprint) ?? []).map((offer) => offer.device) }),
  );
}

export type NewModel = Omit<Model, 'createdAt' | 'lastOfferedAt'>;

/** Says, or says again, that a worker holds a model. Called every 10 s. */
export async function announceModel(
  { sql: queries }: OperationsTransaction,
  workerId: string,
  device: string,
  values: NewModel,
): Promise<void> {
  const { fingerprint, ...rest } = values;
  await queries
    .insert(model)
    .values(values)
    .onConflictDoUpdate({ target: model.fingerprint, set: { ...rest, lastOfferedAt: sql`now()` } });
  await queries
    .insert(modelOffer)
    .values({ fingerprint, workerId, device })
    .onConflictDoUpdate({
      target: [modelOffer.fingerprint, modelOffer.workerId],
      set: { device, heartbeatAt: sql`now()` },
    });
}

/** The worker ends, and with it its offers; those of workers that died are cleared away too. */
export async function withdrawModels({ sql: queries }: OperationsTransaction, workerId: string): Promise<void> {
  await queries.delete(modelOffer).where(eq(modelOffer.workerId, workerId));
  await queries.delete(modelOffer).where(sql`${modelOffer.heartbeatAt} < now() - interval '1 day'`);
}

/** Whether a live worker offers the model. */
export async function isOffered(transaction: OrganizationTransaction, fingerprint: Fingerprint): Promise<boolean> {
  const found = (await listModels(transaction)).find((row) => fingerprintsOf(row).includes(fingerprint));
  return found !== undefined && found.devices.length > 0;
}
