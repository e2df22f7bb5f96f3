'use client';
import type { StepLosses } from '@facet/base';
import { useEffect, useState } from 'react';
import type { RunStateFragment } from './run.graphql.ts';

type Losses = readonly StepLosses[];

/**
 * The losses of every step so far: of finished segments out of their files, each read once. A page that was away, or is opened in
 * the middle of the run, so has what it missed.
 */
export function useLosses(segments: RunStateFragment['segments']): Losses {
  const [read, setRead] = useState<ReadonlyMap<number, Losses>>(new Map());
  useEffect(() => {
    const controller = new AbortController();
    for (const { step, losses } of segments.filter(({ step }) => !read.has(step)))
      void fetch(losses.url, { signal: controller.signal })
        .then((response) => response.json() as Promise<Losses>)
        .then(
          (list) => setRead((before) => new Map(before).set(step, list)),
          // Its address may have expired, or the connection be lost: the next event brings the segment anew.
          () => undefined,
        );
    return () => controller.abort();
  }, [segments, read]);
  return segments.flatMap(({ step }) => read.get(step) ?? []);
}
