import type { Recipes } from "../../ipc";
import { CopyField } from "../../parts";
import { texts } from "./texts";

/** Connection strings for database clients. */
export function ConnectionStrings({ recipes }: { recipes: Recipes }) {
  return (
    <section aria-label={texts.connectionStrings} className="flex flex-col gap-3">
      <h3 className="font-medium">{texts.connectionStrings}</h3>
      {recipes.strings.map((one) => (
        <div key={one.id}>
          <CopyField label={one.title} text={one.text} what={texts.connectionString(one.title)} />
          {one.note && <p className="mt-1 text-xs text-dim">{one.note}</p>}
        </div>
      ))}
    </section>
  );
}
