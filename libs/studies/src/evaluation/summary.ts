import type { Attribute } from '@facet/base';
import type { Interval } from '../bootstrap.ts';

/** For each attribute a mean over references with its interval. */
export type ByAttribute = Readonly<Record<Attribute, Interval>>;

/**
 * What tokens injected alone do (docs/closed-world.md). `matrix[i][j]` is the share of pictures with token i in which factor j
 * equals the reference's (unspecified), or is as asked (overridden: the reference's for j = i, the named one otherwise).
 */
export interface TransferSummary {
  readonly matrix: Readonly<Record<Attribute, ByAttribute>>;
  /** The diagonal's mean. */
  readonly transfer: Interval;
}

export interface UnspecifiedSummary extends TransferSummary {
  /** For each factor the share without any token in which it equals the reference's by chance. */
  readonly base: ByAttribute;
  /** For each token the mean over the other factors of matrix minus base. */
  readonly leakageOf: ByAttribute;
  /** Excess leakage: the mean of `leakageOf`. */
  readonly leakage: Interval;
  /** Transfer minus leakage, per reference before the mean. */
  readonly difference: Interval;
}

export interface OverriddenSummary extends TransferSummary {
  /** Mean off-diagonal: the factors that the prompt names are as named. */
  readonly obedience: Interval;
}

export interface VariantSummary {
  /** Unique in the study, for example `matte` or `matte without L_CS`. */
  readonly name: string;
  /** Id of the method, or `oracle`, which uses the true words. */
  readonly method: string;
  /** The settings that differ from the model's own, as the study gives them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Optimiser steps that a run may take; 0 for the oracle. */
  readonly steps: number;
  /** Those that runs took, where they may end before; undefined where they take all. */
  readonly stepsTaken?: Interval | undefined;
  /** Samples of the picture per step. */
  readonly batchSize: number;
  /** References whose inversion diverged; they are in no figure. */
  readonly diverged: number;
  /** Wall seconds of an inversion's steps on one thread, without loading; undefined where nothing is inverted. */
  readonly secondsPerInversion: Interval | undefined;
  readonly unspecified: UnspecifiedSummary;
  /** Parts that a study leaves out are undefined. */
  readonly overridden: OverriddenSummary | undefined;
  readonly swaps:
    | {
        /** Attribute i of one picture with attribute j of another, nothing else named: both are right. Mean over i != j. */
        readonly both: Interval;
        /** By unordered pair, for example `color+object`. */
        readonly byAttributes: Readonly<Record<string, Interval>>;
        /** Color and style of one picture with object and layout of the other: all four are right. */
        readonly allFour: Interval;
        /** `allFour` where the asked combination is held out of the model's training, and where it is not; undefined without such pairs. */
        readonly heldOut: Interval | undefined;
        readonly seen: Interval | undefined;
      }
    | undefined;
  /** All four tokens of one reference: factors that equal the reference's. */
  readonly reconstruction: { readonly attributes: ByAttribute; readonly all: Interval } | undefined;
  /** All four tokens, one of them replaced by another word: the word is followed; the other three factors stay. */
  readonly override: { readonly followed: Interval; readonly kept: Interval } | undefined;
  /** `unspecified.difference` over the references whose combination is held out, and over the others; undefined without such. */
  readonly heldOut: { readonly heldOut: Interval | undefined; readonly seen: Interval | undefined };
}

/** `evaluation.json`: what tables and plots are made of. */
export interface EvaluationSummary {
  readonly formatVersion: 1;
  readonly study: string;
  readonly model: { readonly name: string; readonly fingerprint: string };
  /** Versions of Node, ONNX Runtime and Facet, and the commit. */
  readonly versions: Readonly<Record<string, string>>;
  readonly sampling: Readonly<Record<string, unknown>>;
  readonly references: number;
  readonly pairs: number;
  readonly variants: readonly VariantSummary[];
}
