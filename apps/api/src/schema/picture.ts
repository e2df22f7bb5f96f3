import type { ObjectFieldsShape } from '@pothos/core';
import type { Context } from '../graphql/context.ts';
import { sizedPicture, type SizedPicture, type StoredPicture } from '../pictures/sized-picture.ts';
import { builder } from './builder.ts';
import { PictureSizeEnum } from './enums.ts';

type Types = typeof builder.$inferSchemaTypes;

const Picture = builder.objectRef<SizedPicture>('Picture').implement({
  description:
    'An address from which whoever has it may GET a picture, until it expires, and the room that it takes. It stays the same for ten minutes, so a page that asks again has it in its cache.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'For GET, without headers.' }),
    expiresAt: t.field({
      description: 'Until then it works; ask again for a new one.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    width: t.exposeInt('width', { description: 'In pixels, of this size.' }),
    height: t.exposeInt('height', { description: 'In pixels, of this size.' }),
  }),
});

/** The field of a type that shows a picture. */
export const pictureField = <Row>(
  t: Parameters<ObjectFieldsShape<Types, Row>>[0],
  description: string,
  of: (row: Row, context: Context) => StoredPicture | Promise<StoredPicture>,
) =>
  t.field({
    description,
    type: Picture,
    nullable: true,
    args: { size: t.arg({ type: PictureSizeEnum, defaultValue: 'small' }) },
    resolve: async (row, { size }, context) => sizedPicture(context, await of(row, context), size ?? 'small'),
  });
