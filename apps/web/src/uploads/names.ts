const MOST = 100;

/** As much of a text as a name takes, and no half of a character at its end. */
export const cutName = (text: string): string => text.slice(0, MOST).replace(/[\uD800-\uDBFF]$/, '');

/** Of a file, without its ending. */
export const nameOf = (file: string, otherwise: string): string => cutName(file.replace(/\.\w+$/, '')) || otherwise;

/** Of the file at an address, which may hold a % that begins nothing. */
export function nameOfAddress(url: string, otherwise: string): string {
  const [path] = url.split(/[?#]/) as [string];
  const file = path.split('/').at(-1)!;
  try {
    return nameOf(decodeURIComponent(file), otherwise);
  } catch {
    return nameOf(file, otherwise);
  }
}
