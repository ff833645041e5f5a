import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";
import { cx } from "./cx";

interface Props<T extends string> {
  label: string;
  selected: T;
  onSelect: (id: T) => void;
  tabs: readonly { id: T; title: ReactNode; content: ReactNode }[];
  className?: string;
}

/** Tabs above their content; only the selected content is rendered. */
export function Tabs<T extends string>({ label, selected, onSelect, tabs, className }: Props<T>) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const chosen = tabs.find((t) => t.id === key);
        if (chosen) onSelect(chosen.id);
      }}
      className={cx("flex min-h-0 flex-1 flex-col outline-none", className)}
    >
      <TabList aria-label={label} className="mx-[18px] flex gap-[18px] border-b border-line">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="rounded-t px-0.5 pb-[9px] text-mut data-[hovered]:text-tx data-[selected]:font-medium data-[selected]:text-tx data-[selected]:shadow-[inset_0_-2px_var(--acc)]"
          >
            {tab.title}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel
          key={tab.id}
          id={tab.id}
          className="flex min-h-0 flex-1 flex-col outline-none ring-in"
        >
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
