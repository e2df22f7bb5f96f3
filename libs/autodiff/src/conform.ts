import { AttributeType, operatorSchema, type AttributeProto, type NodeProto } from '@facet/onnx';
import { AutodiffError } from './errors.ts';
import { describe } from './forward.ts';
import type { Rule } from './rule.ts';

/**
 * Checks a node against its operator's schema and what the rule declares to take into account.
 * @param active the values through which a wanted gradient flows
 * @throws {AutodiffError} `unsupported-form` naming the attribute or output that the rule would ignore
 */
export function requireConforming(node: NodeProto, rule: Rule, opset: number, active: ReadonlySet<string>): void {
  const refuse = (what: string): never => {
    throw new AutodiffError('unsupported-form', `${describe(node, opset)} ${what}.`);
  };
  const schema = operatorSchema(node.opType, opset);
  if (!schema) return refuse('is no operator of this operator set');
  for (const attribute of node.attribute) {
    const { name } = attribute;
    const known = schema.attributes[name];
    if (!known) refuse(`has the attribute '${name}', which ONNX does not give it`);
    else if (attribute.refAttrName) refuse(`takes its attribute '${name}' from a function around it`);
    else if (!rule.reads.includes(name) && !rule.moot.includes(name) && !isDefault(attribute, known.default))
      refuse(`sets '${name}' to ${shown(attribute)}, which is not among the forms whose gradient is known`);
  }
  for (const [i, output] of node.output.entries()) {
    if (i < rule.outputs || !active.has(output)) continue;
    refuse(
      `passes a wanted value on by its output ${i} ('${schema.outputs[i] ?? output}'), whose gradient is not known`,
    );
  }
}

/** Whether the attribute says what its absence would say. */
function isDefault(attribute: AttributeProto, value: unknown): boolean {
  return value !== undefined && JSON.stringify(plain(attribute)) === JSON.stringify(value);
}

function plain(attribute: AttributeProto): unknown {
  const decoder = new TextDecoder();
  switch (attribute.type) {
    case AttributeType.INT:
      return Number(attribute.i ?? 0);
    case AttributeType.FLOAT:
      return attribute.f ?? 0;
    case AttributeType.STRING:
      return decoder.decode(attribute.s);
    case AttributeType.INTS:
      return attribute.ints.map(Number);
    case AttributeType.FLOATS:
      return attribute.floats;
    case AttributeType.STRINGS:
      return attribute.strings.map((each) => decoder.decode(each));
    default:
      return undefined;
  }
}

function shown(attribute: AttributeProto): string {
  return JSON.stringify(plain(attribute)) ?? 'a value';
}
