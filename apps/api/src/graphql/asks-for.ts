import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Whether the operation asks for a field of what is being resolved. `@skip` and `@include` are not looked at: it may turn out that it does not. */
export function asksFor(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  field: string,
) {
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((each) => {
      if (each.kind === Kind.FIELD) return each.name.value === field;
      return isIn((each.kind === Kind.INLINE_FRAGMENT ? each : fragments[each.name.value])?.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}
