import { Unlink } from 'lucide-react';
import { texts } from '../../../texts/texts.ts';
import { Empty } from '../../../ui/empty.tsx';

const t = texts.shared;

/** The same for a link that has ended and for one that never was. */
export default function LinkEnded() {
  return (
    <main className="mx-auto max-w-xl px-4 py-24">
      <Empty isPage icon={Unlink} title={t.endedTitle}>
        {t.ended}
      </Empty>
    </main>
  );
}
