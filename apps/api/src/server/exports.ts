import type { OrganizationId } from '@facet/contracts';
import { memberBehindKey, roleOf } from '@facet/db';
import { UserId } from '@facet/contracts';
import type { FastifyInstance } from 'fastify';
import { pipeline } from 'node:stream/promises';
import { exportArchive } from '../accounts/export-archive.ts';
import { openExport, type ExportClaims } from '../accounts/export-link.ts';
import { EXPORTS_PATH, type Services } from '../services.ts';

/** Each reads the whole of an organisation. */
const AT_ONCE = 2;
const RETRY_SECONDS = 60;

/** The archive of an organisation, by an address that `exportOrganization` gives. Whoever it was given to must be an owner still. */
export function addExports(app: FastifyInstance, { database, store, config, log }: Services): void {
  const running = new Set<OrganizationId>();

  const isOwner = ({ organizationId, actor: { kind, id } }: ExportClaims): Promise<boolean> =>
    database.withOrganization(organizationId, async (transaction) => {
      const role =
        kind === 'user' ? await roleOf(transaction, UserId.parse(id)) : (await memberBehindKey(transaction, id))?.role;
      return role === 'owner';
    });

  app.get<{ Querystring: { token?: string } }>(EXPORTS_PATH, async ({ query: { token = '' } }, reply) => {
    const claims = openExport(token, config.secrets.files);
    if (!claims || !(await isOwner(claims)))
      return reply.code(403).send({ errors: [{ message: 'The address is not good, or no longer. Ask for another.' }] });
    const { organizationId, actor } = claims;
    if (running.has(organizationId) || running.size >= AT_ONCE)
      return reply
        .code(503)
        .header('retry-after', RETRY_SECONDS)
        .send({ errors: [{ message: 'Another export is under way. Try again when it is done.' }] });
    running.add(organizationId);
    const reader =
      actor.kind === 'user' ? { kind: actor.kind, id: UserId.parse(actor.id) } : { ...actor, kind: actor.kind };
    const archive = exportArchive({ database, organizationId, actor: reader }, store);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="facet-organization.zip"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    await pipeline(archive, reply.raw)
      .catch((error: Error) => log.warn({ err: error, organizationId }, 'an export ended before its end'))
      .finally(() => running.delete(organizationId));
  });
}
