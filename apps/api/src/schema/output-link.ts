import { newId, type OutputId, type OutputLinkId } from '@facet/contracts';
import { getOutputLinks, linkOutput, recordAudit, unlinkOutput, type OutputLink } from '@facet/db';
import { mayAdminister, type Viewer } from '../auth/viewer.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { decodeId } from '../ids.ts';
import { hashOfLink, linkSecret } from '../outputs/link-secret.ts';
import { SHARED_PATH } from '../services.ts';
import { id } from './arguments.ts';
import { builder } from './builder.ts';
import { outputs } from './composition.ts';
import { failing } from './error-types.ts';

const Link = builder.objectRef<OutputLink>('OutputLink').implement({
  description: 'By which whoever has it sees one picture, without an account, until it is ended.',
  fields: (t) => ({
    url: t.string({
      description:
        'For who has made the link; null for others, and once the service has another secret than when it was made: then end it and make another.',
      nullable: true,
      resolve: (link, _args, context) => addressOf(link, context),
    }),
    createdAt: t.field({ description: 'When it was made.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
    showsMaker: t.exposeBoolean('showsMaker', { description: 'Whether it says who has made the picture.' }),
    showsRecipe: t.exposeBoolean('showsRecipe', {
      description: 'Whether it says how the picture was drawn: prompt, settings, and the names of tokens.',
    }),
  }),
});

function addressOf(link: OutputLink, context: Context): string | null {
  const { config } = context.services;
  const secret = linkSecret(link.id, config.secrets.links);
  if (link.createdBy !== viewerOf(context).user?.id || hashOfLink(secret) !== link.secretHash) return null;
  return `${config.webUrl}${SHARED_PATH}/${secret}`;
}

builder.objectField(outputs.ref, 'link', (t) =>
  t.loadable({
    description: 'Its public link; null without one.',
    type: Link,
    nullable: true,
    load: async (ids: OutputId[], context) => {
      const links = await inOrganization(context, (transaction) => getOutputLinks(transaction, ids));
      return ids.map((outputId) => links.find((link) => link.outputId === outputId) ?? null);
    },
    resolve: (row) => row.id,
  }),
);

/** Behind `person`, so there is one. */
const personOf = (viewer: Viewer) => viewer.user!.id;

builder.mutationFields((t) => ({
  createOutputLink: t.field({
    description:
      'Gives a picture that you have made a public link. Where it has one, that stays, and shows from now on what is asked for here.',
    type: outputs.ref,
    authScopes: { $all: { can: 'write', person: true } },
    errors: failing('notFound'),
    args: {
      outputId: t.arg.id(id('Output')),
      showsMaker: t.arg.boolean({ defaultValue: false, description: 'Say your name beside it.' }),
      showsRecipe: t.arg.boolean({
        defaultValue: false,
        description:
          'Say how it was drawn, beside it and in its file: prompt, settings, and the names of tokens, never the tokens.',
      }),
    },
    resolve: (_root, { outputId, showsMaker, showsRecipe }, context) => {
      const subjectId = decodeId('Output', outputId);
      const linkId = newId<OutputLinkId>();
      const secretHash = hashOfLink(linkSecret(linkId, context.services.config.secrets.links));
      const choices = { showsMaker: showsMaker ?? false, showsRecipe: showsRecipe ?? false };
      return inOrganization(context, async (transaction, viewer) => {
        const link = { id: linkId, secretHash };
        const row = await linkOutput(transaction, personOf(viewer), subjectId, link, choices);
        const event = { action: 'output.link', subjectKind: 'output', subjectId, detail: choices };
        await recordAudit(transaction, viewer.actor, event);
        return row;
      });
    },
  }),
  revokeOutputLink: t.field({
    description:
      'Ends the public link of a picture at once, where it has one: yours, or any if you administer the organisation.',
    type: outputs.ref,
    authScopes: { $all: { can: 'write', person: true } },
    errors: failing('notFound'),
    args: { outputId: t.arg.id(id('Output')) },
    resolve: (_root, { outputId }, context) => {
      const subjectId = decodeId('Output', outputId);
      return inOrganization(context, async (transaction, viewer) => {
        const by = { id: personOf(viewer), administers: mayAdminister(viewer) };
        const { row, wasLinked } = await unlinkOutput(transaction, by, subjectId);
        const event = { action: 'output.unlink', subjectKind: 'output', subjectId };
        if (wasLinked) await recordAudit(transaction, viewer.actor, event);
        return row;
      });
    },
  }),
}));
