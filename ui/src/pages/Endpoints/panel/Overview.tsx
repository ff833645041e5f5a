import type { ReactNode } from "react";
import { type Cluster, commands, type Endpoint, type Region } from "../../../ipc";
import { BreakableText, Button, Notice, Skeleton } from "../../../kit";
import { CopyButton, CopyField, moment, ProblemNotice, word } from "../../../parts";
import { serviceNameOf, stateOf, whyNot } from "../../../parts/endpointState";
import { Connections } from "../../Clouds/Connections";
import { useReview } from "../../Review/review";
import { noNameYet, texts } from "../texts";

type Present = Extract<Endpoint, { kind: "present" }>;

interface Props {
  cluster: Cluster;
  region: Region;
  endpoint: Present;
  vpcName: string | null;
}

/** All facts about an endpoint, each with a copy button. */
export function Overview({ cluster, region, endpoint, vpcName }: Props) {
  const review = useReview();
  const state = stateOf(region);
  const { details } = endpoint;
  const aws = region.cloud === "aws";
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-[18px] py-4">
      {state.tone !== "ok" && (
        <Notice
          tone={state.tone === "bad" ? "bad" : state.tone === "warn" ? "warn" : "info"}
          title={state.label}
          action={
            endpoint.status === "failed" && (
              <Button
                size="s"
                icon="refresh"
                disabledReason={whyNotRecreate(region, endpoint)}
                onPress={() => review.open({ kind: "recreate", regions: [region.id] })}
              >
                {texts.panel.recreate}
              </Button>
            )
          }
        >
          {state.meaning}
        </Notice>
      )}
      {details.kind === "unreadable" && (
        <ProblemNotice
          problem={details.problem}
          onRetry={() => void commands.readDetails(region.id).catch(() => {})}
        />
      )}
      <CopyField
        label={aws ? "Service name" : "Private link service alias"}
        text={serviceNameOf(endpoint)}
        what="service name"
        none={details.kind === "loading" ? "Loading…" : noNameYet(endpoint.status)}
      />
      <CopyField label="Host" text={endpoint.host} what="host" none={noNameYet(endpoint.status)} />

      <Facts title="Connectivity">
        <Fact name="Zones">
          {details.kind === "known" ? (
            details.zones.length > 0 ? (
              <span className="mono flex flex-wrap gap-x-3 select-text">
                {details.zones.map((zone) => (
                  <span key={zone}>{zone}</span>
                ))}
              </span>
            ) : (
              "None"
            )
          ) : (
            <Waiting details={details.kind} />
          )}
        </Fact>
        {(details.kind !== "known" || details.connections === null) && (
          <Fact name="Connections">
            {details.kind === "known" ? (
              texts.panel.notReported
            ) : (
              <Waiting details={details.kind} />
            )}
          </Fact>
        )}
        <Fact name="VPC">{vpcName ?? "None"}</Fact>
        {region.otherHosts.map((other) => (
          <Fact key={other.host} name={`${word(other.accessibility)} host`}>
            <Copyable text={other.host} what={`${other.accessibility.toLowerCase()} host`} />
          </Fact>
        ))}
      </Facts>

      {details.kind === "known" && details.connections !== null && <Connections region={region} />}

      <Facts title="Cluster">
        <Fact name="Version">{cluster.softwareVersion || texts.panel.unknown}</Fact>
        <Fact name="Nodes">
          {region.nodes === null ? texts.panel.unknown : `${region.nodes} here`}
          {cluster.nodes !== null && `, ${cluster.nodes} total`}
        </Fact>
        <Fact name="Fault tolerance">{word(cluster.faultTolerance)}</Fact>
      </Facts>

      <Facts title="IDs">
        <Fact name="Endpoint">
          <Copyable text={endpoint.pseId} what="endpoint ID" />
        </Fact>
        <Fact name="Region">
          <Copyable text={region.id} what="region ID" />
        </Fact>
        <Fact name="Cluster">
          <Copyable text={cluster.id} what="cluster ID" />
        </Fact>
        {region.vpcId && (
          <Fact name="VPC">
            <Copyable text={region.vpcId} what="VPC ID" />
          </Fact>
        )}
      </Facts>

      <div className="flex items-center gap-3 border-t border-line pt-4">
        <Button
          tone="danger"
          icon="trash"
          disabledReason={whyNot(region.mayDelete)}
          onPress={() =>
            review.open({
              kind: "drafts",
              drafts: [
                { clusterId: cluster.id, regionChanges: [{ kind: "delete", regionId: region.id }] },
              ],
            })
          }
        >
          Delete endpoint…
        </Button>
        {details.kind === "known" && (
          <span className="ml-auto text-xs text-dim">as of {moment(details.readAt)}</span>
        )}
      </div>
    </div>
  );
}

function whyNotRecreate(region: Region, { principals }: Present): string | null {
  return principals === null ? texts.panel.listUnread : whyNot(region.mayDelete);
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-xs text-dim">{title}</h3>
      <dl className="divide-y divide-line-soft border-y border-line-soft">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-[31px] items-center gap-3 py-1 text-sm">
      <dt className="w-24 shrink-0 self-start pt-[3px] text-mut">{name}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="mono min-w-0 wrap-anywhere select-text">
        <BreakableText text={text} />
      </span>
      <CopyButton text={text} what={what} />
    </span>
  );
}

function Waiting({ details }: { details: "loading" | "unreadable" }) {
  return details === "loading" ? (
    <Skeleton className="w-24" />
  ) : (
    <span className="text-dim">{texts.panel.notReadable}</span>
  );
}
