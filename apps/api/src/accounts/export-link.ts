import { OrganizationId } from '@facet/contracts';
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const Claims = z.object({
  organizationId: OrganizationId,
  actor: z.object({ kind: z.enum(['user', 'api-key']), id: z.string() }),
  expiresAt: z.number(),
});

/** Who may fetch the archive of which organisation, until when. */
export type ExportClaims = z.infer<typeof Claims>;

const sign = (text: string, secret: string): Buffer => createHmac('sha256', secret).update(`export ${text}`).digest();

export function sealExport(claims: ExportClaims, secret: string): string {
  const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${text}.${sign(text, secret).toString('base64url')}`;
}

/** Undefined for what was not signed here, or has expired. */
export function openExport(token: string, secret: string): ExportClaims | undefined {
  const [text = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const own = sign(text, secret);
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const claims = Claims.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  return claims.expiresAt > Date.now() ? claims : undefined;
}
