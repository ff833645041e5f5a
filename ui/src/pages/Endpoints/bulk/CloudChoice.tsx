import { Notice, Segments } from "../../../kit";
import { cloudName, count } from "../../../parts";
import type { LinkCloud } from "./facts";

interface Props {
  clouds: readonly { cloud: LinkCloud; rows: readonly unknown[] }[];
  cloud: LinkCloud;
  onChange: (cloud: LinkCloud) => void;
}

/** Which cloud's endpoints are meant, where endpoints of both are chosen: a principal fits one of them. */
export function CloudChoice({ clouds, cloud, onChange }: Props) {
  if (clouds.length < 2) return null;
  const others = clouds.filter((c) => c.cloud !== cloud).flatMap((c) => c.rows).length;
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
        {count(others, "chosen region")} of the other cloud {others === 1 ? "is" : "are"} left as{" "}
        {others === 1 ? "it is" : "they are"}.
      </Notice>
    </div>
  );
}
