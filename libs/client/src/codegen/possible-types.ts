import { buildASTSchema, isAbstractType, visit, type DocumentNode } from 'graphql';

/**
 * The `possibleTypes` that Apollo Client's cache wants, of the interfaces and unions that the operations name: without them it
 * leaves the fields of `... on Error` out, because it does not know which types are errors.
 */
export function possibleTypes(schema: DocumentNode, operations: readonly DocumentNode[]): string {
  const built = buildASTSchema(schema, { assumeValid: true });
  const named = new Set<string>();
  for (const document of operations)
    visit(document, {
      InlineFragment: ({ typeCondition }) => void (typeCondition && named.add(typeCondition.name.value)),
      FragmentDefinition: ({ typeCondition }) => void named.add(typeCondition.name.value),
    });
  const abstract = [...named].toSorted().flatMap((name) => {
    const type = built.getType(name);
    return isAbstractType(type)
      ? [
          [
            name,
            built
              .getPossibleTypes(type)
              .map((each) => each.name)
              .toSorted(),
          ],
        ]
      : [];
  });
  return `export const possibleTypes: Readonly<Record<string, string[]>> = ${JSON.stringify(Object.fromEntries(abstract))};`;
}
