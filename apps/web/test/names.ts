import type { Page } from '@playwright/test';

/** What somebody acts on who does not see it, and goes by its name alone. */
const ACTED_ON = [
  'button',
  'checkbox',
  'combobox',
  'link',
  'menuitem',
  'menuitemradio',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
];
/** What is looked at, and has to be said. */
const SAID = ['dialog', 'image', 'meter', 'navigation', 'progressbar', 'region', 'table', 'toolbar'];

/** What is heard before what is in it: a button of one row is told by that from the same of another. */
const TOLD_BEFORE = new Set(['article', 'dialog', 'listitem', 'row']);

interface Node {
  readonly role: string;
  readonly name: string;
  readonly url: string;
  /** The id of the list item, row or the like that it is in. */
  readonly within: string;
}

/** The page as a screen reader has it. */
async function treeOf(page: Page): Promise<Node[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const withinOf = (node: (typeof nodes)[number]): string => {
    const parent = byId.get(node.parentId ?? '');
    if (!parent) return '';
    return TOLD_BEFORE.has(String(parent.role?.value)) ? parent.nodeId : withinOf(parent);
  };
  return nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => ({
      role: String(node.role?.value ?? ''),
      name: String(node.name?.value ?? '').trim(),
      url: String(node.properties?.find((each) => each.name === 'url')?.value.value ?? ''),
      within: withinOf(node),
    }));
}

const isLike = (one: Node, other: Node): boolean =>
  one.role === other.role &&
  one.name === other.name &&
  one.within === other.within &&
  (one.role !== 'link' || one.url !== other.url);

/** Names that are missing, and those of which a page, or a list item in it, has several: which one is meant would not be heard. */
export async function nameFaultsOf(page: Page): Promise<string[]> {
  const tree = await treeOf(page);
  const unnamed = tree.filter(({ role, name }) => [...ACTED_ON, ...SAID].includes(role) && name === '');
  const acted = tree.filter(({ role }) => ACTED_ON.includes(role));
  const twice = acted.filter((one, at) => acted.slice(0, at).some((other) => isLike(one, other)));
  return [
    ...unnamed.map(({ role }) => `${role} without a name`),
    ...twice.map(({ role, name }) => `${role} “${name}” twice`),
  ];
}
