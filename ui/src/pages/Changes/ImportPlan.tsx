import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button, Dialog, Notice, TextField } from "../../kit";
import { useReview } from "../Review/review";

/** A plan's text can't be longer; what is, was taken by mistake. */
const mostBytes = 64 * 1024 * 1024;

/** Takes a plan from a file or pasted, and opens its review. Sends nothing. */
export function ImportPlan({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return isOpen ? <Open onClose={onClose} /> : null;
}

function Open({ onClose }: { onClose: () => void }) {
  const review = useReview();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  function take(importText: string) {
    onClose();
    review.open({ importText });
  }

  async function read(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    if (file.size > mostBytes) {
      setProblem(`${file.name} is too large to be a plan.`);
      return;
    }
    try {
      take(await file.text());
    } catch {
      setProblem(`${file.name} could not be read.`);
    }
  }

  return (
    <Dialog
      title="Import a plan"
      isOpen
      onClose={onClose}
      footer={
        <>
          <span className="mr-auto text-sm text-dim">Nothing is sent by importing.</span>
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            disabledReason={text.trim() === "" ? "Paste a plan first, or choose a file." : null}
            onPress={() => take(text)}
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
        <div>
          <FileTrigger
            acceptedFileTypes={["application/json", ".json"]}
            onSelect={(files) => void read(files)}
          >
            <Button icon="open">Choose a file…</Button>
          </FileTrigger>
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
