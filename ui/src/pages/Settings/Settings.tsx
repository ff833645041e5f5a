import { PageHeader } from "../../parts";
import { SettingsSections } from "./Sections";

/** What the user may set. */
export function Settings() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Settings" />
      <div className="min-h-0 flex-1 overflow-auto border-t border-line px-[18px] py-6">
        <SettingsSections />
      </div>
    </div>
  );
}
