import { useEffect, useState } from "react";
import { commands, toProblem, type VpcCheck, type VpcDraft } from "../../ipc";

/** How long after the last keystroke the form is checked, in milliseconds. */
const rest = 200;

/** Rust's errors for the draft. The previous result stays until the next one arrives. */
export function useVpcCheck(draft: VpcDraft): VpcCheck | null {
  const [check, setCheck] = useState<VpcCheck | null>(null);
  const text = JSON.stringify(draft);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `text` is the draft by value
  useEffect(() => {
    let isWanted = true;
    const timer = window.setTimeout(() => {
      commands.checkVpc(draft).then(
        (answer) => isWanted && setCheck(answer),
        (error: unknown) => isWanted && setCheck(failed(toProblem(error).message)),
      );
    }, rest);
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [text]);
  return check;
}

function failed(form: string): VpcCheck {
  return { name: null, parentCidr: null, regions: [], form, warnings: [] };
}

export function isFine(check: VpcCheck): boolean {
  return (
    check.name === null &&
    check.parentCidr === null &&
    check.form === null &&
    check.regions.every((r) => r.region === null && r.cidr === null)
  );
}
