/** Where to go after signing in: a path of this application, and never another site. */
export function nextPath(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && /^\/(?![/\\])/.test(given) ? given : '/';
}
