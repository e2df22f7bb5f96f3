'use client';
import { TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { startTransition, useCallback, useEffect, useState } from 'react';
import { getAuth } from '../account/auth.ts';
import { isNotFound } from '../graphql/is-not-found.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import NotFound from './not-found.tsx';

const t = texts.errors;
const LOOK_MS = 5000;

interface Failure {
  readonly error: Error;
  readonly reset: () => void;
}

export default function ErrorPage(failure: Failure) {
  return isNotFound(failure.error) ? <NotFound /> : <Failed {...failure} />;
}

/** In place of a page that could not be shown. Where it is only that the service does not answer, it comes by itself once that is back. */
function Failed({ reset }: Failure) {
  const router = useRouter();
  const [isUnreached, setUnreached] = useState(false);
  const again = useCallback(
    (): void =>
      startTransition(() => {
        router.refresh();
        reset();
      }),
    [router, reset],
  );
  useEffect(() => {
    const look = async (): Promise<void> => {
      const answer = await getAuth('get-session');
      const isDown = !answer.ok && (answer.status === 0 || answer.status >= 500);
      if (isUnreached && !isDown) again();
      setUnreached(isDown);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isUnreached, again]);
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <Empty
        isPage
        icon={TriangleAlert}
        title={isUnreached ? t.unreachedTitle : t.title}
        action={
          <Button look="primary" onClick={again}>
            {texts.tryAgain}
          </Button>
        }
      >
        {isUnreached ? t.unreached : t.text}
      </Empty>
    </main>
  );
}
