import { unreachable } from '../transport/request.ts';

/** As much of a browser's XMLHttpRequest as is used: `fetch` does not say how far a request body is. */
interface Xhr {
  readonly status: number;
  readonly responseText: string;
  readonly upload: {
    addEventListener(type: 'progress', listener: (event: { readonly loaded: number }) => void): void;
  };
  addEventListener(type: 'load' | 'error', listener: () => void): void;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Blob): void;
  abort(): void;
}

type XhrClass = new () => Xhr;

/** The browser's; undefined elsewhere. */
export const xhrClass = (): XhrClass | undefined =>
  (globalThis as { readonly XMLHttpRequest?: XhrClass }).XMLHttpRequest;

export async function putWithXhr(
  Xhr: XhrClass,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ status: number; text: string }> {
  signal?.throwIfAborted();
  const xhr = new Xhr();
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  xhr.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
  xhr.addEventListener('load', () => resolve({ status: xhr.status, text: xhr.responseText }));
  xhr.addEventListener('error', () => reject(unreachable(url, new Error('the upload broke off'))));
  const abort = (): void => {
    xhr.abort();
    reject(signal!.reason);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    xhr.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
    return await promise;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
