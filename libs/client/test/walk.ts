import {
  connect,
  createLibrary,
  download,
  followComposition,
  followInversion,
  getComposition,
  getViewer,
  listTokens,
  signIn,
  signUpInDevelopment,
  startComposition,
  startInversion,
  untilFinished,
  uploadPicture,
} from '../src/index.ts';

export interface WalkOptions {
  readonly url: string;
  readonly picture: Blob;
  readonly email: string;
  /** Breaks every connection that there is. */
  readonly cut: () => Promise<void>;
}

export interface Walked {
  readonly name: string | undefined;
  readonly sentBytes: readonly number[];
  readonly states: readonly { readonly status: string; readonly done: number; readonly total: number }[];
  readonly timesLost: number;
  readonly attributes: readonly string[];
  /** First bytes of the composed pictures. */
  readonly heads: readonly (readonly number[])[];
}

const STEPS = 12;

/** The way of one picture, in whatever JavaScript runs here: sign in, upload, invert, compose, download. */
export async function walk({ url, picture, email, cut }: WalkOptions): Promise<Walked> {
  const password = 'a long password';
  await signUpInDevelopment({ url, email, password, name: 'Ada' });
  const credentials = await signIn({ url, email, password });
  let timesLost = 0;
  const client = connect({ url, credentials, connectionLost: () => timesLost++ });
  const { viewer } = await getViewer(client);

  const sentBytes: number[] = [];
  const image = await uploadPicture(client, { name: 'cat', body: picture, onProgress: (sent) => sentBytes.push(sent) });
  const libraryId = await createLibrary(client, { name: 'cats', visibility: 'ORGANIZATION' });
  const inversion = { imageId: image.id, libraryId, name: 'cat', objectWord: 'cat', steps: STEPS };
  const { id: inversionId } = await startInversion(client, inversion);
  const states: { status: string; done: number; total: number }[] = [];
  let isCut = false;
  await untilFinished(followInversion(client, inversionId), async ({ status, done, total }) => {
    states.push({ status, done, total });
    if (done === 0 || isCut) return;
    isCut = true;
    await cut();
  });

  const slots = [];
  for await (const { id, attribute } of listTokens(client, { inversionId }))
    if (attribute !== 'TOKEN') slots.push({ tokenId: id, attribute });
  const { id } = await startComposition(client, { slots, seeds: [1, 2], steps: 3 });
  await untilFinished(followComposition(client, id));
  const heads: number[][] = [];
  for (const { file } of (await getComposition(client, id)).outputs) {
    const bytes = await (await download(client, file!.url)).slice(1, 4).arrayBuffer();
    heads.push([...new Uint8Array(bytes)]);
  }
  await client.close();
  const attributes = slots.map(({ attribute }) => attribute).toSorted();
  return { name: viewer.user?.name, sentBytes, states, timesLost, attributes, heads };
}
