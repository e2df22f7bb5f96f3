/** The session is over: to the page that begins one, and from there back. What was typed is kept by the pages that have something typed. */
export function signInAgain(): void {
  if (location.pathname === '/sign-in') return;
  location.assign(`/sign-in?over=1&next=${encodeURIComponent(location.pathname + location.search)}`);
}
