import { addressGroup } from '@facet/edge';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { followLink, sharedFile, type SharedPicture } from '../outputs/shared-picture.ts';
import { SHARED_PATH, type Services } from '../services.ts';
import { addressOf, untilAnswered } from './admission.ts';

/** A picture is read and written as a whole, so it is so many requests. */
const FILE_POINTS = 20;

interface Secret {
  readonly Params: { readonly secret: string };
}

/**
 * Pictures that their makers have made public, for whoever has the link: what is said of one as JSON, which the web application makes a page
 * of, and its file. Both are looked up each time and kept by nobody on the way, so they end with the link.
 */
export async function addSharedPictures(app: FastifyInstance, services: Services): Promise<void> {
  const { edge } = services;
  await app.register(async (routes) => {
    routes.addHook('preHandler', (request, reply) =>
      untilAnswered(edge.addresses, addressGroup(addressOf(request)), reply),
    );
    routes.get<Secret>(`${SHARED_PATH}/:secret`, async ({ params }, reply) => {
      const followed = await followLink(services, params.secret);
      if (!followed) return ended(reply);
      const { width, height, createdAt, maker, recipe } = followed;
      return unlisted(reply).send({ width, height, createdAt, maker, recipe } satisfies SharedPicture);
    });
    routes.get<Secret>(`${SHARED_PATH}/:secret/picture.png`, async (request, reply) => {
      await edge.allowance.spend(addressGroup(addressOf(request)), FILE_POINTS);
      const followed = await followLink(services, request.params.secret);
      const file = followed && (await sharedFile(services, followed));
      if (!file) return ended(reply);
      return unlisted(reply)
        .headers({
          'content-type': 'image/png',
          'content-disposition': 'inline; filename="picture.png"',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        .send(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    });
  });
}

/** For no index of the web, for no cache, and told to no page that it leads to. */
const unlisted = (reply: FastifyReply): FastifyReply =>
  reply.headers({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });

/** The same for a link that never was and for one that is over. */
const ended = (reply: FastifyReply): FastifyReply =>
  unlisted(reply)
    .code(404)
    .send({
      errors: [{ message: 'There is no such picture, or its link has ended.', extensions: { code: 'NOT_FOUND' } }],
    });
