import { SearchX } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';

const t = texts.errors;

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <Empty
        isPage
        icon={SearchX}
        title={t.notFoundTitle}
        action={
          <ButtonLink href="/" look="primary">
            {t.home}
          </ButtonLink>
        }
      >
        {t.notFound}
      </Empty>
    </main>
  );
}
