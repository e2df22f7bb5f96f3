'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Boxes } from 'lucide-react';
import { amount, percent } from '../texts/format.ts';
import { modelTexts } from '../texts/model-texts.ts';
import { texts } from '../texts/texts.ts';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { sharedOf } from './cells.ts';
import { AttributionTables } from './attribution-tables.tsx';
import { CardLimits, CardSources } from './model-card.tsx';
import { ModelsPageDocument, type ModelsPageQuery } from './models.graphql.ts';

const t = modelTexts;
type Model = ModelsPageQuery['models'][number];

/** What each model is: where in it the attributes are decided, its defaults, and what to expect of it. */
export function ModelsView() {
  const { data } = useSuspenseQuery(ModelsPageDocument);
  return (
    <>
      <PageHeading title={t.title} note={t.note} />
      {data.models.length === 0 && (
        <Empty icon={Boxes} title={t.title}>
          {t.none}
        </Empty>
      )}
      <div className="space-y-10">
        {data.models.map((model) => (
          <section key={model.id} aria-label={model.name}>
            <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
              <h2 className="text-xl">{model.name}</h2>
              {model.devices.length > 0 ? (
                <Badge tone="good">{t.offered(model.devices)}</Badge>
              ) : (
                <p className="text-sm text-muted">{t.away}</p>
              )}
            </div>
            <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
              <Card title={t.map.title} hint={t.map.hint}>
                {model.attribution ? (
                  <AttributionTables map={model.attribution} />
                ) : (
                  <p className="text-base text-muted">{t.map.unknown}</p>
                )}
              </Card>
              <div className="grid gap-6 md:grid-cols-2 xl:grid-cols-1">
                <Expectations model={model} />
                <Card title={t.card.sources}>
                  <CardSources card={model.card} />
                </Card>
                <Defaults model={model} />
                <Facts model={model} />
              </div>
            </div>
          </section>
        ))}
      </div>
    </>
  );
}

/** What follows from what is known of a model, before anybody runs into it. */
function Expectations({ model: { attribution, card, findsObjectWord, pixels } }: { readonly model: Model }) {
  const shared = attribution ? sharedOf(attribution) : [];
  return (
    <Card title={t.fails}>
      <div className="space-y-3 text-sm text-pretty">
        <CardLimits card={card} />
        <h3 className="pt-2 text-sm font-medium tracking-normal">{t.failsOurs}</h3>
        {attribution && <p>{shared.length > 0 ? t.failsShared : t.failsNone}</p>}
        {shared.length > 0 && (
          <ul className="list-disc space-y-1 pl-5">
            {shared.map(({ one, other, share }) => (
              <li key={`${one} ${other}`}>
                {t.map.both(texts.attributes[one], texts.attributes[other].toLowerCase(), percent(share))}
              </li>
            ))}
          </ul>
        )}
        {attribution && attribution.source !== 'measured' && <p>{t.failsSource}</p>}
        {!findsObjectWord && <p>{t.failsObject}</p>}
        <p>{t.failsSmall(pixels)}</p>
      </div>
    </Card>
  );
}

function Defaults({ model }: { readonly model: Model }) {
  const { limits, defaultMethod, methodDefaults, schedulers, defaultScheduler } = model;
  return (
    <Card title={t.defaults} hint={t.defaultsHint}>
      <table aria-label={t.defaults} className="w-full text-left text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="pb-2 font-medium">
              {t.what}
            </th>
            <th scope="col" className="pb-2 font-medium">
              {t.default}
            </th>
            <th scope="col" className="pb-2 font-medium">
              {t.range}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y [&_td]:py-2 [&_td]:tabular-nums [&_th]:py-2 [&_th]:pr-3 [&_th]:font-normal">
          {limits.flatMap(({ name, min, max, defaultValue }) =>
            t.limits[name] === undefined || defaultValue === null
              ? []
              : [
                  <tr key={name}>
                    <th scope="row">{t.limits[name]}</th>
                    <td>{amount(defaultValue)}</td>
                    <td className="whitespace-nowrap text-muted">
                      {amount(min)} – {amount(max)}
                    </td>
                  </tr>,
                ],
          )}
          <tr>
            <th scope="row">{t.sampler}</th>
            <td>{defaultScheduler}</td>
            <td className="text-muted">{t.oneOf(schedulers.length)}</td>
          </tr>
          <tr>
            <th scope="row">{t.method}</th>
            <td>{defaultMethod}</td>
            <td className="text-muted">{t.oneOf(methodDefaults.length)}</td>
          </tr>
          {methodDefaults.map(({ method, steps }) => (
            <tr key={method}>
              <th scope="row">{t.methodSteps(method)}</th>
              <td colSpan={2}>{steps === 0 ? t.trainsNothing : amount(steps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Facts({ model: { family, pixels, prediction, findsObjectWord, fingerprint } }: { readonly model: Model }) {
  return (
    <Card title={t.facts}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm [&>dd]:min-w-0 [&>dd]:break-words [&>dt]:text-muted">
        {family !== null && (
          <>
            <dt>{t.family}</dt>
            <dd>{t.families[family] ?? family}</dd>
          </>
        )}
        <dt>{t.pixels}</dt>
        <dd>{t.pixelsOf(pixels)}</dd>
        {prediction !== null && (
          <>
            <dt>{t.prediction}</dt>
            <dd>{t.predictions[prediction] ?? prediction}</dd>
          </>
        )}
        <dt>{t.objectWord}</dt>
        <dd>{findsObjectWord ? t.finds : t.findsNot}</dd>
        <dt>{t.fingerprint}</dt>
        <dd>
          <code className="font-sans">{fingerprint}</code>
        </dd>
      </dl>
    </Card>
  );
}
