import { type Artifact, commands, type MadeText, toProblem, type VendorPage } from "../../ipc";
import { Button, toast } from "../../kit";
import { copyMade } from "../../parts";
import { save } from "../../parts/save";
import { Highlighted } from "./Highlighted";
import { lines } from "./marks";
import { Steps } from "./Steps";
import { texts } from "./texts";

interface Props {
  artifact: Artifact;
  /** What the shell saves and copies: the same text. */
  made: MadeText;
  className?: string;
}

/** The text of a script or template, with buttons to save and copy it. */
export function Code({ artifact, made, className }: Props) {
  return (
    <figure className={`flex min-h-0 flex-col ${className ?? ""}`} aria-label={artifact.fileName}>
      <figcaption className="flex flex-wrap items-center gap-2 py-2.5">
        <span className="mono min-w-0 flex-1 truncate text-mut">{artifact.fileName}</span>
        <Button
          icon="download"
          onPress={() => void save(artifact.fileName, commands.saveMade(made))}
        >
          {texts.save}
        </Button>
        <Button
          tone={artifact.placeholders === 0 ? "primary" : "default"}
          icon="copy"
          onPress={() =>
            void copyMade(made, artifact.fileName).then(
              (ok) => ok && toast({ tone: "ok", title: texts.copied(artifact.fileName) }),
            )
          }
        >
          {texts.copy(artifact.placeholders)}
        </Button>
      </figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the keyboard
        tabIndex={0}
        className="mono ring-in min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-group py-2.5 leading-[1.65] whitespace-pre select-text"
        aria-label={texts.textOf(artifact.fileName)}
      >
        {artifact.language === "markdown" ? (
          <Steps text={artifact.text} />
        ) : (
          <code className="block w-max min-w-full px-3">
            {lines(artifact.text, artifact.language).map((pieces, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is identified by its number
              <span key={at} className="block min-h-[1.65em]">
                <Highlighted of={pieces} />
              </span>
            ))}
          </code>
        )}
      </section>
    </figure>
  );
}

/** Opens a vendor's page in the user's browser. */
export function openOutside(page: VendorPage) {
  commands.openLink(page).catch((error: unknown) => {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: texts.browserFailed, detail: `${message} ${hint}` });
  });
}
