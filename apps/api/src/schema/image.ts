import type { ImageId } from '@facet/contracts';
import {
  countImages,
  createUpload,
  deleteImage,
  getImages,
  keepSizes,
  listImages,
  recordAudit,
  type Image,
} from '@facet/db';
import { MAX_PICTURE_BYTES } from '@facet/intake';
import type { SignedUpload } from '@facet/storage';
import { signed } from '../downloads.ts';
import { inOrganization } from '../graphql/context.ts';
import { importImage } from '../images/import-image.ts';
import { takeUpload } from '../images/take-upload.ts';
import { sizedPicture, type StoredPicture } from '../pictures/sized-picture.ts';
import { id, MUTATION_KEY } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { ImageStatusEnum, PictureTypeEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { WrongStateError } from '../errors.ts';
import { decodeId } from '../ids.ts';
import { mutationKey, optionalText, text, within } from '../input.ts';
import { nodeRef } from './node.ts';
import { users } from './organization.ts';
import { connectionOf, embedded, PAGED, pageArgs, readConnection } from './page.ts';
import { pictureField } from './picture.ts';
import { SignedUrl } from './signed-url.ts';

export const UPLOAD_SECONDS = 60 * 60;
const PICTURE_BYTES = { min: 1, max: MAX_PICTURE_BYTES, whole: true } as const;

export const images = nodeRef<'Image', Image>('Image', (transaction, _viewer, ids) => getImages(transaction, ids));

const pictureOf = ({ id: imageId, storageKey, pictureSizes, name, organizationId }: Image): StoredPicture => ({
  key: storageKey,
  sizes: pictureSizes,
  name,
  organizationId,
  keep: (transaction, sizes) => keepSizes(transaction, 'image', imageId, sizes),
});

builder.objectType(images.ref, {
  name: 'Image',
  description: 'A reference picture.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Of the file, or as it was given.' }),
    status: t.field({
      description: 'READY once it is checked; only then can it be inverted.',
      type: ImageStatusEnum,
      resolve: ({ status }) => status,
    }),
    rejection: t.exposeString('rejection', { nullable: true, description: 'Why the upload was refused.' }),
    width: t.exposeInt('width', { nullable: true, description: 'In pixels, upright.' }),
    height: t.exposeInt('height', { description: 'In pixels, upright.', nullable: true }),
    bytes: t.exposeInt('bytes', { description: 'Of the stored file; null until it is ready.', nullable: true }),
    sha256: t.exposeString('sha256', { nullable: true, description: 'Of the stored file, in hexadecimal.' }),
    file: t.field({
      description: 'Upright and without metadata; null until it is ready.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ storageKey, name }, _args, context) => signed(context, storageKey, `${name}.png`),
    }),
    picture: pictureField(t, 'Null until it is ready.', pictureOf),
    thumbnail: t.field({
      description: 'For lists; null until it is ready.',
      deprecationReason: 'Use picture.',
      type: SignedUrl,
      nullable: true,
      resolve: (row, _args, context) => sizedPicture(context, pictureOf(row), 'small'),
    }),
    createdBy: t.field({
      description: 'Null when an API key did it, or who is no member (any more).',
      type: users.ref,
      nullable: true,
      resolve: ({ createdBy }) => createdBy,
    }),
    createdAt: t.field({
      description: 'When the upload was asked for.',
      type: 'DateTime',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

const ImageConnection = connectionOf<Image>('Image', images.ref);

builder.queryFields((t) => ({
  image: t.field({
    description: 'One picture, by its id.',
    type: images.ref,
    errors: missing,
    args: { id: t.arg.id(id('Image')) },
    resolve: (_root, args, context) => images.get(context, args.id),
  }),
  images: t.field({
    description: 'The newest first.',
    type: ImageConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      name: t.arg.string({ description: 'Part of the name.' }),
      status: t.arg({ type: ImageStatusEnum }),
      sha256: t.arg.string({
        description: 'Of the stored file. Two uploads of one picture are stored alike, so this finds the other.',
      }),
    },
    resolve: (_root, { name, status, sha256, ...page }, context, info) => {
      const filter = {
        name: optionalText('name', name, 'name'),
        status: status ?? undefined,
        sha256: optionalText('sha256', sha256, 'name'),
      };
      return readConnection<Image>(
        context,
        info,
        page,
        (request) => (transaction) => listImages(transaction, filter, request),
        (transaction) => countImages(transaction, filter),
      );
    },
  }),
}));

interface Upload extends SignedUpload {
  readonly image: Image;
}

export const Header = builder.objectRef<readonly [string, string]>('HttpHeader').implement({
  description: 'A header to send with an upload, just so.',
  fields: (t) => ({
    name: t.string({ description: 'Such as `content-type`.', resolve: ([name]) => name }),
    value: t.string({ description: 'As it was signed.', resolve: ([, value]) => value }),
  }),
});

const ImageUpload = builder.objectRef<Upload>('ImageUpload').implement({
  description:
    'Where to PUT the file: exactly the declared bytes, with these headers, before it expires. Then completeUpload.',
  fields: (t) => ({
    image: t.field({
      description: 'PENDING until the upload is completed.',
      type: images.ref,
      resolve: ({ image }) => image,
    }),
    url: t.exposeString('url', { description: 'Where to PUT the file.' }),
    headers: t.field({
      description: 'To send with it.',
      type: [Header],
      extensions: embedded(20),
      resolve: ({ headers }) => Object.entries(headers),
    }),
    expiresAt: t.field({
      description: 'Until then the address takes the file.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});

builder.mutationFields((t) => ({
  createUpload: t.field({
    description: "An address to put a picture's file at; then completeUpload.",
    type: ImageUpload,
    authScopes: { can: 'write' },
    errors: failing('keyReused', 'wrongState', 'quotaExceeded'),
    args: {
      name: t.arg.string({ required: true }),
      type: t.arg({ type: PictureTypeEnum, required: true }),
      bytes: t.arg.int({ required: true, description: `Of the file, at most ${MAX_PICTURE_BYTES}.` }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: async (_root, args, context) => {
      const upload = {
        name: text('name', args.name, 'name'),
        type: args.type,
        bytes: within('bytes', args.bytes, PICTURE_BYTES),
        expiresAt: new Date(Date.now() + UPLOAD_SECONDS * 1000),
      };
      const key = mutationKey(args.clientMutationKey);
      const image = await inOrganization(context, (transaction, { actor }) =>
        createUpload(transaction, actor, upload, key),
      );
      // A key that is used again after the upload was completed finds nothing to put.
      const { uploadKey } = image;
      if (uploadKey === null) throw new WrongStateError(`The upload of ${image.name} is completed already.`);
      return { image, ...(await context.services.store.signUpload(uploadKey, upload.bytes, UPLOAD_SECONDS)) };
    },
  }),
  completeUpload: t.field({
    description: 'Checks what was put and draws it anew, without metadata. Doing it again gives the same image.',
    type: images.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState', 'pictureRefused'),
    args: { imageId: t.arg.id(id('Image')) },
    resolve: (_root, { imageId }, context) => takeUpload(context, decodeId('Image', imageId)),
  }),
  importImage: t.field({
    description: 'Fetches a picture, as the public internet has it, and takes it as an upload is taken.',
    type: images.ref,
    authScopes: { can: 'write' },
    errors: failing('addressRefused', 'pictureRefused', 'quotaExceeded', 'keyReused', 'notFound'),
    args: {
      url: t.arg.string({ required: true, description: `Of a file of at most ${MAX_PICTURE_BYTES} bytes.` }),
      name: t.arg.string({ required: true }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: (_root, args, context) => {
      const wanted = { name: text('name', args.name, 'name'), url: text('url', args.url, 'url') };
      return importImage(context, wanted, mutationKey(args.clientMutationKey));
    },
  }),
  deleteImage: t.field({
    description: 'Its file goes too; what was learned of it stays.',
    type: Deleted,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'inUse'),
    args: { imageId: t.arg.id(id('Image')) },
    resolve: async (_root, { imageId }, context) => {
      const subject: ImageId = decodeId('Image', imageId);
      await inOrganization(context, async (transaction, { actor }) => {
        await deleteImage(transaction, subject);
        await recordAudit(transaction, actor, { action: 'image.delete', subjectKind: 'image', subjectId: subject });
      });
      return { id: imageId };
    },
  }),
}));
