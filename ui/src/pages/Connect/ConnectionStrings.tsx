import type { Recipes } from "../../ipc";
import { CopyField } from "../../parts";

/** How clients are told to connect. */
export function ConnectionStrings({ recipes }: { recipes: Recipes }) {
  return (
    <section aria-label="Connection strings" className="flex flex-col gap-3">
      <h3 className="font-medium">Connection strings</h3>
      {recipes.strings.map((one) => (
        <div key={one.id}>
          <CopyField label={one.title} text={one.text} what={`${one.title} string`} />
          {one.note && <p className="mt-1 text-xs text-dim">{one.note}</p>}
        </div>
      ))}
    </section>
  );
}
