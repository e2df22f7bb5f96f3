import localFont from 'next/font/local';

/*
 * Inter, or on a first visit over a slow connection what the system has: text that is read already is not set anew when the font comes, so
 * nothing moves. What a page's own texts need is asked for with the page; letters of names, such as of Polish ones, when there are any.
 */
const latin = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  variable: '--font-inter',
});
const moreLatin = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  variable: '--font-inter-more',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0' }],
});

/** Names the fonts to the style sheet. */
export const fonts = `${latin.variable} ${moreLatin.variable}`;
