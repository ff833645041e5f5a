import { useState } from "react";
import { type EditorDraft, fresh } from "../editor/draft";
import type { LinkCloud } from "./facts";

export type CloudDrafts = Readonly<Record<LinkCloud, EditorDraft>>;

/** What was entered for each cloud. Looking at another cloud's editor loses nothing. */
export function useCloudDrafts() {
  const [drafts, setDrafts] = useState<CloudDrafts>({ aws: fresh([]), azure: fresh([]) });
  const change = (cloud: LinkCloud, how: (draft: EditorDraft) => EditorDraft) =>
    setDrafts((all) => ({ ...all, [cloud]: how(all[cloud]) }));
  const rejected = drafts.aws.rejected.length + drafts.azure.rejected.length;
  return { drafts, change, rejected };
}
