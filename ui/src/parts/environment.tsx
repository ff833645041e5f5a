import type { Environment, Profile } from "../ipc";
import { Chip } from "../kit";

/** What an account is for, as a word. */
export const environmentName: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  other: "Other",
};

/** The color of an environment, as a border. */
export const environmentBorder: Record<Environment, string> = {
  production: "border-t-[3px] border-bad",
  staging: "border-t-[3px] border-warn",
  other: "",
};

/** What an account is for; earlier versions didn't say. */
export function environmentOf(profile: Profile | undefined): Environment {
  return profile?.environment ?? "other";
}

/** Whether there is anything to say of an account. */
export function isMarked(profile: Profile): boolean {
  return environmentOf(profile) !== "other" || profile.readOnly === true;
}

/** Says what an account is for and whether it is read-only; nothing if there is nothing to say. */
export function AccountMarks({ profile }: { profile: Profile | undefined }) {
  if (!profile) return null;
  const environment = environmentOf(profile);
  return (
    <>
      {environment !== "other" && (
        <Chip tone={environment === "production" ? "bad" : "warn"} className="shrink-0">
          {environmentName[environment]}
        </Chip>
      )}
      {profile.readOnly && (
        <Chip tone="more" className="shrink-0">
          Read-only
        </Chip>
      )}
    </>
  );
}
