import { AttributeLabel } from '../attributes/attribute-label.tsx';
import { percent } from '../texts/format.ts';
import { modelTexts } from '../texts/model-texts.ts';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';
import {
  effectAt,
  effectSentencesOf,
  sentenceOf,
  sharesOf,
  type AttributionMap,
  type Cells,
  type Effect,
  type Share,
} from './cells.ts';

const t = modelTexts.map;

/** A table for each attribute: stages of drawing by groups of layers, with a sentence that says the same. */
export function AttributionTables({ map }: { readonly map: AttributionMap }) {
  return (
    <>
      <ul>
        {map.attributes.map((cells) => (
          <li key={cells.attribute} className="mb-7">
            <h3 className="tracking-normal">
              <AttributeLabel attribute={cells.attribute} />
            </h3>
            <p className="mt-1 mb-3 text-sm text-pretty">
              {[sentenceOf(map, cells), ...effectSentencesOf(map, cells)].join(' ')}
            </p>
            <AttributeTable map={map} cells={cells} />
          </li>
        ))}
      </ul>
      <p className="text-sm text-pretty text-muted">
        {map.attributes.some(({ effects }) => effects !== null) ? t.effects : t.noEffects}
      </p>
      <p className="text-sm text-pretty text-muted">
        {t.source[map.source] ?? map.source} {map.note}
      </p>
    </>
  );
}

function AttributeTable({ map, cells }: { readonly map: AttributionMap; readonly cells: Cells }) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-1 text-left">
      <caption className="sr-only">{t.table(texts.attributes[cells.attribute].toLowerCase())}</caption>
      <thead>
        <tr className="align-bottom text-xs text-muted">
          <th scope="col" className="w-[24%] font-medium">
            {t.layers}
          </th>
          {cells.stages.map(({ stage, fromTimestep, untilTimestep }) => (
            <th key={stage} scope="col" className="text-center font-medium">
              <span className="block">{t.stage(stage + 1)}</span>
              <span className="block font-normal tracking-tight tabular-nums">
                {t.timesteps(fromTimestep, untilTimestep)}
              </span>
            </th>
          ))}
          {cells.effects && (
            <th scope="col" className="text-center font-medium">
              {t.all}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sharesOf(map, cells).map(([group, shares]) => (
          <tr key={group}>
            <th scope="row" className="text-xs leading-4 font-medium">
              <span className="block first-letter:uppercase">{t.groups[group]}</span>
              <span className="block font-normal text-muted">{t.groupHints[group]}</span>
            </th>
            {shares.map((share, stage) => (
              <td key={stage} className="p-0">
                <Cell share={share} effect={effectAt(cells, group, stage)} />
              </td>
            ))}
            {cells.effects && (
              <td className="p-0">
                <Cell effect={effectAt(cells, group, null)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Steps of colour that text can be read on, in light and dark. */
const STEPS = ['bg-sunken text-muted', 'bg-accent/15', 'bg-accent/30', 'bg-accent text-on-accent'] as const;

/** In how many layers a token speaks, and what was measured of them. */
function Cell({ share, effect }: { readonly share?: Share | undefined; readonly effect: Effect | undefined }) {
  const alone = effect && percent(effect.followsAlone);
  const without = effect && percent(effect.followsWithout);
  return (
    <div
      title={effect && t.effectOf(alone!, without!)}
      className={cx(
        'grid h-15 place-content-center rounded-md text-center text-xs sm:h-11 font-medium tabular-nums',
        share ? STEPS[Math.ceil((share.active / share.of) * (STEPS.length - 1))] : 'bg-sunken text-ink',
      )}
    >
      {share && <span>{t.cell(share.active, share.of)}</span>}
      {effect && <span className="font-normal">{t.effect(alone!, without!)}</span>}
    </div>
  );
}
