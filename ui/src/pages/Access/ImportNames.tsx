import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { cloudAccessQuery, commands, type NameList, toProblem } from "../../ipc";
import {
  announce,
  Button,
  Checkbox,
  Chip,
  Dialog,
  Menu,
  Notice,
  TextField,
  toast,
} from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { profileName } from "../Clouds/texts";
import { texts } from "./texts";

/** No list of accounts is longer than this: a larger file was chosen by mistake. */
const mostBytes = 16 * 1024 * 1024;
/** How many names and lines the preview shows. */
const shownNames = 200;

/** Names accounts and subscriptions from a pasted list or a file. */
export function ImportNames({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return isOpen ? <Open onClose={onClose} /> : null;
}

function Open({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [ours, setOurs] = useState(false);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const given = text.trim();
  const query = useQuery({
    queryKey: ["names", given],
    queryFn: () => commands.readNames(given),
    enabled: given !== "",
    // The list stays while another keystroke is read.
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const importing = useAction(commands.importNames);
  const reading = useAction(async (profile: string | null) =>
    setText(await commands.namesFromCli(profile)),
  );
  const list = given === "" ? null : (query.data ?? null);
  const news = list?.names.filter((one) => one.isNews).length ?? 0;
  const changed = list?.names.filter((one) => one.isNews || (ours && !one.isOurs)).length ?? 0;

  async function read(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    setFileProblem(null);
    if (file.size > mostBytes) return setFileProblem(texts.names.fileTooLarge(file.name));
    try {
      setText(await file.text());
    } catch {
      setFileProblem(texts.names.fileUnreadable(file.name));
    }
  }

  async function save() {
    const said = news > 0 ? texts.names.imported(news) : texts.names.marked(changed);
    if (!(await importing.run(given, ours))) return;
    announce(said);
    toast({ tone: "ok", title: said });
    onClose();
  }

  return (
    <Dialog
      title={texts.names.title}
      width="l"
      isOpen
      onClose={onClose}
      isTouched={given !== ""}
      footer={
        <>
          <Button tone="quiet" onPress={onClose}>
            {texts.names.cancel}
          </Button>
          <Button
            tone="primary"
            // What is imported is what the preview shows.
            isPending={importing.isPending || query.isPlaceholderData}
            disabledReason={
              list === null
                ? texts.names.nothingPasted
                : changed === 0
                  ? texts.names.nothingNew
                  : null
            }
            onPress={() => void save()}
          >
            {news === 0 && changed > 0 ? texts.names.mark(changed) : texts.names.action(news)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-mut">{texts.names.about}</p>
        <TextField
          label={texts.names.list}
          mono
          multiline={6}
          value={text}
          onChange={setText}
          placeholder={texts.names.example}
        />
        <div className="flex gap-2">
          <FileTrigger
            acceptedFileTypes={[".json", ".csv", ".tsv", ".txt"]}
            onSelect={(files) => void read(files)}
          >
            <Button icon="open">{texts.names.chooseFile}</Button>
          </FileTrigger>
          <FromCli
            isPending={reading.isPending}
            onChoose={(profile) => void reading.run(profile)}
          />
        </div>
        {reading.problem && <ProblemNotice problem={reading.problem} />}
        {fileProblem && <Notice tone="bad" title={fileProblem} live />}
        {query.error && <ProblemNotice problem={toProblem(query.error)} />}
        {importing.problem && <ProblemNotice problem={importing.problem} />}
        {list && <Preview list={list} />}
        {list && list.names.length > 0 && (
          <div>
            <Checkbox isSelected={ours} onChange={setOurs}>
              {texts.names.ours}
            </Checkbox>
            <p className="ml-6 text-xs text-dim">{texts.names.aboutOurs}</p>
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** Reads the list with the user's own AWS or Azure CLI, where Postern may run it. */
function FromCli({
  isPending,
  onChoose,
}: {
  isPending: boolean;
  onChoose: (profile: string | null) => void;
}) {
  const access = useQuery(cloudAccessQuery).data;
  if (!access?.isOn) return null;
  const profiles = access.aws.program === null ? [] : access.profiles.filter((p) => p.isSelected);
  const entries = profiles.map(({ name }) => ({
    id: `aws-${name}`,
    label: texts.names.fromAws(profileName(name)),
    onAction: () => onChoose(name),
  }));
  if (access.az.program !== null) {
    const onAction = () => onChoose(null);
    entries.push({ id: "azure", label: texts.names.fromAzure, onAction });
  }
  if (entries.length === 0) return null;
  return (
    <Menu
      label={texts.names.from}
      trigger={
        <Button icon="connect" isPending={isPending}>
          {texts.names.from}
        </Button>
      }
      entries={entries}
    />
  );
}

/** What would be named, what changes, and what is left out. */
function Preview({ list }: { list: NameList }) {
  const { names, leftOut } = list;
  return (
    <>
      {names.length > 0 && (
        <section aria-label={texts.names.found} className="flex flex-col gap-1.5">
          <h3 className="text-sm font-medium" role="status">
            {texts.names.count(names.length)}
          </h3>
          <ul className="max-h-56 overflow-auto rounded-lg border border-line">
            {names.slice(0, shownNames).map((one) => (
              <li
                key={one.owner}
                className="flex items-baseline gap-3 border-b border-line px-3 py-1.5 last:border-b-0"
              >
                <span className="min-w-0 flex-1 truncate">
                  <bdi>{one.name}</bdi>
                </span>
                {one.group !== null && one.group !== one.currentGroup && (
                  <Chip tone="more" className="min-w-0 shrink">
                    {texts.names.toGroup(one.group)}
                  </Chip>
                )}
                <span className="shrink-0 text-xs text-dim">
                  {one.current === null
                    ? texts.names.isNew
                    : one.current === one.name
                      ? texts.names.isSame
                      : texts.names.was(one.current)}
                </span>
                <span className="mono shrink-0 text-xs text-mut">{one.owner}</span>
              </li>
            ))}
          </ul>
          {names.length > shownNames && (
            <p className="text-xs text-dim">{texts.names.more(names.length - shownNames)}</p>
          )}
        </section>
      )}
      {leftOut.length > 0 && (
        <Notice tone="warn" title={texts.names.leftOut(leftOut.length)}>
          <ul className="max-h-40 overflow-auto">
            {leftOut.slice(0, shownNames).map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same line may occur twice
              <li key={index} className="py-0.5">
                <bdi className="mono break-all">{one.text}</bdi>: {one.reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
