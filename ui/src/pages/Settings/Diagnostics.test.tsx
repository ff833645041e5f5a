import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Diagnostics as Report } from "../../ipc";
import { unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Settings } from "./Settings";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

const host = "https://cloud.yugabyte.com";
const learned: Report = {
  services: [
    {
      host,
      inUse: true,
      path: {
        value: "clusters/{cluster_id}/endpoints",
        how: "read",
        at: "2026-11-28T12:00:00Z",
      },
      field: null,
      isHopeless: false,
      attempts: [],
      paths: ["clusters/{cluster_id}/private-service-endpoints"],
      fields: ["private_service_endpoint_spec"],
    },
  ],
  route: "the proxy http://proxy.example.com:3128 (from HTTPS_PROXY)",
  systemReads: "HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment.",
  text: "Postern 0.1.0 on linux x86_64",
};

beforeEach(() => {
  shell = fakeShell(unlocked);
  shell.answers.diagnostics = () => learned;
});

it("shows what was learned of a service and how, and copies a report", async () => {
  const { user } = renderPage(<Settings />);
  const service = await screen.findByRole("region", { name: host });
  expect(service).toHaveTextContent("clusters/{cluster_id}/endpoints");
  expect(service).toHaveTextContent(/Learned by reading an endpoint, /);
  expect(service).toHaveTextContent("Learned when you first create an endpoint.");
  expect(screen.getByText(/proxy.example.com:3128 \(from HTTPS_PROXY\)/)).toBeVisible();
  expect(screen.getByText(/System reads HTTPS_PROXY, ALL_PROXY/)).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Copy diagnostics" }));
  await waitFor(() => expect(shell.of("copy_made")).toEqual([{ what: { kind: "diagnostics" } }]));
  await user.click(screen.getByRole("button", { name: "Open the log folder" }));
  await waitFor(() => expect(shell.of("open_log_folder")).toHaveLength(1));
  await user.click(within(service).getByRole("button", { name: "Forget" }));
  await waitFor(() => expect(shell.of("forget_service_form")).toEqual([{ host }]));
});

it("sets path and field by hand, and shows why that was refused", async () => {
  shell.answers.set_service_form = () => refuse({ message: "The path must contain {cluster_id}." });
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("button", { name: "Set by hand…" }));
  const dialog = await screen.findByRole("dialog");
  const field = within(dialog).getByLabelText("Field of a create");
  expect(field).toHaveValue("private_service_endpoint_spec");
  await user.clear(field);
  await user.type(field, "specs");
  await expectAccessible(dialog);
  await user.click(within(dialog).getByRole("button", { name: "Set" }));
  expect(await within(dialog).findByText(/must contain/)).toBeVisible();
  shell.answers.set_service_form = () => null;
  await user.click(within(dialog).getByRole("button", { name: "Set" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  const asked = { host, path: "clusters/{cluster_id}/endpoints", field: "specs" };
  expect(shell.of("set_service_form")).toEqual([asked, asked]);
});

it("says that the endpoints weren't found anywhere", async () => {
  const services = learned.services.map((service) => ({
    ...service,
    path: null,
    isHopeless: true,
  }));
  shell.answers.diagnostics = () => ({ ...learned, services });
  renderPage(<Settings />);
  expect(await screen.findByText("The endpoints weren't found")).toBeVisible();
});
