import { Dialog } from "../../kit";
import { SettingsSections } from "./Sections";
import { texts } from "./texts";

/** The settings as a dialog, for when no page is shown: before the first account and while locked. */
export function SettingsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={texts.title} isOpen={isOpen} onClose={onClose} width="l">
      <SettingsSections />
    </Dialog>
  );
}
