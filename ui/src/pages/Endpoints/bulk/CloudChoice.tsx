import { Notice, Segments } from "../../../kit";
import { cloudName } from "../../../parts";
import { texts } from "../texts";
import type { LinkCloud } from "./facts";
import type { CloudDrafts } from "./useCloudDrafts";

interface Props {
  clouds: readonly { cloud: LinkCloud; rows: readonly unknown[] }[];
  cloud: LinkCloud;
  /** What is selected. */
  what: "endpoint" | "region";
  drafts: CloudDrafts;
  onChange: (cloud: LinkCloud) => void;
}

/** Chooses whose principals to enter when endpoints of both clouds are selected. */
export function CloudChoice({ clouds, cloud, what, drafts, onChange }: Props) {
  if (clouds.length < 2) return null;
  const entered = (c: LinkCloud) => drafts[c].added.length;
  const isMeant = clouds.some((c) => entered(c.cloud) > 0)
    ? (c: LinkCloud) => entered(c) > 0
    : (c: LinkCloud) => c === cloud;
  const others = clouds.filter((c) => !isMeant(c.cloud));
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Segments
          label="Cloud"
          value={cloud}
          options={clouds.map((c) => ({
            id: c.cloud,
            label: texts.bulk.cloud(cloudName(c.cloud), c.rows.length, entered(c.cloud)),
          }))}
          onChange={onChange}
        />
      </div>
      {others.length > 0 && (
        <Notice tone="info" plain>
          {others
            .map((other) => texts.bulk.otherCloud(other.rows.length, what, other.cloud))
            .join(" ")}
        </Notice>
      )}
    </div>
  );
}
