import { useEffect, useState } from "react";
import { commands, type MadeText, toProblem } from "../ipc";
import { announce, BreakableText, cx, Icon, toast, useTabIndex } from "../kit";

/** Copies a short text and announces it. Returns whether that worked. */
export function copy(text: string, what: string): Promise<boolean> {
  return announced(commands.copyText(text), what);
}

/** Copies a text that the shell makes and announces it. Returns whether that worked. */
export function copyMade(made: MadeText, what: string): Promise<boolean> {
  return announced(commands.copyMade(made), what);
}

async function announced(copying: Promise<unknown>, what: string): Promise<boolean> {
  try {
    await copying;
    announce(`Copied ${what}`);
    return true;
  } catch (error) {
    const problem = toProblem(error);
    toast({ tone: "bad", title: `Couldn't copy ${what}`, detail: problem.message });
    return false;
  }
}

/** Copies from the keyboard or a menu, where no button shows the result: a message does. */
export async function copyAloud(text: string, what: string): Promise<void> {
  if (await copy(text, what)) toast({ tone: "ok", title: `Copied ${what}`, detail: text });
}

/** The same for a text that the shell makes. */
export async function copyMadeAloud(made: MadeText, what: string): Promise<void> {
  if (await copyMade(made, what)) toast({ tone: "ok", title: `Copied ${what}` });
}

interface CopyButtonProps {
  text: string;
  /** What is copied, as in "Copy service name". */
  what: string;
  className?: string;
}

/** Copies a text and shows a check mark for a moment. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const [done, setDone] = useState(0);
  const tabIndex = useTabIndex();
  useEffect(() => {
    if (done === 0) return;
    const timer = window.setTimeout(() => setDone(0), 1600);
    return () => window.clearTimeout(timer);
  }, [done]);
  return (
    // A plain button: a table has hundreds of them.
    <button
      type="button"
      aria-label={done ? `Copied ${what}` : `Copy ${what}`}
      title={`Copy ${what}`}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        void copy(text, what).then((ok) => ok && setDone((n) => n + 1));
      }}
      className={cx(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-md text-dim hover:bg-btn-hov hover:text-tx",
        done > 0 && "!text-ok",
        className,
      )}
    >
      <Icon name={done ? "check" : "copy"} size={13} />
    </button>
  );
}

interface CopyFieldProps {
  label: string;
  text: string | null;
  what: string;
  /** Shown if there is no text. */
  none?: string;
}

/** A labeled value in a box, with a copy button. */
export function CopyField({ label, text, what, none = "Not known yet" }: CopyFieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span className="text-xs text-dim">{label}</span>
      <div className="flex min-h-8 min-w-0 items-center gap-1 rounded-lg border border-line bg-bg py-[3px] pr-1 pl-2.5">
        {text ? (
          <>
            <span className="mono min-w-0 flex-1 wrap-anywhere select-text">
              <BreakableText text={text} />
            </span>
            <CopyButton text={text} what={what} />
          </>
        ) : (
          <span className="truncate text-sm text-dim">{none}</span>
        )}
      </div>
    </div>
  );
}
