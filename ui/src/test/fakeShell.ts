import type { InvokeArgs } from "@tauri-apps/api/core";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import {
  type AppState,
  type Change,
  type Cluster,
  type ClusterList,
  type Endpoint,
  events,
  type Problem,
  type Snapshot,
  type SnapshotUpdate,
} from "../ipc";
import { accessOf } from "./access";
import { cloudAccess, connectionsOf, preflightView } from "./clouds";
import { counted } from "./plans";
import { withRules } from "./rules";

type Answer = (args: Record<string, unknown>) => unknown;

/** The shell's side of the page: what it knows, what it was asked, what it answers. */
export interface FakeShell {
  state: AppState;
  snapshot: Snapshot | null;
  /** Every command that came, with its arguments. */
  asked: { command: string; args: Record<string, unknown> }[];
  /** Answers by command, in place of the usual ones. Throw a `Problem` to refuse. */
  answers: Record<string, Answer>;
  /** Changes the state and says so. */
  become(state: AppState): Promise<void>;
  /** What was asked of one command. */
  of(command: string): Record<string, unknown>[];
}

/** Puts a shell behind the page. */
export function fakeShell(state: AppState, snapshot: Snapshot | null = null): FakeShell {
  const shell: FakeShell = {
    state,
    snapshot,
    asked: [],
    answers: {},
    async become(next) {
      shell.state = next;
      await events.stateChanged.emit();
    },
    of: (command) => shell.asked.filter((a) => a.command === command).map((a) => a.args),
  };
  const usual: Record<string, Answer> = {
    app_state: () => shell.state,
    snapshot: () => {
      const status = shell.state.active?.status;
      if (status?.kind !== "unlocked" || !shell.snapshot) return null;
      return withRules(shell.snapshot, status.may.editEndpoints);
    },
    changes: () => [],
    to_type: () => [],
    access: () =>
      shell.snapshot
        ? accessOf(withRules(shell.snapshot, null))
        : { version: 0, principals: [], unread: [], findings: [] },
    owner_names: () => ({}),
    owner_groups: () => ({}),
    preflight: () => preflightView(),
    known_principals: () => [],
    connections: ({ regionId }) => connectionsOf(shell.snapshot, String(regionId)),
    cloud_access: () => cloudAccess(),
    finding_counts: () => ({ serious: 0, warnings: 0, notes: 0 }),
    history: () => ({ entries: [], next: null }),
    history_names: () => ({ endpoints: [], principals: [] }),
    history_beyond: () => 0,
    diagnostics: () => ({
      services: [],
      route: null,
      systemReads: "HTTPS_PROXY.",
      text: "Postern",
    }),
    views: () => ({}),
    copy_rows: () => ({ count: 1, without: 0, first: [] }),
    vpc_regions: () => ["us-east-1", "us-west-2", "eu-west-1"],
    check_vpc: () => ({ name: null, parentCidr: null, regions: [], form: null, warnings: [] }),
  };
  mockWindows("main");
  mockIPC(
    async (command, payload) => {
      const args = plain(payload);
      shell.asked.push({ command, args });
      const answer = shell.answers[command] ?? usual[command];
      const given = answer ? await answer(args) : null;
      if (command === "snapshot" && given) return asUpdate(given as Snapshot);
      return command === "changes" ? (given as Change[]).map(counted) : given;
    },
    { shouldMockEvents: true },
  );
  return shell;
}

/** All of a snapshot, as the shell sends it. */
export function asUpdate(snapshot: Snapshot, token = 1): SnapshotUpdate {
  const places = (list: readonly unknown[]) => ({ removed: [], at: [...list.keys()] });
  return {
    ...snapshot,
    token,
    base: null,
    vpcPlaces: places(snapshot.vpcs),
    clusters: asList(snapshot.clusters),
    clusterPlaces: places(snapshot.clusters),
  };
}

/** Clusters, as the shell sends them. */
export function asList(clusters: readonly Cluster[]): ClusterList {
  const { principals, answers, ...list }: ClusterList = {
    items: [],
    shared: [],
    principals: [],
    answers: [],
  };
  // A place each: that some are the same only makes the shell's list shorter.
  const placed = <T>(all: T[], item: T) => all.push(item) - 1;
  for (const { regions, ...cluster } of clusters) {
    const sent = regions.map(({ endpoint, mayCreate, mayEdit, mayDelete, ...region }) => {
      const given = endpoint.kind === "none" ? null : endpoint.principals;
      list.shared.push({
        principals: given?.map((one) => placed(principals, one)) ?? null,
        mayCreate: placed(answers, mayCreate),
        mayEdit: placed(answers, mayEdit),
        mayDelete: placed(answers, mayDelete),
      });
      return { ...region, endpoint: withoutPrincipals(endpoint) };
    });
    list.items.push({ ...cluster, regions: sent });
  }
  return { ...list, principals, answers };
}

function withoutPrincipals(endpoint: Endpoint) {
  if (endpoint.kind === "none") return endpoint;
  const { principals: _, ...rest } = endpoint;
  return rest;
}

function plain(payload: InvokeArgs | undefined): Record<string, unknown> {
  if (!payload || Array.isArray(payload)) return {};
  if (payload instanceof ArrayBuffer || payload instanceof Uint8Array) return {};
  return structuredClone(payload);
}

/** Refuses with a problem. */
export function refuse(problem: Partial<Problem> & { message: string }): never {
  throw { code: "other", hint: "", ...problem } satisfies Problem;
}
