import { attrFloat, attrInt, attrInts, attrString, operatorSchema, type NodeProto } from '@facet/onnx';

/**
 * Reads the attributes of a node that its reader has declared, and no others: what is declared is what the engine checks the
 * node against (see conform.ts). Defaults are those that ONNX gives the operator in this operator set.
 */
export class AttributeReader<in A extends string> {
  readonly node: NodeProto;
  readonly #opset: number;
  readonly #declared: readonly string[];

  constructor(node: NodeProto, opset: number, declared: readonly string[]) {
    this.node = node;
    this.#opset = opset;
    this.#declared = declared;
  }

  int(name: A): number {
    const fallback = this.#default(name);
    return typeof fallback === 'number' ? attrInt(this.node, name, fallback) : attrInt(this.node, name);
  }

  float(name: A): number {
    const fallback = this.#default(name);
    return typeof fallback === 'number' ? attrFloat(this.node, name, fallback) : attrFloat(this.node, name);
  }

  text(name: A): string {
    const fallback = this.#default(name);
    return typeof fallback === 'string' ? attrString(this.node, name, fallback) : attrString(this.node, name);
  }

  /** Undefined when the node lacks it and ONNX gives no default; also where the operator did not have it yet. */
  maybeInts(name: A): number[] | undefined {
    return attrInts(this.node, name, this.#default(name) as number[] | undefined);
  }

  ints(name: A): number[] {
    return this.maybeInts(name) ?? attrInts(this.node, name);
  }

  maybeInt(name: A): number | undefined {
    return attrInt(this.node, name, this.#default(name) as number | undefined);
  }

  maybeFloat(name: A): number | undefined {
    return attrFloat(this.node, name, this.#default(name) as number | undefined);
  }

  maybeText(name: A): string | undefined {
    return attrString(this.node, name, this.#default(name) as string | undefined);
  }

  #default(name: string): number | string | readonly number[] | readonly string[] | undefined {
    if (!this.#declared.includes(name)) throw new Error(`${this.node.opType} reads '${name}' without declaring it.`);
    return operatorSchema(this.node.opType, this.#opset)?.attributes[name]?.default;
  }
}
