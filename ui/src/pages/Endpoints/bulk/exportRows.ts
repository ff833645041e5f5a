import type { Row } from "../rows";

const titles = [
  "cluster",
  "cloud",
  "vpc",
  "region",
  "state",
  "service_name",
  "host",
  "principals",
  "zones",
  "connections",
] as const;

function valuesOf(row: Row) {
  const details = row.endpoint.kind === "present" ? row.endpoint.details : null;
  const known = details?.kind === "known" ? details : null;
  return {
    cluster: row.cluster.name,
    cloud: row.cluster.cloud,
    vpc: row.vpcName,
    region: row.region.region,
    state: row.endpoint.kind === "none" ? "none" : row.state.label.replace("…", "").toLowerCase(),
    service_name: row.serviceName,
    host: row.host,
    principals: row.isUnread ? null : row.principals.map((p) => p.text),
    zones: known ? known.zones : null,
    connections: known ? known.connections : null,
  };
}

/** The rows as CSV. What isn't known is empty; principals that weren't read are marked as such. */
export function rowsAsCsv(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const values = valuesOf(row);
    const known = { ...values, principals: values.principals ?? "not read" };
    return titles.map((title) => cell(known[title])).join(",");
  });
  return [titles.join(","), ...lines, ""].join("\r\n");
}

export function rowsAsJson(rows: readonly Row[]): string {
  return `${JSON.stringify(rows.map(valuesOf), null, 2)}\n`;
}

function cell(value: string | readonly string[] | null): string {
  const text = value === null ? "" : typeof value === "string" ? value : value.join(" ");
  // A spreadsheet would run text that starts like this as a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
