import type {
  Allowed,
  Details,
  Endpoint,
  EndpointStatus,
  Pending,
  PrincipalView,
  Region,
} from "../ipc";
import type { Tone } from "../kit";
import { cloudName, word } from "./words";

/** A region's endpoint in a word, with its colour and, where it needs one, an explanation. */
export interface StateView {
  label: string;
  tone: Tone;
  /** What it means, in a sentence. */
  meaning: string;
}

const statuses: Record<Exclude<EndpointStatus, "unknown">, StateView> = {
  creating: {
    label: "Creating…",
    tone: "busy",
    meaning: "Being created. The service name appears when it is ready, usually within minutes.",
  },
  ready: {
    label: "Ready",
    tone: "ok",
    meaning: "In service: the principals below can connect.",
  },
  updating: {
    label: "Updating…",
    tone: "busy",
    meaning: "Being changed.",
  },
  disabled: {
    label: "Disabled",
    tone: "off",
    meaning: "Out of service. Nothing can connect through it.",
  },
  deleting: {
    label: "Deleting…",
    tone: "busy",
    meaning: "Being deleted.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    meaning:
      "Creating or changing it failed. Recreate it with the same principals, or contact YugabyteDB support.",
  },
};

export function stateOf(region: Region): StateView {
  const { endpoint } = region;
  switch (endpoint.kind) {
    case "none":
      return none(region);
    case "requested":
      return {
        label: "Requested…",
        tone: "busy",
        meaning: "The create was accepted. The endpoint isn't listed yet.",
      };
    case "present":
      if (endpoint.pending) return pendingView(endpoint.pending);
      if (endpoint.status === "unknown") {
        return {
          label: word(endpoint.state),
          tone: "warn",
          meaning: `The service reports “${endpoint.state}”, a state that this version of Postern doesn't know.`,
        };
      }
      return statuses[endpoint.status];
  }
}

function pendingView(pending: Pending): StateView {
  if (pending.overdue) {
    return {
      label: "Not confirmed",
      tone: "warn",
      meaning: "A change was accepted more than two minutes ago, but it doesn't show up yet.",
    };
  }
  if (pending.deleting)
    return {
      label: "Deleting…",
      tone: "busy",
      meaning: "The delete was accepted. Waiting for the endpoint to disappear.",
    };
  return {
    label: "Applying…",
    tone: "busy",
    meaning: "The change was accepted. Waiting for it to show up (up to 20 s).",
  };
}

function none(region: Region): StateView {
  const lack = region.lacks[0];
  const label =
    lack?.kind === "cloud"
      ? `Not on ${cloudName(region.cloud)}`
      : lack?.kind === "sandbox"
        ? "Sandbox"
        : lack?.kind === "no-vpc"
          ? "No VPC"
          : "None";
  return {
    label,
    tone: "off",
    meaning: lack
      ? `${lack.reason} ${lack.remedy}`
      : "This region has no private service endpoint.",
  };
}

/** The service name, as far as it is known. */
export function serviceNameOf(endpoint: Endpoint): string | null {
  return endpoint.kind === "present" ? endpoint.details.serviceName : null;
}

export function detailsOf(endpoint: Endpoint): Details | null {
  return endpoint.kind === "present" ? endpoint.details : null;
}

/** Who may connect, as far as known: see `isUnread`. */
export function principalsOf(endpoint: Endpoint): readonly PrincipalView[] {
  return endpoint.kind === "none" ? nobody : (endpoint.principals ?? nobody);
}

/** Whether the service did not return who may connect: nobody known is not nobody. */
export function isUnread(endpoint: Endpoint): boolean {
  return endpoint.kind !== "none" && endpoint.principals === null;
}

export const unreadMeaning =
  "The service didn't return this endpoint's principals, so they can't be shown or edited now.";

const nobody: readonly PrincipalView[] = [];

/** Why something may not be done, and what to do about it; null: it may, at once or after a wait. */
export function whyNot(allowed: Allowed): string | null {
  return allowed.kind === "no" ? `${allowed.reason} ${allowed.remedy}`.trimEnd() : null;
}

/** Why something may be done with none of these; null: with some it may. The first reason stands for all. */
export function whyNone<T>(all: readonly T[], allowed: (one: T) => Allowed): string | null {
  if (all.some((one) => allowed(one).kind !== "no")) return null;
  return all[0] === undefined ? null : whyNot(allowed(all[0]));
}
