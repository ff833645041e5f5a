import { Dialog } from "../../kit";
import { SettingsSections } from "./Sections";

/** The settings where there is no page for them: before the first account, and while locked. */
export function SettingsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Settings" isOpen={isOpen} onClose={onClose} width="l">
      <SettingsSections />
    </Dialog>
  );
}
