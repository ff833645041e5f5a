import { useEffect, useState } from "react";
import { commands, toProblem } from "../ipc";
import { announce, cx, Icon, IconButton, KeepEnd, toast } from "../kit";

/** Puts a text on the clipboard and says so. True: it is there. */
export async function copy(text: string, what: string): Promise<boolean> {
  try {
    await commands.copyText(text);
    announce(`Copied ${what}`);
    return true;
  } catch (error) {
    const problem = toProblem(error);
    toast({ tone: "bad", title: `Could not copy ${what}`, detail: problem.message });
    return false;
  }
}

interface CopyButtonProps {
  text: string;
  /** What it is, as in "Copy service name". */
  what: string;
  /** Taken out of the tab order: a row's controls are reached when the row is the current one. */
  excludeFromTabOrder?: boolean;
  className?: string;
}

/** Copies; shows a tick for a moment and announces it. */
export function CopyButton({ text, what, excludeFromTabOrder, className }: CopyButtonProps) {
  const [done, setDone] = useState(0);
  useEffect(() => {
    if (done === 0) return;
    const timer = window.setTimeout(() => setDone(0), 1600);
    return () => window.clearTimeout(timer);
  }, [done]);
  return (
    <IconButton
      label={done ? `Copied ${what}` : `Copy ${what}`}
      icon={done ? "check" : "copy"}
      size={13}
      tooltip={false}
      excludeFromTabOrder={excludeFromTabOrder}
      className={cx(done > 0 && "!text-ok", className)}
      onPress={() => void copy(text, what).then((ok) => ok && setDone((n) => n + 1))}
    />
  );
}

interface CopyFieldProps {
  label: string;
  text: string | null;
  what: string;
  /** Shown where there is no text. */
  none?: string;
}

/** A labelled fact in a box, with its copy button. */
export function CopyField({ label, text, what, none = "Not known yet" }: CopyFieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span className="text-xs text-dim">{label}</span>
      <div className="flex h-8 min-w-0 items-center gap-1 rounded-lg border border-line bg-bg pr-1 pl-2.5">
        {text ? (
          <>
            <KeepEnd text={text} tail={18} className="mono flex-1 select-text" />
            <CopyButton text={text} what={what} />
          </>
        ) : (
          <span className="truncate text-sm text-dim">{none}</span>
        )}
      </div>
    </div>
  );
}

/** A copied tick without a button, for places that copy by key. */
export function CopiedTick({ shown }: { shown: boolean }) {
  return shown ? <Icon name="check" size={13} className="text-ok" /> : null;
}
