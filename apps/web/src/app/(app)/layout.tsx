import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ApolloProvider } from '../../graphql/apollo-provider.tsx';
import { Feed } from '../../live/feed.tsx';
import { readViewer } from '../../shell/read-viewer.ts';
import { readProgress, TOUR_COOKIE } from '../../tour/progress.ts';
import { TourProvider } from '../../tour/tour.tsx';
import { Shell } from '../../shell/shell.tsx';

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const viewer = await readViewer();
  return (
    <ApolloProvider organizationId={viewer.organization.id} nonce={(await headers()).get('x-nonce') ?? undefined}>
      <Feed role={viewer.role} organizationName={viewer.organization.name} userId={viewer.user.id} />
      <TourProvider initial={readProgress((await cookies()).get(TOUR_COOKIE)?.value)}>
        <Shell viewer={viewer}>{children}</Shell>
      </TourProvider>
    </ApolloProvider>
  );
}
