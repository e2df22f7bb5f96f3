/** The first letter of an organisation's name. */
export function OrganizationMark({ name }: { readonly name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-7 shrink-0 place-items-center rounded-md bg-accent-soft text-xs font-semibold text-accent-strong uppercase"
    >
      {[...name][0]}
    </span>
  );
}
