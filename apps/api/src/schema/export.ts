import { countImages, countInversions, countOutputs, countTokens, recordAudit, memberBehindKey } from '@facet/db';
import { sealExport } from '../accounts/export-link.ts';
import { DOWNLOAD_SECONDS } from '../steady-addresses.ts';
import { ForbiddenError } from '../errors.ts';
import { inOrganization } from '../graphql/context.ts';
import { EXPORTS_PATH } from '../services.ts';
import { builder } from './builder.ts';
import { failing } from './error-types.ts';

interface Export {
  readonly url: string;
  readonly expiresAt: Date;
  readonly files: number;
}

const ExportType = builder.objectRef<Export>('OrganizationExport').implement({
  description: 'Where to fetch the archive, which is made while it is fetched: to cancel it, end the download.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Good for one who is an owner still.' }),
    expiresAt: t.field({
      description: 'When a download has to have begun.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    files: t.exposeInt('files', { description: 'About how many files will be in it, to show how far it is.' }),
  }),
});

builder.mutationField('exportOrganization', (t) =>
  t.field({
    description:
      'All that the organisation has, as one zip file: tokens, pictures, runs, libraries, members, the audit log. What is private to others is not in it, and no secret. For owners, and for keys that an owner answers for.',
    type: ExportType,
    authScopes: { can: 'administer' },
    errors: failing(),
    resolve: (_root, _args, context) =>
      inOrganization(context, async (transaction, { organizationId, actor, user, permissions }) => {
        if (!permissions.has('read'))
          throw new ForbiddenError('Exporting is reading: the key needs the scope READ, too.');
        const role = user?.role ?? (await memberBehindKey(transaction, actor.id))?.role;
        if (role !== 'owner' || actor.kind === 'system')
          throw new ForbiddenError('Only an owner exports an organisation.');
        const subject = { subjectKind: 'organization', subjectId: organizationId };
        await recordAudit(transaction, actor, { action: 'organization.export', ...subject });
        const expiresAt = new Date(Date.now() + DOWNLOAD_SECONDS * 1000);
        const { publicUrl, secrets } = context.services.config;
        const token = sealExport(
          { organizationId, actor: { kind: user ? 'user' : 'api-key', id: actor.id }, expiresAt: expiresAt.getTime() },
          secrets.files,
        );
        const files =
          (await countTokens(transaction, actor, {})) +
          (await countImages(transaction, { status: 'ready' })) +
          3 * (await countInversions(transaction, { statuses: ['finished'] })) +
          (await countOutputs(transaction, {}));
        return { url: `${publicUrl}${EXPORTS_PATH}?token=${token}`, expiresAt, files };
      }),
  }),
);
