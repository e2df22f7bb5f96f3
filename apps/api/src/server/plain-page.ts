/** Where the pages' script is, so that no inline one has to be allowed. */
export const SCRIPT_PATH = '/pages.js';

export const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** A page of the API itself, for people who come with a browser where no web application is. `body` is HTML. */
export const plainPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }
  label { display: block; margin-top: .75rem; }
  input, button { font: inherit; padding: .4rem .6rem; }
  input { display: block; width: 100%; box-sizing: border-box; }
  button { margin-top: 1rem; }
  pre { white-space: pre-wrap; }
</style>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
<script src="${SCRIPT_PATH}" defer></script>
</html>
`;

/** What a form sends, and what its reader sees afterwards: another page, or these words. */
interface Form {
  /** A path of better-auth. */
  readonly to: string;
  readonly button: string;
  /** HTML of its fields. */
  readonly fields?: string;
  /** Sends what comes after the `#` of the address, too. */
  readonly takesToken?: boolean;
  readonly after: { readonly page: string } | { readonly words: string };
}

// With `method`, a browser that has not run the script yet does not put the password into the address.
export const form = ({ to, button, fields = '', takesToken = false, after }: Form): string => `<form method="post"
  data-to="/api/auth/${to}"${takesToken ? ' data-token' : ''} ${'page' in after ? `data-page="${escape(after.page)}"` : `data-words="${escape(after.words)}"`}>
${fields}
<button>${button}</button>
<p role="alert"></p>
</form>`;

export const EMAIL = '<label>E-mail address <input name="email" type="email" autocomplete="username" required></label>';
export const PASSWORD =
  '<label>Password <input name="password" type="password" autocomplete="current-password" required></label>';
export const newPassword = (name: string): string =>
  `<label>Password, 10 characters or more <input name="${name}" type="password" autocomplete="new-password" minlength="10" required></label>`;
export const NAME = '<label>Name <input name="name" autocomplete="name" maxlength="100" required></label>';
export const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escape(value)}">`;

/** Sends a form as JSON, as better-auth takes it. */
export const PAGE_SCRIPT = `for (const form of document.querySelectorAll('form'))
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { to, page, words } = form.dataset;
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    const answer = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...Object.fromEntries(new FormData(form)), ...('token' in form.dataset && { token }) }),
    });
    if (answer.ok && page) return location.assign(page);
    const { message } = answer.ok ? { message: words } : await answer.json().catch(() => ({}));
    form.querySelector('[role=alert]').textContent = message ?? 'That did not work (' + answer.status + '). Try again.';
  });
`;
