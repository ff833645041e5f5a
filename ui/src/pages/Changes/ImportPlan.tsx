import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button, cx, Dialog, Notice, TextField } from "../../kit";
import { useReview } from "../Review/review";

/** A plan's text can't be longer; what is, was taken by mistake. */
const mostBytes = 64 * 1024 * 1024;

/** Takes a plan from a file or pasted, and opens its review. Sends nothing. It is there again after “Back”. */
export function ImportPlan({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return isOpen ? <Open onClose={onClose} /> : null;
}

function Open({ onClose }: { onClose: () => void }) {
  const review = useReview();
  const [text, setText] = useState("");
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReviewing, setReviewing] = useState(false);
  const pasted = text.trim() === "" ? null : text;
  const plan = pasted ?? file?.text ?? null;

  function take(importText: string) {
    setReviewing(true);
    review.open({ importText }, { onSent: onClose, onBack: () => setReviewing(false) });
  }

  async function read(files: FileList | null) {
    const chosen = files?.[0];
    if (!chosen) return;
    setProblem(null);
    setFile(null);
    if (chosen.size > mostBytes) {
      setProblem(`${chosen.name} is too large to be a plan.`);
      return;
    }
    try {
      const read = { name: chosen.name, text: await chosen.text() };
      setFile(read);
      take(read.text);
    } catch {
      setProblem(`${chosen.name} could not be read.`);
    }
  }

  return (
    <Dialog
      title="Import a plan"
      isOpen={!isReviewing}
      onClose={onClose}
      isTouched={plan !== null}
      footer={
        <>
          <span className="mr-auto text-sm text-dim">Nothing is sent by importing.</span>
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            disabledReason={plan === null ? "Paste a plan first, or choose a file." : null}
            onPress={() => plan !== null && take(plan)}
          >
            Review
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-mut">
          A plan that was exported from Postern is checked against what is there now. What somebody
          has changed since is kept; where that and the plan disagree, you decide in the review.
        </p>
        <div className="flex min-w-0 items-center gap-3">
          <FileTrigger
            acceptedFileTypes={["application/json", ".json"]}
            onSelect={(files) => void read(files)}
          >
            <Button icon="open">Choose a file…</Button>
          </FileTrigger>
          {file && (
            <span className={cx("truncate text-sm", pasted !== null && "text-dim line-through")}>
              {file.name}
            </span>
          )}
        </div>
        {problem && <Notice tone="bad" title={problem} live />}
        <TextField
          label="Or paste its text"
          mono
          multiline={7}
          value={text}
          onChange={setText}
          placeholder='{"postern_plan": 1, …'
        />
      </div>
    </Dialog>
  );
}
