import { connect, connectOperations, type Database, type Operations } from '@facet/db';
import { createLinks, openStore, type Links, type ObjectStore } from '@facet/storage';
import type { Logger } from 'pino';
import { createAuth, type Auth } from './auth/auth.ts';
import { cappedMailer } from './auth/capped-mailer.ts';
import { noMailer, outbox, smtpMailer, type Mail, type Mailer } from './auth/mail.ts';
import type { Config } from './config.ts';
import { openMailQueue } from './auth/mail-queue.ts';
import { createPasswords } from './auth/passwords.ts';
import { createEdge, type Edge } from './edge/edge.ts';
import { ForeignFiles } from './foreign/foreign-files.ts';
import { openChanges, type ChangeHub } from './live/change-hub.ts';
import { SteadyAddresses } from './steady-addresses.ts';
import { Afterwards } from './work/afterwards.ts';
import type { WorkStarter } from './work/starter.ts';
import { connectTemporal } from './work/temporal.ts';

/** What requests are answered with; one of each per process. */
export interface Services {
  readonly config: Config;
  readonly log: Logger;
  readonly edge: Edge;
  readonly database: Database;
  readonly operations: Operations;
  readonly links: Links;
  readonly store: ObjectStore;
  readonly addresses: SteadyAddresses;
  readonly auth: Auth;
  /** E-mails that nobody sends, for a developer to read; undefined where they are sent, and in production. */
  readonly mails: readonly Mail[] | undefined;
  readonly work: WorkStarter;
  readonly afterwards: Afterwards;
  readonly changes: ChangeHub;
  readonly foreignFiles: ForeignFiles;
}

export const FILES_PATH = '/files';
export const MAILS_PATH = '/dev/mail';
/** Of pictures that are public, there and in the web application. */
export const SHARED_PATH = '/shared';
export const EXPORTS_PATH = '/exports/organization.zip';

/** Connects everything; whatever was opened is closed again when a later part fails. */
export async function openServices(
  config: Config,
  log: Logger,
  given?: Mailer,
): Promise<Services & { close(): Promise<void> }> {
  const onError = (error: Error): void => log.warn({ err: error }, 'a database connection was lost');
  const kept = config.showsMails ? outbox(log, `${config.publicUrl}${MAILS_PATH}`) : undefined;
  const sender = config.SMTP_URL ? smtpMailer(config.SMTP_URL, config.MAIL_FROM) : noMailer;
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const database = await connect(config.DATABASE_APP_URL, {
      name: 'facet-api',
      size: config.DATABASE_POOL_SIZE,
      cursorSecret: config.secrets.cursors,
      onError,
    });
    opened.push(() => database.close());
    const operations = await connectOperations(config.DATABASE_OPS_URL, { name: 'facet-api-ops', onError });
    opened.push(() => operations.close());
    const changes = await openChanges(config.DATABASE_APP_URL, onError);
    opened.push(() => changes.close());
    const interceptors = config.OTEL_EXPORTER_OTLP_ENDPOINT
      ? (await import('./telemetry/workflow-interceptors.ts')).workflowInterceptors()
      : [];
    const work = await connectTemporal(config.TEMPORAL_ADDRESS, config.TEMPORAL_NAMESPACE, interceptors);
    opened.push(() => work.close());
    const afterwards = new Afterwards();
    opened.push(() => afterwards.close());
    const links = createLinks(config.secrets.files, `${config.publicUrl}${FILES_PATH}`);
    const store = await openStore(config.environment, config.FACET_STORAGE, links);
    const addresses = new SteadyAddresses(store);
    const passwords = createPasswords(config.FACET_PASSWORD_THREADS);
    opened.push(() => passwords.close());
    const queue = openMailQueue({
      operations,
      seal: config.mailSeal,
      mailer: given ?? kept ?? sender,
      retrySeconds: config.mailRetrySeconds,
      log,
    });
    opened.push(() => queue.close());
    const capped = cappedMailer(queue, operations, log);
    const auth = createAuth(config, database, operations, capped, log, passwords);
    const mails = given ? undefined : kept?.mails;
    const edge = createEdge(config);
    const foreignFiles = new ForeignFiles(config);
    opened.push(() => foreignFiles.close());
    return {
      config,
      log,
      edge,
      database,
      operations,
      links,
      store,
      addresses,
      auth,
      mails,
      work,
      afterwards,
      changes,
      foreignFiles,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
