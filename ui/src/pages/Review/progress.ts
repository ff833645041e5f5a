import type { Action, Change, StepState } from "../../ipc";
import type { Tone } from "../../kit";
import { moment } from "../../parts/age";

/** A change in one line: what the tray shows. `key` changes when there is news. */
export function summary(change: Change): {
  key: "running" | "done" | "attention" | "failed";
  tone: Tone;
  text: string;
} {
  const kinds = change.steps.map((s) => s.state.kind);
  const all = kinds.length;
  const of = (...wanted: StepState["kind"][]) => kinds.filter((k) => wanted.includes(k)).length;
  const failed = of("failed");
  if (failed > 0)
    return {
      key: "failed",
      tone: "bad",
      text: all === 1 ? "failed" : `${failed} of ${all} failed`,
    };
  if (of("conflict") > 0) return { key: "attention", tone: "warn", text: "needs your decision" };
  if (of("superseded") > 0)
    return { key: "attention", tone: "warn", text: "replaced by somebody else's list" };
  if (of("not-confirmed") > 0) return { key: "attention", tone: "warn", text: "not confirmed" };
  const done = of("confirmed");
  if (done === all)
    return { key: "done", tone: "ok", text: all === 1 ? "confirmed" : `all ${all} confirmed` };
  if (of("waiting") > 0 && of("sending", "accepted") === 0)
    return { key: "running", tone: "busy", text: "waiting for the cluster" };
  return {
    key: "running",
    tone: "busy",
    text: all === 1 ? "applying…" : `${done} of ${all} confirmed`,
  };
}

/** A step's state in words. */
export function stepWords(state: StepState): { tone: Tone; text: string; detail?: string } {
  switch (state.kind) {
    case "planned":
      return { tone: "off", text: "Next" };
    case "waiting":
      return { tone: "warn", text: "Waiting", detail: state.reason };
    case "sending":
      return { tone: "busy", text: "Sending" };
    case "accepted":
      return {
        tone: "busy",
        text: "Accepted",
        detail: "Waiting for a read that agrees; that can take up to 20 seconds.",
      };
    case "confirmed":
      return { tone: "ok", text: "Confirmed", detail: `Read back ${moment(state.at)}` };
    case "not-confirmed":
      return { tone: "warn", text: "Not confirmed", detail: state.reason };
    case "superseded":
      return {
        tone: "warn",
        text: "Superseded",
        detail: "Somebody else's list came up instead of this one.",
      };
    case "conflict":
      return {
        tone: "warn",
        text: "Your decision",
        detail: "Somebody else changed the list since you looked at it. Nothing was sent.",
      };
    case "failed":
      return {
        tone: "bad",
        text: "Failed",
        detail: [state.problem.message, state.problem.hint].filter(Boolean).join(" "),
      };
    case "not-sent":
      return { tone: "off", text: "Not sent" };
    case "settled":
      return state.happened
        ? { tone: "ok", text: "Happened", detail: state.reason }
        : { tone: "warn", text: "Did not happen", detail: state.reason };
  }
}

/** What a step does, as a sentence's beginning. */
export function actionWord(action: Action): string {
  switch (action) {
    case "create":
      return "Create endpoint in";
    case "edit":
      return "Change access in";
    case "delete":
      return "Delete endpoint in";
  }
}
