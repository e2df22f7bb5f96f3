/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type TokenCardFragment = {
  readonly id: string;
  readonly name: string;
  readonly attribute: Types.TokenAttribute;
  readonly isFavorite: boolean;
  readonly initialWord: string;
  readonly objectWord: string;
  readonly version: number;
  readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
  readonly picture: { readonly url: string; readonly expiresAt: string } | null;
  readonly leakReport: {
    readonly transfer: number | null;
    readonly excessLeakage: number | null;
    readonly carries: ReadonlyArray<Types.Attribute>;
  } | null;
  readonly library: { readonly id: string; readonly name: string; readonly isGranted: boolean };
  readonly inversion: {
    readonly id: string;
    readonly image: {
      readonly id: string;
      readonly width: number | null;
      readonly height: number | null;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
    } | null;
  } | null;
};
