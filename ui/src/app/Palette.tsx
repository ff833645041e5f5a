import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useContext, useMemo, useState } from "react";
import { accessQuery, commands, useAppState, useMay, useSnapshot } from "../ipc";
import { toast } from "../kit";
import { CommandList } from "../kit/CommandList";
import { exportAccess } from "../pages/Access/exportAccess";
import { AddAccountDialog } from "../pages/Accounts/AddAccount";
import { switchTo } from "../pages/Accounts/accountEntries";
import { everything, exportHistory } from "../pages/Changes/exportHistory";
import { ImportPlan } from "../pages/Changes/ImportPlan";
import { useBatches } from "../pages/Changes/useBatches";
import { useReview } from "../pages/Review/review";
import { useSettings } from "../pages/Settings/useSettings";
import { CreateVpc } from "../pages/Vpcs/CreateVpc";
import { copy } from "../parts";
import { NamedViewsContext } from "../parts/namedViews";
import { attempt } from "../parts/save";
import { lock } from "./lock";
import {
  type Acts,
  actionEntries,
  batchEntries,
  copyEntries,
  copyPrefix,
  inventoryEntries,
  ownerEntries,
  topologyEntries,
  viewEntries,
} from "./PaletteEntries";
import { finder } from "./PaletteRank";
import { Shortcuts, useShortcutsKey } from "./Shortcuts";
import { texts } from "./texts";

type Dialogs = "vpc" | "account" | "import" | "shortcuts";

/** The command palette: finds anything by name and runs any command. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [dialog, setDialog] = useState<Dialogs | null>(null);
  useShortcutsKey(() => setDialog("shortcuts"));
  return (
    <>
      {isOpen && <OpenPalette onClose={onClose} onDialog={setDialog} />}
      <CreateVpc isOpen={dialog === "vpc"} onClose={() => setDialog(null)} />
      <ImportPlan isOpen={dialog === "import"} onClose={() => setDialog(null)} />
      <Shortcuts isOpen={dialog === "shortcuts"} onClose={() => setDialog(null)} />
      <AddAccountDialog isOpen={dialog === "account"} onClose={() => setDialog(null)} />
    </>
  );
}

interface OpenProps {
  onClose: () => void;
  onDialog: (dialog: Dialogs) => void;
}

function OpenPalette({ onClose, onDialog }: OpenProps) {
  const state = useAppState();
  const may = useMay();
  const { snapshot } = useSnapshot();
  const [query, setQuery] = useState("");
  const acts = useActs(setQuery, onDialog);
  const batches = useBatches();
  const { data: access } = useQuery(accessQuery);
  const { named } = useContext(NamedViewsContext);

  const find = useMemo(() => {
    if (!state) return () => [];
    return finder(
      [
        ...batchEntries(batches ?? [], acts),
        ...viewEntries(named, acts),
        ...actionEntries(state, may, acts),
      ],
      [
        ...(access ? ownerEntries(access, acts) : []),
        ...(snapshot ? inventoryEntries(snapshot, acts) : []),
        ...(snapshot ? topologyEntries(snapshot, acts) : []),
      ],
      snapshot ? copyEntries(snapshot, acts) : [],
    );
  }, [state, may, snapshot, access, batches, named, acts]);
  const entries = useMemo(() => find(query), [find, query]);

  function choose(id: string) {
    const entry = entries.find((e) => e.id === id);
    if (!entry) return;
    if (id !== "copy") onClose();
    entry.run();
  }

  return (
    <CommandList
      label={texts.palette.label}
      placeholder={texts.palette.placeholder}
      isOpen
      onClose={onClose}
      query={query}
      onQuery={setQuery}
      items={entries}
      onChoose={choose}
      empty={
        query.toLowerCase().startsWith(copyPrefix)
          ? texts.palette.nothingToCopy
          : texts.palette.noMatches(query.trim())
      }
    />
  );
}

function useActs(setQuery: (query: string) => void, onDialog: OpenProps["onDialog"]): Acts {
  const navigate = useNavigate();
  const router = useRouter();
  const review = useReview();
  const { run: saveSettings } = useSettings();
  // The actions are used while the palette is open; what they capture does not change during that time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo<Acts>(
    () => ({
      go: (to) => void navigate({ to }),
      showCluster: (cluster) => void navigate({ to: "/endpoints", search: { q: cluster.name } }),
      showEndpoint: (region) => void navigate({ to: "/endpoints", search: { region: region.id } }),
      editAccess: (region) =>
        void navigate({ to: "/endpoints", search: { region: region.id, tab: "access" } }),
      deleteEndpoint: (region) => review.open({ kind: "delete", regions: [region.id] }, {}),
      connect: (cluster, region) =>
        void navigate({ to: "/connect", search: { cluster: cluster.id, region: region.id } }),
      troubleshoot: () => void navigate({ to: "/connect", search: { show: "trouble" } }),
      showVpc: (vpc) =>
        void (vpc.clusterIds.length > 0
          ? navigate({ to: "/endpoints", search: { vpc: [vpc.id] } })
          : navigate({ to: "/vpcs" })),
      showFindings: () => void navigate({ to: "/access", search: { by: "findings" } }),
      showOwner: (owner) => void navigate({ to: "/access", search: { q: owner } }),
      showTopology: (search) => void navigate({ to: "/topology", search }),
      exportAccess,
      showPrincipal: (text) => void navigate({ to: "/endpoints", search: { principal: [text] } }),
      copy: (text, what) =>
        void copy(text, what).then((ok) => ok && toast({ tone: "ok", title: texts.copied(what) })),
      switchTo,
      setTheme: (theme) => void saveSettings(() => commands.setTheme(theme)),
      setQuery,
      createVpc: () => onDialog("vpc"),
      importPlan: () => onDialog("import"),
      exportHistory: (format) => exportHistory(everything, format),
      showView: ({ page, query }) => router.history.push(`${page}${query}`),
      showBatch: (batch) => review.openBatch(batch.id),
      cancelBatch: (batch) => attempt(texts.failures.cancel, commands.cancelBatch(batch.id)),
      addAccount: () => onDialog("account"),
      refresh: () => attempt(texts.failures.refresh, commands.refresh()),
      showShortcuts: () => onDialog("shortcuts"),
      lock: () => void lock(),
      leaveDemo: () => attempt(texts.failures.leaveDemo, commands.leaveDemo()),
    }),
    [],
  );
}
