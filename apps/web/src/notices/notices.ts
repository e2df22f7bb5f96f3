/** Under which this browser keeps that somebody wants them; others of his have a choice of their own. */
const WANTED = 'facet-notices';

/** Whether this browser tells of what happens by notices of its own. `blocked`: it was told to let nobody do that here. */
export type NoticeState = 'on' | 'off' | 'blocked' | 'impossible';

export function noticeState(): NoticeState {
  if (!('Notification' in window)) return 'impossible';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && localStorage.getItem(WANTED) !== null ? 'on' : 'off';
}

/** Asks the browser, which asks whoever sits before it. Only ever by a press of his. */
export async function switchOn(): Promise<NoticeState> {
  if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(WANTED, '');
  return noticeState();
}

export function switchOff(): NoticeState {
  localStorage.removeItem(WANTED);
  return noticeState();
}

/** Shows a notice of a thing, if they are wanted. It leads to a page; of several windows that have the same to say, one is heard. */
export function notice(
  title: string,
  { body, path, id }: { readonly body: string; readonly path: string; readonly id: string },
): void {
  if (noticeState() !== 'on') return;
  const shown = new Notification(title, { body, tag: id });
  shown.addEventListener('click', () => {
    window.focus();
    location.assign(path);
    shown.close();
  });
}
