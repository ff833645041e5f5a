import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button, cx, Dialog, Notice, TextField } from "../../kit";
import { useReview } from "../Review/review";
import { texts } from "./texts";

/** No plan is longer than this: a larger file was chosen by mistake. */
const mostBytes = 64 * 1024 * 1024;

/** Opens the review of a plan from a file or the clipboard. Sends nothing. “Back” in the review returns here. */
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
      setProblem(texts.fileTooLarge(chosen.name));
      return;
    }
    try {
      const read = { name: chosen.name, text: await chosen.text() };
      setFile(read);
      take(read.text);
    } catch {
      setProblem(texts.fileUnreadable(chosen.name));
    }
  }

  return (
    <Dialog
      title={texts.importDialog}
      isOpen={!isReviewing}
      onClose={onClose}
      isTouched={plan !== null}
      footer={
        <>
          <span className="mr-auto text-sm text-dim">{texts.importSendsNothing}</span>
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button
            tone="primary"
            disabledReason={plan === null ? texts.planMissing : null}
            onPress={() => plan !== null && take(plan)}
          >
            {texts.review}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-mut">{texts.aboutImport}</p>
        <div className="flex min-w-0 items-center gap-3">
          <FileTrigger
            acceptedFileTypes={["application/json", ".json"]}
            onSelect={(files) => void read(files)}
          >
            <Button icon="open">{texts.chooseFile}</Button>
          </FileTrigger>
          {file && (
            <span className={cx("truncate text-sm", pasted !== null && "text-dim line-through")}>
              {file.name}
            </span>
          )}
        </div>
        {problem && <Notice tone="bad" title={problem} live />}
        <TextField
          label={texts.pastePlan}
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
