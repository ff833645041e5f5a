import type { Region } from "../../../ipc";
import { Empty } from "../../../kit";
import { HistoryList } from "../../Changes/HistoryList";
import { texts } from "../texts";

/** Changes to this endpoint, by Postern and by others. */
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
        <Empty icon="history" title={texts.panel.noActivity.title}>
          {texts.panel.noActivity.body}
        </Empty>
      }
    />
  );
}
