import { useQuery } from "@tanstack/react-query";
import { commands, type Settings } from "../../ipc";
import { Checkbox } from "../../kit";
import { texts } from "./texts";

interface Props {
  settings: Required<Settings>;
  run: (set: () => Promise<unknown>) => Promise<boolean>;
}

/** Whether the system asks who is at the computer. It can be switched off wherever it is on. */
export function UserVerification({ settings, run }: Props) {
  const missing = useQuery({
    queryKey: ["no-user-verification"],
    queryFn: () => commands.noUserVerification(),
  });
  const isOn = settings.verifyUser;
  return (
    <div className="mt-4">
      <Checkbox
        isSelected={isOn}
        isDisabled={!isOn && missing.data !== null}
        onChange={(chosen) => void run(() => commands.setUserVerification(chosen))}
      >
        {texts.verifyUser}
      </Checkbox>
      <p className="mt-1.5 text-sm text-dim">{texts.aboutVerifyUser}</p>
      {missing.data && <p className="mt-1.5 text-sm text-dim">{missing.data}</p>}
    </div>
  );
}
