import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Artifact,
  type Cluster,
  commands,
  type MadeText,
  type Network,
  type Recipes,
  type Region,
  type Side,
  type TerraformScope,
  toProblem,
} from "../../ipc";
import { Button, Notice, Segments, Select, Tabs } from "../../kit";
import { ProblemNotice } from "../../parts";
import { Code, openOutside } from "./Code";
import { ConnectionStrings } from "./ConnectionStrings";
import { texts } from "./texts";

const sides: { id: Side; label: string }[] = [
  { id: "aws", label: texts.sides.aws },
  { id: "azure", label: texts.sides.azure },
  { id: "aeon", label: texts.sides.aeon },
];
/** What is shown: scripts for one side, or connection strings. */
type Shown = Side | "strings";
type Scope = "endpoint" | "cluster" | "account";

interface Props {
  cluster: Cluster;
  region: Region;
  network: Network;
  recipes: Recipes;
  narrow?: boolean;
}

/** Scripts, templates and steps, or why there are none. */
export function Artifacts(props: Props) {
  if (props.recipes.artifacts.length === 0) return <NothingMade recipes={props.recipes} />;
  return <Made {...props} />;
}

/** The service returned values that can't safely go into a script. */
function NothingMade({ recipes }: { recipes: Recipes }) {
  return (
    <section aria-label={texts.scripts}>
      <Notice tone="bad" live title={texts.noScripts}>
        <ul className="flex flex-col gap-1 select-text">
          {recipes.unfit.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="mt-1">{texts.aboutNoScripts}</p>
      </Notice>
    </section>
  );
}

function Made({ cluster, region, network, recipes, narrow }: Props) {
  const there = sides.filter((side) => recipes.artifacts.some((a) => a.side === side.id));
  const [side, setSide] = useState<Shown>(there[0]?.id ?? "aeon");
  const list = recipes.artifacts.filter((a) => a.side === side);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const artifact = list.find((a) => a.id === chosen[side]) ?? list[0];
  const choose = (id: string) => setChosen({ ...chosen, [side]: id });
  const made = (of: Artifact): MadeText => ({
    kind: "artifact",
    regionId: region.id,
    network,
    id: of.id,
  });
  const content = (of: Artifact) =>
    of.id === "terraform-ybm" ? (
      <ManyEndpoints key={cluster.id} cluster={cluster} one={of} made={made(of)} />
    ) : (
      <Code artifact={of} made={made(of)} className="flex-1" />
    );
  return (
    <section aria-label={texts.scripts} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-3 pb-2">
        <Segments<Shown>
          label={texts.whereToRun}
          value={side}
          options={narrow ? there : [...there, { id: "strings", label: texts.connectionStrings }]}
          onChange={setSide}
        />
        {narrow && artifact && (
          <Select
            label={texts.script}
            hideLabel
            className="min-w-40 flex-1"
            value={artifact.id}
            options={list.map((a) => ({ id: a.id, label: a.title }))}
            onChange={choose}
          />
        )}
        {!narrow && artifact && <Links region={region} recipes={recipes} artifact={artifact} />}
      </div>
      {side === "strings" ? (
        <div className="min-h-0 max-w-3xl flex-1 overflow-y-auto pt-2">
          <ConnectionStrings recipes={recipes} />
        </div>
      ) : !artifact ? null : narrow ? (
        <>
          {content(artifact)}
          <Links region={region} recipes={recipes} artifact={artifact} />
        </>
      ) : (
        <Tabs
          label={texts.script}
          className="[&>[role=tablist]]:mx-0"
          selected={artifact.id}
          onSelect={choose}
          tabs={list.map((a) => ({ id: a.id, title: a.title, content: content(a) }))}
        />
      )}
    </section>
  );
}

/** Links to the console pages for what is shown, in the right region. */
function Links({
  region,
  recipes,
  artifact,
}: {
  region: Region;
  recipes: Recipes;
  artifact: Artifact;
}) {
  const links = recipes.links.filter((link) => link.artifacts.includes(artifact.id));
  if (links.length === 0) return null;
  return (
    <ul aria-label={texts.consolePages} className="flex flex-wrap gap-x-3 gap-y-1">
      {links.map((link) => (
        <li key={link.label}>
          <Button
            tone="link"
            icon="external"
            onPress={() => openOutside({ kind: "console", regionId: region.id, page: link.page })}
          >
            {link.label}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Terraform for one endpoint, a cluster's endpoints, or the whole account's. */
function ManyEndpoints({
  cluster,
  one,
  made,
}: {
  cluster: Cluster;
  one: Artifact;
  made: MadeText;
}) {
  const [scope, setScope] = useState<Scope>("endpoint");
  const wider: TerraformScope =
    scope === "account" ? { kind: "account" } : { kind: "cluster", clusterId: cluster.id };
  const many = useQuery({
    queryKey: ["connect", "terraform", scope, cluster.id],
    queryFn: () => commands.terraform(wider),
    enabled: scope !== "endpoint",
    retry: false,
  });
  const artifact = scope === "endpoint" ? one : many.data;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="pt-2.5">
        <Segments<Scope>
          label={texts.scope}
          value={scope}
          options={[
            { id: "endpoint", label: texts.scopes.endpoint },
            { id: "cluster", label: texts.scopes.cluster },
            { id: "account", label: texts.scopes.account },
          ]}
          onChange={setScope}
        />
      </div>
      {scope !== "endpoint" && many.error && (
        <ProblemNotice problem={toProblem(many.error)} onRetry={() => void many.refetch()} />
      )}
      {artifact && (
        <Code
          artifact={artifact}
          made={scope === "endpoint" ? made : { kind: "terraform", scope: wider }}
          className="flex-1"
        />
      )}
    </div>
  );
}
