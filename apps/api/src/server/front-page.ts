import { EMAIL, escape, form, NAME, newPassword, PASSWORD, plainPage } from './plain-page.ts';

/** What the page at `/` knows. */
export interface FrontPage {
  /** Name of who is signed in. */
  readonly person: string | undefined;
  readonly hasGraphiql: boolean;
  readonly webOrigin: string | undefined;
  /** Where e-mails are that nobody sends. */
  readonly mails: string | undefined;
}

export const frontPage = ({ person, hasGraphiql, webOrigin, mails }: FrontPage): string =>
  plainPage(
    "Facet's API",
    `<p>GraphQL at <code>/graphql</code>: queries and mutations by POST, subscriptions over a WebSocket. Programs send an API key as
<code>authorization: Bearer facet_...</code>.</p>
<ul>
${[
  webOrigin === undefined ? '' : `<li><a href="${escape(webOrigin)}">The web application</a></li>`,
  hasGraphiql ? '<li><a href="/graphiql">GraphiQL</a>: the schema, and a place to try it</li>' : '',
  mails === undefined ? '' : `<li><a href="${mails}">E-mails</a> that this API would send</li>`,
  '<li><a href="/healthz">Whether this process answers</a>, and <a href="/readyz">whether what it needs does</a></li>',
]
  .filter((line) => line !== '')
  .join('\n')}
</ul>
${person === undefined ? SIGN_IN : signedIn(person)}`,
  );

const READ_MAIL = 'An e-mail with a link is on its way, if it can be.';

export const SIGN_IN_FORM = (page: string): string =>
  form({ to: 'sign-in/email', button: 'Sign in', fields: `${EMAIL}\n${PASSWORD}`, after: { page } });

const SIGN_IN = `<h2>Sign in</h2>
${SIGN_IN_FORM('/')}
<h2>Sign up</h2>
${form({ to: 'sign-up/email', button: 'Sign up', fields: `${NAME}\n${EMAIL}\n${newPassword('password')}`, after: { words: READ_MAIL } })}
<h2>Forgotten password</h2>
${form({ to: 'request-password-reset', button: 'Send a link', fields: EMAIL, after: { words: READ_MAIL } })}`;

const signedIn = (person: string): string =>
  form({
    to: 'sign-out',
    button: 'Sign out',
    fields: `<p>You are signed in as ${escape(person)}.</p>`,
    after: { page: '/' },
  });
