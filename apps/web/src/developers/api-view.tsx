'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { ExternalLink, KeyRound } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { developerTexts } from '../texts/developer-texts.ts';
import { texts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Chips } from '../ui/chips.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { codeOf, EXAMPLES, LANGUAGES, type Language } from './examples.ts';
import { ExampleIdsDocument } from './examples.graphql.ts';

const t = developerTexts.api;
const never = () => () => undefined;

/** Where programs reach the API: under this application's own address, which passes it on. */
const useAddress = (): string =>
  useSyncExternalStore(
    never,
    () => `${location.origin}/graphql`,
    () => '/graphql',
  );

const idOf = (
  { edges }: { readonly edges: readonly { readonly node: { readonly id: string } }[] },
  kind: string,
): string => edges[0]?.node.id ?? `<id of a ${kind}>`;

export function ApiView() {
  const { data } = useSuspenseQuery(ExampleIdsDocument);
  const address = useAddress();
  const [language, setLanguage] = useState<Language>('curl');
  const { libraries, images, inversions, tokens } = data;
  const ids = {
    library: idOf(libraries, 'library'),
    image: idOf(images, 'picture'),
    inversion: idOf(inversions, 'run'),
    color: idOf(tokens, 'color token'),
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Card
        title={t.examples}
        hint={t.examplesHint}
        actions={
          <Chips
            label={t.language}
            chips={LANGUAGES.map((value) => ({ value, label: t.languages[value] }))}
            chosen={language}
            onChoose={(next) => setLanguage(next ?? language)}
          />
        }
      >
        <ul className="space-y-6">
          {EXAMPLES.map((example) => (
            <li key={example}>
              <h3 className="text-sm font-semibold">{t.titles[example]}</h3>
              <p className="mt-0.5 mb-2 text-sm text-pretty text-muted">{t.notes[example]}</p>
              <Copyable
                text={codeOf(example, language, address, ids)}
                label={t.copy(t.titles[example])}
                copiedLabel={texts.copied}
                isBlock
              />
            </li>
          ))}
        </ul>
      </Card>
      <div className="space-y-6">
        <Card title={t.explorer} hint={t.explorerHint}>
          {/* A page of the API's own, and in a tab of its own: what is written there is not lost. */}
          <ButtonLink href="/graphiql" target="_blank" prefetch={false} look="primary" className="w-full">
            <ExternalLink aria-hidden="true" />
            {t.openExplorer}
          </ButtonLink>
        </Card>
        <Card title={t.address} hint={t.addressHint}>
          <div className="space-y-4">
            <Copyable text={address} label={t.copyAddress} copiedLabel={texts.copied} />
            <ButtonLink href="/developers/keys" className="w-full">
              <KeyRound aria-hidden="true" />
              {t.makeKey}
            </ButtonLink>
          </div>
        </Card>
      </div>
    </div>
  );
}
