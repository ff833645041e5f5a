import type { Cloud, VpcDraft } from "../../ipc";

/** A region's line in the form. `key` identifies the line while it is edited. */
export interface RegionLine {
  key: number;
  region: string;
  cidr: string;
}

/** The form's values for all clouds: switching back and forth loses nothing. */
export interface VpcForm {
  name: string;
  cloud: "aws" | "azure" | "gcp";
  lines: readonly RegionLine[];
  /** GCP: one range for all regions, or one per region. */
  gcp: "parent" | "regions";
  parentCidr: string;
}

export const emptyForm: VpcForm = {
  name: "",
  cloud: "aws",
  lines: [{ key: 0, region: "", cidr: "" }],
  gcp: "regions",
  parentCidr: "",
};

export const clouds: readonly { id: VpcForm["cloud"]; label: string }[] = [
  { id: "aws", label: "AWS" },
  { id: "azure", label: "Azure" },
  { id: "gcp", label: "GCP" },
];

/** The lines that this cloud's form shows. */
export function linesOf(form: VpcForm): readonly RegionLine[] {
  if (form.cloud !== "gcp") return form.lines.slice(0, 1);
  if (form.cloud === "gcp" && form.gcp === "parent") return [];
  return form.lines;
}

/** The form as Rust checks and sends it. */
export function draftOf(form: VpcForm): VpcDraft {
  const cloud: Cloud = form.cloud;
  const isParent = form.cloud === "gcp" && form.gcp === "parent";
  return {
    name: form.name.trim(),
    cloud,
    parentCidr: isParent ? form.parentCidr.trim() : null,
    regions: linesOf(form).map((line) => ({
      region: line.region.trim(),
      cidr: form.cloud === "azure" ? "" : line.cidr.trim(),
    })),
  };
}
