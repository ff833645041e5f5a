export { age, moment, useNow } from "./age";
export { CopyButton, CopyField, copy, copyAloud } from "./Copy";
export { PageHeader } from "./PageHeader";
export { ProblemNotice } from "./ProblemNotice";
export { StateOfCluster } from "./StateOfCluster";
export { cloudName, count, healthTone, linkName, word } from "./words";
