import { commands, type Profile, toProblem } from "../../ipc";
import { toast } from "../../kit";
import type { AccountTask } from "./AccountDialog";
import { texts } from "./texts";

/** Switches to an account, and says why that failed. */
export function switchTo(profile: Profile): void {
  commands.switchAccount(profile.id).catch((error: unknown) => {
    const problem = toProblem(error);
    toast({
      tone: "bad",
      title: texts.switchFailed(profile.name),
      detail: `${problem.message} ${problem.hint}`,
    });
  });
}

/** What can be done with an account besides using it. */
export function accountEntries(profile: Profile, onTask: (task: AccountTask) => void) {
  return [
    {
      id: "rename",
      label: texts.renameMenu,
      icon: "user" as const,
      onAction: () => onTask({ kind: "rename", profile }),
    },
    {
      id: "environment",
      label: texts.environmentMenu,
      icon: "settings" as const,
      onAction: () => onTask({ kind: "environment", profile }),
    },
    {
      id: "replace-key",
      label: texts.replaceKeyMenu,
      icon: "key" as const,
      onAction: () => onTask({ kind: "replace-key", profile }),
    },
    {
      id: "remove",
      label: texts.removeMenu,
      icon: "trash" as const,
      tone: "danger" as const,
      onAction: () => onTask({ kind: "remove", profile }),
    },
  ];
}
