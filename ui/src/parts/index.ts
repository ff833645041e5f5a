export { age, moment, useAge } from "./age";
export { CopyButton, CopyField, copy, copyAloud, copyMade, copyMadeAloud } from "./Copy";
export { copyAsEntry, copyRows, copyRowsEntries } from "./copyRows";
export { PageHeader } from "./PageHeader";
export { ProblemNotice } from "./ProblemNotice";
export { RequestLine } from "./RequestLine";
export { StateOfCluster } from "./StateOfCluster";
export { auditLog, cloudName, cloudNames, count, healthTone, linkName, word } from "./words";
