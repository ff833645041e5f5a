import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Cluster,
  commands,
  type Diagnosis,
  type Network,
  type Recipes,
  type Region,
  type Trouble,
  toProblem,
} from "../../ipc";
import { Notice, Spinner, TextField } from "../../kit";
import { CopyButton, ProblemNotice } from "../../parts";
import { FixButton } from "./FixButton";
import { texts } from "./texts";

interface Props {
  cluster: Cluster;
  region: Region;
  network: Network;
  recipes: Recipes;
  /** The chosen symptom. */
  picked: Trouble | null;
  onPick: (trouble: Trouble | null) => void;
}

/** Finds the causes and fixes of an error or a symptom. */
export function Troubles({ cluster, region, network, recipes, picked, onPick }: Props) {
  const [text, setText] = useState("");
  const pasted = text.trim();
  const query = useQuery({
    queryKey: ["connect", "trouble", region.id, network, picked, picked ? "" : pasted],
    queryFn: async () =>
      picked
        ? [await commands.explain(region.id, network, picked)]
        : commands.diagnose(region.id, network, pasted),
    enabled: picked !== null || pasted !== "",
    retry: false,
  });
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(260px,2fr)_3fr] gap-6 overflow-y-auto p-[18px]">
      <div className="flex min-w-0 flex-col gap-4">
        <TextField
          label={texts.pasteError}
          mono
          multiline={6}
          description={texts.aboutPasteError}
          value={text}
          onChange={(next) => {
            setText(next);
            onPick(null);
          }}
        />
        <section aria-label={texts.symptoms}>
          <h3 className="mb-1 text-xs font-medium text-mut">{texts.chooseSymptom}</h3>
          <ul>
            {recipes.symptoms.map((symptom) => (
              <li key={symptom.trouble}>
                <button
                  type="button"
                  aria-pressed={picked === symptom.trouble}
                  onClick={() => onPick(symptom.trouble)}
                  className="ring-in w-full rounded-md px-2 py-1.5 text-left text-sm text-mut hover:bg-hov hover:text-tx aria-pressed:bg-acc-bg aria-pressed:text-tx"
                >
                  {symptom.text}
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <div aria-live="polite" className="flex min-w-0 flex-col gap-4">
        {query.error ? (
          <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />
        ) : query.data ? (
          query.data.length > 0 ? (
            query.data.map((found) => <Found key={found.trouble} found={found} region={region} />)
          ) : (
            <Notice tone="info" title={texts.unknownError}>
              {texts.aboutUnknownError}
            </Notice>
          )
        ) : query.isFetching ? (
          <Spinner />
        ) : (
          <p className="text-sm text-dim">{texts.noErrorYet(cluster.name, region.region)}</p>
        )}
      </div>
    </div>
  );
}

function Found({ found, region }: { found: Diagnosis; region: Region }) {
  const { action } = found;
  return (
    <article className="rounded-lg border border-line p-4" aria-label={found.symptom}>
      <h3 className="font-medium">{found.symptom}</h3>
      <p className="mt-1 text-sm text-mut">{found.cause}</p>
      <h4 className="mt-3 text-xs text-dim">{texts.fixes}</h4>
      <ol className="mt-1 list-decimal space-y-1.5 pl-5 text-sm marker:text-dim">
        {found.fixes.map((text) => (
          <li key={text}>
            <span className="flex items-start gap-1">
              <span className="min-w-0 flex-1 break-words select-text">{text}</span>
              <CopyButton text={text} what={texts.thisStep} />
            </span>
          </li>
        ))}
      </ol>
      {action && (
        <div className="mt-3">
          <FixButton
            region={region}
            action={action}
            tone="primary"
            label={texts.addPrincipal(action.principal)}
          />
        </div>
      )}
    </article>
  );
}
