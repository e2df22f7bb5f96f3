/** A stone of four facets, in the colours of the four attributes. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <path d="M16 2 2 13l14 3z" className="fill-attribute-color" />
      <path d="m16 2 14 11-14 3z" className="fill-attribute-style" />
      <path d="m2 13 14 17V16z" className="fill-attribute-layout" />
      <path d="M30 13 16 30V16z" className="fill-attribute-object" />
      <path d="M16 2 2 13l14 3 14-3z" fill="#fff" fillOpacity="0.14" />
    </svg>
  );
}
