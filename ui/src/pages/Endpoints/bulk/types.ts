import type { Row } from "../rows";
import type { Chosen } from "./chosen";

export interface DialogProps {
  chosen: Chosen;
  /** Every region of the account. */
  all: readonly Row[];
  onClose: () => void;
  /** The plan was applied. */
  onSent: () => void;
}

export type BulkKind = "add" | "remove" | "replace" | "copy" | "create";
