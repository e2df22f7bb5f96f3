/** What drags tokens onto the board. */
export const loadDragging = () => import('@atlaskit/pragmatic-drag-and-drop/element/adapter');
