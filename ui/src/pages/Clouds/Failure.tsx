import type { ReactNode } from "react";
import type { CliFailure } from "../../ipc";
import { Notice } from "../../kit";
import { CopyField } from "../../parts";
import { texts } from "./texts";

/** Why a CLI has no answer, and what helps. */
export function Failure({ failure, action }: { failure: CliFailure; action?: ReactNode }) {
  return (
    <Notice tone="warn" live title={failure.message} action={action}>
      {failure.hint}
      {failure.remedy && (
        <div className="mt-2">
          <CopyField label={texts.run} text={failure.remedy} what="command" />
        </div>
      )}
      {failure.said && (
        <details className="mt-1 text-xs">
          <summary className="ring-in w-fit cursor-default rounded text-mut hover:text-tx">
            {texts.details}
          </summary>
          <p className="mono wrap-anywhere select-text">{failure.said}</p>
        </details>
      )}
    </Notice>
  );
}
