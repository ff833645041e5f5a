import { type Artefact, commands } from "../../ipc";
import { Button, toast } from "../../kit";
import { copy } from "../../parts";
import { save } from "../../parts/save";
import { Highlighted } from "./Highlighted";
import { lines } from "./marks";
import { Steps } from "./Steps";
import { texts } from "./texts";

/** The text of a script or template, with buttons to save and copy it. */
export function Code({ artefact, className }: { artefact: Artefact; className?: string }) {
  return (
    <figure className={`flex min-h-0 flex-col ${className ?? ""}`} aria-label={artefact.fileName}>
      <figcaption className="flex flex-wrap items-center gap-2 py-2.5">
        <span className="mono min-w-0 flex-1 truncate text-mut">{artefact.fileName}</span>
        <Button
          icon="download"
          onPress={() => void save(artefact.fileName, artefact.fileName, artefact.text)}
        >
          {texts.save}
        </Button>
        <Button
          tone={artefact.placeholders === 0 ? "primary" : "default"}
          icon="copy"
          onPress={() =>
            void copy(artefact.text, artefact.fileName).then(
              (ok) => ok && toast({ tone: "ok", title: texts.copied(artefact.fileName) }),
            )
          }
        >
          {texts.copy(artefact.placeholders)}
        </Button>
      </figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the keyboard
        tabIndex={0}
        className="mono ring-in min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-group py-2.5 leading-[1.65] whitespace-pre select-text"
        aria-label={texts.textOf(artefact.fileName)}
      >
        {artefact.language === "markdown" ? (
          <Steps text={artefact.text} />
        ) : (
          <code className="block w-max min-w-full px-3">
            {lines(artefact.text, artefact.language).map((pieces, at) => (
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

/** Opens a web page in the user's browser. */
export function openOutside(url: string) {
  commands.openLink(url).catch(() => {
    toast({ tone: "bad", title: texts.browserFailed, detail: url });
  });
}
