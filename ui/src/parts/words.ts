import type { Cloud, Health } from "../ipc";
import type { Tone } from "../kit";
import { number } from "../kit/number";

export { number };

export function cloudName(cloud: Cloud): string {
  switch (cloud) {
    case "aws":
      return "AWS";
    case "azure":
      return "Azure";
    case "gcp":
      return "GCP";
    default:
      return cloud;
  }
}

/** The names of a cluster's clouds, as its headings show them. */
export function cloudNames(clouds: readonly Cloud[]): string {
  return [...new Set(clouds.map(cloudName))].join(" · ");
}

/** The name of the cloud's private link service. */
export function linkName(cloud: Cloud): string {
  return cloud === "azure"
    ? "Azure Private Link"
    : cloud === "aws"
      ? "AWS PrivateLink"
      : cloudName(cloud);
}

/** Where to look for who did something, since the API doesn't say. Whether changes of endpoints are in it isn't documented. */
export const auditLog =
  "The Aeon console may show who did it: Security > Activity > Console Audit Log. The Developer role doesn't have that page.";

export function healthTone(health: Health): Tone {
  switch (health) {
    case "good":
      return "ok";
    case "changing":
      return "busy";
    case "stopped":
      return "off";
    case "bad":
      return "bad";
    case "unknown":
      return "warn";
  }
}

/** One of the service's constants (`EDIT_CLUSTER`) in sentence case (`Edit cluster`). */
export function word(text: string): string {
  const plain = text.replaceAll("_", " ").toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** How much is meant or changed, in the same words in Access, the review and the progress. */
export function extent(endpoints: number, clusters: number): string {
  return `${count(endpoints, "endpoint")} in ${count(clusters, "cluster")}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}
