import { draggable, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { texts } from '../texts/texts.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';

/** What is dragged out of the library. */
export interface Dragged {
  readonly tokens: readonly TokenCardFragment[];
}

/** What a drag holds, if it is of tokens. */
export function draggedOf(data: Readonly<Record<string | symbol, unknown>>): Dragged | undefined {
  const tokens = data['tokens'] as Dragged['tokens'] | undefined;
  return tokens && { tokens };
}

/** Lets an element of a token be dragged, for it alone or for all that are selected. @returns what ends it */
export const dragTokens = (element: HTMLElement, tokens: () => readonly TokenCardFragment[]): (() => void) =>
  draggable({
    element,
    getInitialData: () => ({ tokens: tokens() }),
    onGenerateDragPreview({ nativeSetDragImage }) {
      const count = tokens().length;
      // One shows itself.
      if (count === 1) return;
      setCustomNativeDragPreview({
        nativeSetDragImage,
        render({ container }) {
          const chip = document.createElement('div');
          chip.className = 'rounded-full bg-accent px-3 py-1.5 text-sm font-medium text-on-accent';
          chip.textContent = texts.shelf.batch.count(count);
          container.append(chip);
        },
      });
    },
  });

/** Says what is dragged when a drag begins, and undefined when it ends. @returns what ends it */
export const watchDragged = (say: (dragged: Dragged | undefined) => void): (() => void) =>
  monitorForElements({
    canMonitor: ({ source }) => draggedOf(source.data) !== undefined,
    onDragStart: ({ source }) => say(draggedOf(source.data)),
    onDrop: () => say(undefined),
  });
