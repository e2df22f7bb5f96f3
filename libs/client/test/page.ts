import { walk, type Walked } from './walk.ts';

interface Page {
  /** Made by the test. */
  cut(): Promise<void>;
  start(url: string, email: string): Promise<Walked>;
}

/** Gives the page what the test calls. */
export function preparePage(): void {
  const page = globalThis as unknown as Page;
  page.start = async (url, email) => {
    const picture = await (await fetch('/cat.png')).blob();
    return walk({ url, picture, email, cut: () => page.cut() });
  };
}
