import type { Region } from "../../../ipc";
import { Empty } from "../../../kit";
import { HistoryList } from "../../Changes/HistoryList";

/** What was changed on this endpoint, by us and by others. */
export function Activity({ region }: { region: Region }) {
  return (
    <HistoryList
      isNarrow
      query={{
        text: "",
        only: "all",
        regionId: region.id,
        principal: null,
        batch: null,
        limit: 30,
      }}
      empty={
        <Empty icon="history" title="Nothing yet">
          No change of this endpoint has been made or seen by Postern.
        </Empty>
      }
    />
  );
}
