import type { Profile } from "../../ipc";
import { Button, Icon } from "../../kit";
import { Avatar } from "../../kit/Avatar";
import { switchTo } from "./accountEntries";
import { texts } from "./texts";

interface Props {
  label: string;
  profiles: readonly Profile[];
  className?: string;
}

/** Accounts to switch to, one press each. */
export function AccountList({ label, profiles, className }: Props) {
  return (
    <section aria-label={label} className={className}>
      <h2 className="mb-1.5 text-xs font-medium text-dim">{label}</h2>
      <ul className="flex max-h-56 flex-col gap-1.5 overflow-y-auto">
        {profiles.map((profile) => (
          <li key={profile.id}>
            <Button
              aria-label={texts.switchTo(profile.name)}
              onPress={() => switchTo(profile)}
              className="w-full !justify-start !gap-2.5 !bg-panel !px-3 !py-2 hover:!border-edge"
            >
              <Avatar name={profile.name} />
              <span className="min-w-0 flex-1 truncate text-left text-base">{profile.name}</span>
              <Icon name="right" size={12} className="text-dim" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
