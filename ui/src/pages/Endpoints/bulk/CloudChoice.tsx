import { Notice, Segments } from "../../../kit";
import { cloudName } from "../../../parts";
import { texts } from "../texts";
import type { LinkCloud } from "./facts";

interface Props {
  clouds: readonly { cloud: LinkCloud; rows: readonly unknown[] }[];
  cloud: LinkCloud;
  /** What is selected. */
  what: "endpoint" | "region";
  onChange: (cloud: LinkCloud) => void;
}

/** Chooses one cloud when endpoints of both are selected: a principal is valid on one of them only. */
export function CloudChoice({ clouds, cloud, what, onChange }: Props) {
  if (clouds.length < 2) return null;
  const others = clouds.filter((c) => c.cloud !== cloud);
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Segments
          label="Cloud"
          value={cloud}
          options={clouds.map((c) => ({
            id: c.cloud,
            label: `${cloudName(c.cloud)} · ${c.rows.length}`,
          }))}
          onChange={onChange}
        />
      </div>
      <Notice tone="info" plain>
        {others
          .map((other) => texts.bulk.otherCloud(other.rows.length, what, other.cloud))
          .join(" ")}
      </Notice>
    </div>
  );
}
