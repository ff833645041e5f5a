import type { StepState } from "../../ipc";
import type { Tone } from "../../kit";
import { moment } from "../../parts/age";
import { texts } from "./texts";

/** A step's state in words. */
export function stepWords(state: StepState): { tone: Tone; text: string; detail?: string } {
  switch (state.kind) {
    case "planned":
      return { tone: "off", text: texts.queued };
    case "waiting":
      return { tone: "warn", text: texts.waiting, detail: state.reason };
    case "sending":
      return { tone: "busy", text: texts.sending };
    case "accepted":
      return { tone: "busy", text: texts.accepted, detail: texts.aboutAccepted };
    case "in-force":
      return { tone: "ok", text: texts.inForce, detail: texts.aboutInForce };
    case "confirmed":
      return { tone: "ok", text: texts.confirmed, detail: texts.aboutConfirmed(moment(state.at)) };
    case "not-confirmed":
      return { tone: "warn", text: texts.notConfirmed, detail: state.reason };
    case "superseded":
      return { tone: "warn", text: texts.overwritten, detail: texts.aboutOverwritten };
    case "conflict":
      return { tone: "warn", text: texts.needsDecision, detail: texts.aboutNeedsDecision };
    case "not-sent":
      return { tone: "off", text: texts.notSent };
    case "settled":
      return {
        tone: state.happened ? "ok" : "warn",
        text: state.happened ? texts.applied : texts.notApplied,
        detail: texts.checked(moment(state.at), state.reason),
      };
    case "failed":
      return {
        tone: "bad",
        text: texts.failed,
        detail: [state.problem.message, state.problem.hint].filter(Boolean).join(" "),
      };
  }
}
