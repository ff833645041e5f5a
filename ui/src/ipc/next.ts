// What the bindings don't have yet. Deleted when they have it.
import { invoke } from "@tauri-apps/api/core";
import type { BatchId, BulkPlan } from "./bindings";

/** Plans a batch back: to the lists before it, merged with what happened since. Sends nothing. */
export const planRevert = (batch: BatchId) => invoke<BulkPlan>("plan_revert", { batch });
