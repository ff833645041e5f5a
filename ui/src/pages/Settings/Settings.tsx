import { PageHeader } from "../../parts";
import { SettingsSections } from "./Sections";
import { texts } from "./texts";

export function Settings() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={texts.title} isAgeless />
      <div className="min-h-0 flex-1 overflow-auto border-t border-line px-[18px] py-6">
        <SettingsSections />
      </div>
    </div>
  );
}
