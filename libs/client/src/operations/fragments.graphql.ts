/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type InversionFieldsFragment = {
  readonly id: string;
  readonly status: Types.RunStatus;
  readonly done: number;
  readonly total: number;
  readonly name: string;
  readonly method: string;
  readonly finishedAt: string | null;
  readonly losses: { readonly total: number } | null;
  readonly assessment: {
    readonly unlikeness: number;
    readonly colorDistance: number;
    readonly words: ReadonlyArray<{
      readonly attribute: Types.Attribute;
      readonly word: string;
      readonly confidence: number;
    }>;
    readonly warnings: ReadonlyArray<{
      readonly code: string;
      readonly attribute: Types.Attribute | null;
      readonly message: string;
    }>;
  } | null;
  readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
};

export type CompositionFieldsFragment = {
  readonly id: string;
  readonly status: Types.RunStatus;
  readonly done: number;
  readonly total: number;
  readonly finishedAt: string | null;
  readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
};

export type TokenFieldsFragment = {
  readonly id: string;
  readonly name: string;
  readonly attribute: Types.TokenAttribute;
  readonly version: number;
  readonly initialWord: string;
  readonly modelName: string;
  readonly library: { readonly name: string };
};
