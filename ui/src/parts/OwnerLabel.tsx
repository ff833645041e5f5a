/** The name of a principal's owner, beside the principal. */
export function OwnerLabel({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <span className="max-w-[40%] shrink-0 truncate font-sans text-xs text-mut" title={name}>
      {name}
    </span>
  );
}
