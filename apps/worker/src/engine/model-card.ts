import type { CardSection, ModelCard } from '@facet/db';
import type { Heading, List, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString } from 'mdast-util-to-string';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmTable } from 'micromark-extension-gfm-table';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What is read of a card at most, and what is taken of it: whoever made a model may have written a book. */
const MAX = { bytes: 64 * 1024, sections: 12, blocks: 30, text: 1000, title: 200 } as const;

/** A line of so many quotations and lists in each other: the time to read those grows with the square of their number. */
const DEEP = /^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){20}.*$/gm;

type Topic = CardSection['topic'];
type Block = CardSection['blocks'][number];

/** What headings of model cards call these things; the first that fits. */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  ['limits', /limit|bias|risk|fail|known (?:issue|problem)|misuse|out[- ]of[- ]scope|caveat|weakness/i],
  ['license', /licen[cs]e|copyright/i],
  ['data', /\bdata|sources?\b|provenance/i],
];

/**
 * The card of the model in this folder, README.md: what it says of the model's limits, of the data it was made of and of licences, as plain text
 * without links, pictures and HTML. Undefined without one.
 */
export async function modelCard(directory: string): Promise<ModelCard | undefined> {
  const text = await readStart(join(directory, 'README.md'));
  if (text === undefined) return undefined;
  try {
    return parseCard(text);
  } catch {
    // A model is not refused for what is written about it.
    return undefined;
  }
}

export function parseCard(text: string): ModelCard {
  const { children } = fromMarkdown(text.replaceAll(DEEP, ''), {
    extensions: [frontmatter(), gfmTable()],
    mdastExtensions: [frontmatterFromMarkdown(), gfmTableFromMarkdown()],
  });
  const [head] = children;
  return { license: head?.type === 'yaml' ? licenseOf(head.value) : null, sections: sectionsOf(children) };
}

/** A heading begins a section; one below it that names no topic has that of the one above. */
function sectionsOf(nodes: readonly RootContent[]): CardSection[] {
  const sections: (CardSection & { blocks: Block[] })[] = [];
  let above: Above | undefined;
  for (const node of nodes) {
    if (node.type === 'heading') {
      above = under(above, node);
      if (above) sections.push({ topic: above.topic, title: plain(textOf(node), MAX.title), blocks: [] });
    } else if (above) sections.at(-1)!.blocks.push(...blocksOf(node));
  }
  return sections
    .filter(({ blocks }) => blocks.length > 0)
    .slice(0, MAX.sections)
    .map(({ topic, title, blocks }) => ({ topic, title, blocks: blocks.slice(0, MAX.blocks) }));
}

/** The heading that what follows stands under. */
interface Above {
  readonly topic: Topic;
  readonly depth: number;
}

function under(above: Above | undefined, heading: Heading): Above | undefined {
  const title = textOf(heading);
  const own = TOPICS.find(([, names]) => names.test(title));
  if (own) return { topic: own[0], depth: heading.depth };
  return above && heading.depth > above.depth ? above : undefined;
}

function blocksOf(node: RootContent): Block[] {
  switch (node.type) {
    case 'paragraph':
    case 'code':
      return block('paragraph', textOf(node));
    case 'blockquote':
      return node.children.flatMap(blocksOf);
    case 'list':
      return itemsOf(node);
    case 'table':
      return rowsOf(node);
    default:
      return [];
  }
}

/** Lists in lists become one. */
const itemsOf = ({ children }: List): Block[] =>
  children.flatMap((item) =>
    item.children.flatMap((node) =>
      node.type === 'list' ? itemsOf(node) : blocksOf(node).flatMap(({ text }) => block('item', text)),
    ),
  );

/** Each cell behind the first says the name of its column: there is no head above a row that is read by itself. */
function rowsOf({ children: [head, ...rows] }: Table): Block[] {
  const names = head!.children.map(textOf);
  return rows.flatMap(({ children }) => {
    const cells = children.map((cell, i) => {
      const [name, text] = [names[i], textOf(cell)];
      return i === 0 || !name || text === '' ? text : `${name}: ${text}`;
    });
    return block('item', cells.filter((cell) => cell !== '').join(' · '));
  });
}

function block(kind: Block['kind'], text: string): Block[] {
  const said = plain(text, MAX.text);
  return said === '' ? [] : [{ kind, text: said }];
}

const textOf = (node: unknown): string => toString(node, { includeImageAlt: false, includeHtml: false });

/** In one line, without what no database takes. */
function plain(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const signs = [...line];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : line;
}

function licenseOf(head: string): string | null {
  try {
    const { license } = parse(head) as { readonly license?: unknown };
    return typeof license === 'string' ? plain(license, MAX.title) : null;
  } catch {
    // A card is for people: one whose head no program reads still says what it says.
    return null;
  }
}

async function readStart(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX.bytes), 0, MAX.bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
