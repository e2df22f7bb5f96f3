/** Numbers as the reader's language writes them; on the server, as English does. */
const LOCALE = typeof navigator === 'undefined' ? 'en' : navigator.language;

export const percent = (share: number): string =>
  new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 }).format(share);

export const amount = (number: number): string => new Intl.NumberFormat(LOCALE).format(number);

/** @param month such as 2026-01 */
export const monthName = (month: string): string =>
  new Intl.DateTimeFormat(LOCALE, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`));

const inUnits = (number: number, unit: string, digits: number): string =>
  `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(number)} ${unit}`;

/** Of a file, or of many together, in what it is best said. */
export function fileSize(bytes: number): string {
  if (bytes >= 1e9) return inUnits(bytes / 1e9, 'GB', 1);
  if (bytes >= 1e6) return inUnits(bytes / 1e6, 'MB', 1);
  // What is there is not nothing.
  return inUnits(bytes === 0 ? 0 : Math.max(1, bytes / 1000), 'kB', 0);
}

/** Such as `2 min 10 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min${minutes < 10 && rest > 0 ? ` ${rest} s` : ''}`;
  return `${rest} s`;
}

export const moment = (iso: string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

export const day = (iso: string): string =>
  new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long' }).format(new Date(iso));

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Such as `5 minutes ago`; what is older than a week, as a day. */
export function ago(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (seconds < -7 * 86_400) return day(iso);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}
