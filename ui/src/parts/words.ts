import type { Cloud, Health } from "../ipc";
import type { Tone } from "../kit";

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

/** The name of the cloud's private link service. */
export function linkName(cloud: Cloud): string {
  return cloud === "azure"
    ? "Azure Private Link"
    : cloud === "aws"
      ? "AWS PrivateLink"
      : cloudName(cloud);
}

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

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
