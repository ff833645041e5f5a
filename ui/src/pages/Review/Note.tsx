import type { NoteDraft } from "../../ipc";
import { TextField } from "../../kit";
import { texts } from "./texts";

export const emptyNote: NoteDraft = { reason: "", ticket: "", until: "" };

/** Whether anything was entered. */
export function isNoted(note: NoteDraft): boolean {
  return [note.reason, note.ticket, note.until].some((text) => text.trim() !== "");
}

interface Props {
  note: NoteDraft;
  /** Whether the plan grants access, which can be meant to last until a day. */
  isGrant: boolean;
  onChange: (note: NoteDraft) => void;
}

/** What the user says about a change: all of it is optional. */
export function Note({ note, isGrant, onChange }: Props) {
  return (
    <section
      aria-label={texts.note.label}
      className="grid shrink-0 grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)] gap-3 border-t border-line px-5 py-3"
    >
      <TextField
        label={texts.note.reason}
        value={note.reason}
        maxLength={500}
        onChange={(reason) => onChange({ ...note, reason })}
      />
      <TextField
        label={texts.note.ticket}
        value={note.ticket}
        maxLength={200}
        onChange={(ticket) => onChange({ ...note, ticket })}
      />
      {isGrant && (
        <TextField
          label={texts.note.until}
          placeholder={texts.note.dateForm}
          value={note.until}
          maxLength={20}
          onChange={(until) => onChange({ ...note, until })}
        />
      )}
    </section>
  );
}
