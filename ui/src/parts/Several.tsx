import { cx } from "../kit";
import { InfoPopover } from "../kit/InfoPopover";

interface Props {
  /** What the items are: the title of the card that lists them. */
  label: string;
  items: readonly { id: string; text: string; detail?: string | null }[];
  /** How many the cell shows, one per line. */
  lines?: number;
  /** Names instead of codes: not monospaced. */
  plain?: boolean;
}

/** The first of several items, with a card that lists all of them. */
export function Several({ label, items, lines = 1, plain }: Props) {
  const shown = items.slice(0, lines);
  const more = items.length - shown.length;
  const face = plain ? "" : "mono";
  return (
    <div className="flex min-w-0 flex-col">
      {shown.map((item, i) => (
        <div key={item.id} className="flex min-w-0 items-center gap-2">
          <span className={cx("truncate", item.detail && "shrink-0", face)} title={item.text}>
            {item.text}
          </span>
          {item.detail && <span className="mono truncate text-mut">{item.detail}</span>}
          {more > 0 && i === shown.length - 1 && (
            <InfoPopover label={label} trigger={`+${more}`} className="shrink-0 text-xs text-mut">
              <h3 className="mb-1.5 text-xs font-medium text-dim">{label}</h3>
              <ul className="flex flex-col gap-1">
                {items.map((one) => (
                  <li key={one.id} className={cx("flex gap-3 break-all select-text", face)}>
                    {one.text}
                    {one.detail && <span className="mono ml-auto text-mut">{one.detail}</span>}
                  </li>
                ))}
              </ul>
            </InfoPopover>
          )}
        </div>
      ))}
    </div>
  );
}
