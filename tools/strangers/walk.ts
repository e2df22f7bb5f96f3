/** What an answer's error says, of a result union. */
export interface Refused {
  readonly code: string;
}

export interface Page {
  readonly names: readonly string[];
  readonly startCursor: string | null | undefined;
  readonly endCursor: string | null | undefined;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface PageArguments {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

export interface Upload {
  readonly imageId: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** What the walk does, in the way of one GraphQL client. */
export interface Stranger {
  organization(): Promise<string>;
  createLibrary(name: string): Promise<{ readonly id: string } | Refused>;
  libraries(page: PageArguments): Promise<Page>;
  createUpload(bytes: number): Promise<Upload>;
  completeUpload(imageId: string): Promise<void>;
  startInversion(input: { imageId: string; libraryId: string }): Promise<string>;
  /** Tells of every state, and resolves when there is no more. */
  follow(inversionId: string, see: (status: string) => void): Promise<void>;
  attributes(inversionId: string): Promise<readonly string[]>;
  /** Where the client follows its organisation: tells the names of libraries that others make; resolves when it misses none from then on. */
  hearOfLibraries?(see: (name: string) => void): Promise<void>;
  close(): Promise<void>;
}

export interface Walked {
  readonly organization: string;
  readonly pages: readonly (readonly string[])[];
  readonly backwards: readonly (readonly string[])[];
  readonly refused: string | undefined;
  readonly lastStatus: string | undefined;
  readonly attributes: readonly string[];
  /** What a second client was told of the first one's libraries; undefined where it follows no organisation. */
  readonly heard: readonly string[] | undefined;
}

/**
 * The way of one picture: lists forwards and backwards, an error of a result union, an upload, a run by subscription; a second client listens.
 */
export async function walk(open: () => Stranger, picture: Uint8Array<ArrayBuffer>): Promise<Walked> {
  const [client, listener] = [open(), open()];
  const heard = new Set<string>();
  await listener.hearOfLibraries?.((name) => heard.add(name));
  const organization = await client.organization();
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const made = await client.createLibrary(name);
    if ('code' in made) throw new Error(`"${name}" was refused: ${made.code}`);
    ids.push(made.id);
  }
  const again = await client.createLibrary('a');

  const pages = [];
  let page = await client.libraries({ first: 2 });
  pages.push(page.names);
  while (page.hasNextPage) {
    page = await client.libraries({ first: 2, after: page.endCursor ?? null });
    pages.push(page.names);
  }
  const backwards = [];
  page = await client.libraries({ last: 2 });
  backwards.push(page.names);
  while (page.hasPreviousPage) {
    page = await client.libraries({ last: 2, before: page.startCursor ?? null });
    backwards.push(page.names);
  }

  const { imageId, url, headers } = await client.createUpload(picture.byteLength);
  const sent = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  const put = await fetch(url, { method: 'PUT', headers: sent, body: picture });
  if (!put.ok) throw new Error(`PUT: ${put.status}`);
  await client.completeUpload(imageId);
  const inversionId = await client.startInversion({ imageId, libraryId: ids[0]! });
  let lastStatus: string | undefined;
  await client.follow(inversionId, (status) => (lastStatus = status));
  const attributes = (await client.attributes(inversionId)).toSorted();
  // The run took longer than any news of what came before it.
  await Promise.all([client.close(), listener.close()]);
  return {
    organization,
    pages,
    backwards,
    refused: 'code' in again ? again.code : undefined,
    lastStatus,
    attributes,
    heard: listener.hearOfLibraries && [...heard],
  };
}
