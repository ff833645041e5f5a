import { commands } from "../../ipc";
import { Button, Notice, toast } from "../../kit";
import { count, ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { useSettings } from "./useSettings";

/** The CA certificates that are trusted beside the system's. The file is chosen in a dialog of the system's. */
export function Certificates() {
  const { settings } = useSettings();
  const { certificates, caFile: formerFile } = settings;
  const choosing = useAction(async () => {
    if (await commands.chooseCertificates()) toast({ tone: "ok", title: "CA certificates saved" });
  });
  const removing = useAction(() => commands.removeCertificates());
  const problem = choosing.problem ?? removing.problem;
  const busy = choosing.isPending
    ? "A file is being chosen."
    : removing.isPending
      ? "The certificates are being removed."
      : null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-xs font-medium text-mut">Extra CA certificates</legend>
      {formerFile && !certificates && (
        <Notice tone="warn" title="Choose your CA certificates again">
          Postern no longer uses <span className="mono break-all select-text">{formerFile}</span>{" "}
          directly: it keeps its own copy of a file that you choose. If you don't need the file any
          more, remove it.
        </Notice>
      )}
      <p className="text-sm">
        {certificates ? (
          <>
            <span className="mono break-all select-text">{certificates.file}</span>{" "}
            <span className="text-dim">({count(certificates.count, "certificate")})</span>
          </>
        ) : (
          <span className="text-dim">None</span>
        )}
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <div className="flex flex-wrap gap-2">
        <Button
          isPending={choosing.isPending}
          disabledReason={choosing.isPending ? null : busy}
          onPress={() => {
            removing.clear();
            void choosing.run();
          }}
        >
          Choose file…
        </Button>
        {(certificates || formerFile) && (
          <Button
            tone="quiet"
            disabledReason={busy}
            onPress={() => {
              choosing.clear();
              void removing.run();
            }}
          >
            Remove
          </Button>
        )}
      </div>
      <p className="text-xs text-dim">
        A PEM file, of which Postern keeps a copy. The system's own certificates are trusted as
        well.
      </p>
    </fieldset>
  );
}
