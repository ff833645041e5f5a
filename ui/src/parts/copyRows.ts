import { commands, type Rows, type RowsFormat, toProblem } from "../ipc";
import { type MenuEntry, toast } from "../kit";
import { count, number } from "./words";

/** What is copied, as one and as many. */
const names: Record<RowsFormat, readonly [string, string]> = {
  names: ["name", "names"],
  "service-names": ["service name", "service names"],
  hosts: ["host", "hosts"],
  principals: ["principal", "principals"],
  links: ["link", "links"],
  tsv: ["row as TSV", "rows as TSV"],
  csv: ["row as CSV", "rows as CSV"],
  json: ["row as JSON", "rows as JSON"],
  markdown: ["row as a Markdown table", "rows as a Markdown table"],
};

/** Copies rows as a text that the shell makes, and says what was copied. */
export async function copyRows(rows: Rows, format: RowsFormat, whyNone?: string): Promise<void> {
  const [one, many] = names[format];
  try {
    const { count: copied, without, first } = await commands.copyRows(rows, format);
    if (copied === 0) {
      const detail = whyNone ?? `${rows.ids.length === 1 ? "It has" : "They have"} no ${one}.`;
      toast({ tone: "info", title: "Nothing to copy", detail });
      return;
    }
    const more = first.length > 0 && copied > first.length;
    const detail = [
      [...first, ...(more ? [`${number(copied - first.length)} more`] : [])].join("\n"),
      without > 0 && `${count(without, "row")} without a ${one}.`,
    ];
    toast({
      tone: "ok",
      title: `Copied ${copied === 1 ? one : `${number(copied)} ${many}`}`,
      detail: detail.filter(Boolean).join("\n") || undefined,
    });
  } catch (error) {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: `Couldn't copy the ${many}`, detail: `${message} ${hint}` });
  }
}

const labels: Record<RowsFormat, string> = {
  names: "Names",
  "service-names": "Service names",
  hosts: "Hosts",
  principals: "Principals",
  links: "Links",
  tsv: "Rows as TSV",
  csv: "Rows as CSV",
  json: "Rows as JSON",
  markdown: "Rows as Markdown",
};

const asTable: readonly RowsFormat[] = ["tsv", "csv", "json", "markdown"];

/** The entries of a menu that copies rows: values first, then the whole rows. */
export function copyRowsEntries(rows: Rows, values: readonly RowsFormat[]): MenuEntry[] {
  return [...values, ...asTable].map((format) => ({
    id: `copy-${format}`,
    label: labels[format],
    separated: format === "tsv" && values.length > 0,
    onAction: () => void copyRows(rows, format),
  }));
}

/** An entry with a submenu that copies rows. */
export function copyAsEntry(rows: Rows, values: readonly RowsFormat[]): MenuEntry {
  return { id: "copy-as", label: "Copy as", icon: "copy", entries: copyRowsEntries(rows, values) };
}
