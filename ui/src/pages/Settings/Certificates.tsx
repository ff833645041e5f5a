import { commands } from "../../ipc";
import { Button, Notice, toast } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { texts } from "./texts";
import { useSettings } from "./useSettings";

/** CA certificates trusted in addition to the system's. The file is chosen in the system's own dialog. */
export function Certificates() {
  const { settings } = useSettings();
  const { certificates, caFile: formerFile } = settings;
  const choosing = useAction(async () => {
    if (await commands.chooseCertificates()) toast({ tone: "ok", title: texts.certificatesSaved });
  });
  const removing = useAction(() => commands.removeCertificates());
  const problem = choosing.problem ?? removing.problem;
  const busy = choosing.isPending
    ? texts.choosingFile
    : removing.isPending
      ? texts.removingCertificates
      : null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-xs font-medium text-mut">{texts.certificates}</legend>
      {formerFile && !certificates && (
        <Notice tone="warn" title={texts.chooseAgain}>
          {texts.aboutChoosingAgain}{" "}
          <span className="mono break-all select-text">{formerFile}</span>
        </Notice>
      )}
      <p className="text-sm">
        {certificates ? (
          <>
            <span className="mono break-all select-text">{certificates.file}</span>{" "}
            <span className="text-dim">{texts.certificateCount(certificates.count)}</span>
          </>
        ) : (
          <span className="text-dim">{texts.noCertificates}</span>
        )}
      </p>
      {certificates?.fingerprint && (
        <p className="mono text-xs break-all text-dim select-text">
          {texts.fingerprint} {certificates.fingerprint}
        </p>
      )}
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
          {texts.chooseFile}
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
            {texts.remove}
          </Button>
        )}
      </div>
      <p className="text-xs text-dim">{texts.aboutCertificates}</p>
    </fieldset>
  );
}
