import type { Action, StepState } from "../../ipc";
import type { Tone } from "../../kit";
import { moment } from "../../parts/age";

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
    case "not-sent":
      return { tone: "off", text: "Not sent" };
    case "settled":
      return {
        tone: state.happened ? "ok" : "warn",
        text: state.happened ? "Happened" : "Didn't happen",
        detail: `Settled by reading ${moment(state.at)}. ${state.reason}`.trim(),
      };
    case "failed":
      return {
        tone: "bad",
        text: "Failed",
        detail: [state.problem.message, state.problem.hint].filter(Boolean).join(" "),
      };
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
