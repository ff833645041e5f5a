export { announce, hush } from "./announce";
export { BreakableText } from "./BreakableText";
export { Button, type ButtonTone, IconButton } from "./Button";
export { Checkbox } from "./Checkbox";
export { Chip, type ChipTone } from "./Chip";
export { isComposing } from "./composing";
export { cx } from "./cx";
export { Dialog, useTouched } from "./Dialog";
export { Dot, StateWord, type Tone } from "./Dot";
export { Empty } from "./Empty";
export { Facet, type FacetOption } from "./Facet";
export { TextField } from "./Field";
export { Icon, type IconName } from "./Icon";
export { Kbd } from "./Kbd";
export { Menu, type MenuEntry } from "./Menu";
export { Notice, type NoticeTone } from "./Notice";
export { ProgressLine } from "./ProgressLine";
export { ProgressParts } from "./ProgressParts";
export { SearchField } from "./SearchField";
export { SearchSelect } from "./SearchSelect";
export { Segments } from "./Segments";
export { Select } from "./Select";
export { Skeleton } from "./Skeleton";
export { Spinner } from "./Spinner";
export { Tabs } from "./Tabs";
export { Tick, type Ticked } from "./Tick";
export { Tooltip } from "./Tooltip";
export { TruncateStart } from "./TruncateStart";
export { TabStop, useTabIndex } from "./tabStop";
export {
  clearToasts,
  dismissToast,
  type Toast,
  type ToastMessage,
  toast,
  useToasts,
} from "./toast";
export { VirtualList } from "./VirtualList";
