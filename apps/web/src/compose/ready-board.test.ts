import { expect, test } from 'vitest';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { toSearch } from './board-address.ts';
import { readyBoard } from './ready-board.ts';

const tokens = (run: string, attributes = ['COLOR', 'STYLE', 'OBJECT', 'LAYOUT']): TokenCardFragment[] =>
  attributes.map((attribute) => ({ id: `${run}-${attribute.toLowerCase()}`, attribute }) as TokenCardFragment);

const addressOf = (...runs: TokenCardFragment[][]) => Object.fromEntries(toSearch(readyBoard(runs).board));

test('of two pictures the latest gives how it looks, and the one before what is shown', () => {
  expect(addressOf(tokens('b'), tokens('a'))).toEqual({
    color: 'b-color',
    style: 'b-style',
    object: 'a-object',
    layout: 'a-layout',
  });
  expect(readyBoard([tokens('b'), tokens('a')]).tokens.map(({ id }) => id)).toEqual([
    'b-color',
    'b-style',
    'a-object',
    'a-layout',
  ]);
});

test('one picture gives all; runs without tokens are passed over, and what one lacks the other gives', () => {
  expect(addressOf([], tokens('a'))).toEqual(addressOf(tokens('a')));
  expect(addressOf(tokens('b', ['COLOR']), tokens('a', ['OBJECT', 'STYLE']))).toEqual({
    color: 'b-color',
    style: 'a-style',
    object: 'a-object',
  });
  expect(addressOf(tokens('whole', ['TOKEN']))).toEqual({});
  expect(addressOf()).toEqual({});
});
