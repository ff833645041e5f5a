import type { ChangeNote, Since } from "../ipc";
import { calendarDay, day, moment } from "./age";

/** When something was added, as far as Postern knows. */
export function SinceText({ since }: { since: Since | null }) {
  if (!since) {
    return <Unknown title="Postern has no record of when it was added." />;
  }
  if (since.exact) {
    return (
      <span className="truncate" title={moment(since.at)}>
        {day(since.at)}
      </span>
    );
  }
  const title = `Already there when Postern first looked, ${moment(since.at)}.`;
  // On the first day that would be true of every line, and say nothing.
  if (day(since.at) === day(new Date().toISOString())) return <Unknown title={title} />;
  return (
    <span className="truncate text-mut" title={title}>
      by {day(since.at)}
    </span>
  );
}

function Unknown({ title }: { title: string }) {
  return (
    <span className="text-dim" title={title}>
      —
    </span>
  );
}

/** What was said when Postern granted it: until when, and why. */
export function NoteText({ note }: { note: ChangeNote | null }) {
  if (!note) return null;
  const said = [note.reason, note.ticket].filter((text) => text !== "").join(" · ");
  return (
    <div className="truncate text-xs text-dim" title={said || undefined}>
      {note.until ? `until ${calendarDay(note.until)}` : said}
    </div>
  );
}
