import { commands } from "../ipc";
import { Button } from "../kit";
import { attempt } from "./save";

/** Opens the Aeon console in the browser: what Postern doesn't do is done there. */
export function AeonConsoleButton() {
  return (
    <Button
      icon="external"
      onPress={() => attempt("open the Aeon console", commands.openLink({ kind: "aeon" }))}
    >
      Open the Aeon console
    </Button>
  );
}
