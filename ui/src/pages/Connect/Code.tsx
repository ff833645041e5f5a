import { type Artefact, commands } from "../../ipc";
import { Button, toast } from "../../kit";
import { copy } from "../../parts";
import { save } from "../../parts/save";
import { Highlighted } from "./Highlighted";
import { lines, withBlanks } from "./marks";
import { Steps } from "./Steps";

/** A script or a template: its text, and the ways out of it. */
export function Code({ artefact, className }: { artefact: Artefact; className?: string }) {
  return (
    <figure className={`flex min-h-0 flex-col ${className ?? ""}`} aria-label={artefact.fileName}>
      <figcaption className="flex flex-wrap items-center gap-2 py-2.5">
        <span className="mono min-w-0 flex-1 truncate text-mut">{artefact.fileName}</span>
        <Button
          icon="download"
          onPress={() => void save(artefact.fileName, artefact.fileName, artefact.text)}
        >
          Save…
        </Button>
        <Button
          tone={artefact.placeholders === 0 ? "primary" : "default"}
          icon="copy"
          onPress={() =>
            void copy(artefact.text, artefact.fileName).then(
              (ok) => ok && toast({ tone: "ok", title: `Copied ${artefact.fileName}` }),
            )
          }
        >
          {withBlanks("Copy", artefact.placeholders)}
        </Button>
      </figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard
        tabIndex={0}
        className="mono ring-in min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-group py-2.5 leading-[1.65] whitespace-pre select-text"
        aria-label={`Text of ${artefact.fileName}`}
      >
        {artefact.language === "markdown" ? (
          <Steps text={artefact.text} />
        ) : (
          <code className="block w-max min-w-full px-3">
            {lines(artefact.text, artefact.language).map((pieces, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
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

/** Opens a page outside. */
export function openOutside(url: string) {
  commands.openLink(url).catch(() => {
    toast({ tone: "bad", title: "No browser could be started", detail: url });
  });
}
