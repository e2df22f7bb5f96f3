'use client';
import { TriangleAlert } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';

const t = texts.errors;

export default function ErrorPage({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <Empty
        isPage
        icon={TriangleAlert}
        title={t.title}
        action={
          <Button look="primary" onClick={reset}>
            {texts.tryAgain}
          </Button>
        }
      >
        {t.text}
      </Empty>
    </main>
  );
}
