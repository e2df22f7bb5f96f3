/** What the page at `/` knows. */
export interface FrontPage {
  /** Name of who is signed in. */
  readonly person: string | undefined;
  readonly hasGraphiql: boolean;
  readonly webOrigin: string | undefined;
}

/** Where the page's script is, so that no inline one has to be allowed. */
export const SCRIPT_PATH = '/front-page.js';

export const frontPage = ({ person, hasGraphiql, webOrigin }: FrontPage): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Facet's API</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }
  label { display: block; margin-top: .75rem; }
  input, button { font: inherit; padding: .4rem .6rem; }
  input { display: block; width: 100%; box-sizing: border-box; }
  button { margin-top: 1rem; }
</style>
<main>
<h1>Facet's API</h1>
<p>GraphQL at <code>/graphql</code>: queries and mutations by POST, subscriptions over a WebSocket. Programs send an API key as
<code>authorization: Bearer facet_...</code>.</p>
<ul>
${[
  webOrigin === undefined ? '' : `<li><a href="${escape(webOrigin)}">The web application</a></li>`,
  hasGraphiql ? '<li><a href="/graphiql">GraphiQL</a>: the schema, and a place to try it</li>' : '',
  '<li><a href="/healthz">Whether this process answers</a>, and <a href="/readyz">whether what it needs does</a></li>',
]
  .filter((line) => line !== '')
  .join('\n')}
</ul>
${person === undefined ? SIGN_IN : SIGNED_IN(person)}
</main>
<script src="${SCRIPT_PATH}" defer></script>
</html>
`;

// With `method`, a browser that has not run the script yet does not put the password into the address.
const SIGN_IN = `<h2>Sign in</h2>
<form method="post" data-to="/api/auth/sign-in/email">
<label>E-mail address <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button>
<p role="alert"></p>
</form>`;

const SIGNED_IN = (person: string): string => `<form method="post" data-to="/api/auth/sign-out">
<p>You are signed in as ${escape(person)}.</p>
<button>Sign out</button>
<p role="alert"></p>
</form>`;

/** Sends the form as JSON, as better-auth takes it, and shows the page anew. */
export const FRONT_PAGE_SCRIPT = `const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch(form.dataset.to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  if (answer.ok) return location.assign('/');
  const { message } = await answer.json().catch(() => ({}));
  form.querySelector('[role=alert]').textContent = message ?? 'That did not work (' + answer.status + '). Try again.';
});
`;

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
