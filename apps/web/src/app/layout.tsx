import '../ui/tokens.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { Metadata, Viewport } from 'next';
import { ThemeProvider } from 'next-themes';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { fonts } from '../ui/fonts.ts';
import { Hydrated } from '../ui/hydrated.tsx';

export const metadata: Metadata = {
  title: { default: texts.name, template: `%s · ${texts.name}` },
  description: texts.promise,
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0e11' },
  ],
};

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const withNonce = nonce === undefined ? {} : { nonce };
  return (
    <html lang="en" className={fonts} suppressHydrationWarning>
      <body className="min-h-dvh antialiased">
        <ThemeProvider attribute="class" disableTransitionOnChange {...withNonce}>
          <CSPProvider {...withNonce}>{children}</CSPProvider>
        </ThemeProvider>
        <Hydrated />
      </body>
    </html>
  );
}
