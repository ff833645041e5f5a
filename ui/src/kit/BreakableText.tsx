import { Fragment } from "react";

/** A long name that breaks after its dots, colons and slashes, and elsewhere only where it must. */
export function BreakableText({ text }: { text: string }) {
  const parts = text.split(/(?<=[.:/])/);
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
