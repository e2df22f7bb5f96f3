import table from './operators.json' with { type: 'json' };

export interface AttributeSchema {
  /** `float`, `ints` and so on, as ONNX calls them. */
  readonly kind: string;
  /** Absent when the operator requires the attribute, or does something of its own without it. */
  readonly default?: number | string | readonly number[] | readonly string[];
}

/** What ONNX says of an operator. */
export interface OperatorSchema {
  /** The operator set that brought this version. */
  readonly since: number;
  /** Names in order; the last ends in `...` where any number of them may follow. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
}

/** The operator sets that the table covers. */
export const oldestSchema = 13;
export const newestSchema = 25;

const schemas: Readonly<Record<string, readonly OperatorSchema[]>> = table;

/**
 * The schema of a standard operator in an operator set; undefined for an operator that it does not have, and for operator sets
 * outside of `oldestSchema` to `newestSchema`. Versions that only admit further element types are not told apart.
 */
export function operatorSchema(opType: string, opset: number): OperatorSchema | undefined {
  if (opset < oldestSchema || opset > newestSchema || !Object.hasOwn(schemas, opType)) return undefined;
  return schemas[opType]!.findLast((schema) => schema.since <= opset);
}
