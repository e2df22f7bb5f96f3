'use client';
import { useQuery } from '@apollo/client/react';
import { Globe } from 'lucide-react';
import { useAction } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { Checkbox } from '../ui/field.tsx';
import {
  EndLinkDocument,
  MakeLinkDocument,
  PictureLinkDocument,
  type PublicLinkFragment,
} from './public-link.graphql.ts';

const t = texts.compose.link;

/** Whether a picture is public, and by which address. Its maker makes and ends the link; others see that there is one. */
export function PublicLink({ outputId }: { readonly outputId: string }) {
  const { data } = useQuery(PictureLinkDocument, { variables: { id: outputId }, fetchPolicy: 'cache-and-network' });
  const output = data?.node?.__typename === 'Output' ? data.node : undefined;
  if (!output) return null;
  const isMine = output.composition.createdBy?.id === data?.viewer.user?.id;
  if (!isMine && !output.link) return null;
  return (
    <section aria-label={t.title} className="space-y-2">
      <h3 className="text-sm">{t.title}</h3>
      {isMine ? <Mine {...output} /> : <p className="text-sm text-muted">{t.ofAnother}</p>}
    </section>
  );
}

function Mine({ id, link }: PublicLinkFragment) {
  const [make, isMaking] = useAction(MakeLinkDocument);
  const [end, isEnding] = useAction(EndLinkDocument);
  if (!link)
    return (
      <>
        <p className="text-sm text-pretty text-muted">{t.hint}</p>
        <Button size="small" busy={isMaking} onClick={() => void make({ id, showsMaker: false, showsRecipe: false })}>
          <Globe aria-hidden="true" />
          {t.make}
        </Button>
      </>
    );
  const { url, showsMaker, showsRecipe } = link;
  return (
    <>
      {url === null ? (
        <p className="text-sm text-pretty text-muted">{t.forgotten}</p>
      ) : (
        <Copyable text={url} label={t.copy} copiedLabel={texts.copied} />
      )}
      <div>
        <Checkbox
          label={t.showsMaker}
          checked={showsMaker}
          aria-disabled={isMaking}
          onChange={() => isMaking || void make({ id, showsMaker: !showsMaker, showsRecipe })}
        />
        <Checkbox
          label={t.showsRecipe}
          checked={showsRecipe}
          aria-disabled={isMaking}
          onChange={() => isMaking || void make({ id, showsMaker, showsRecipe: !showsRecipe })}
        />
      </div>
      <Button size="small" look="danger" busy={isEnding} onClick={() => void end({ id })}>
        {t.end}
      </Button>
    </>
  );
}
