import { Fragment } from "react";

/** A long name that wraps after dots, colons and slashes if it can. */
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
