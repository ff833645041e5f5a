import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import "../test/page";
import { SearchSelect } from "./SearchSelect";

const many = Array.from({ length: 500 }, (_, n) => ({
  id: `id-${n}`,
  label: `cluster-${String(n).padStart(3, "0")}`,
}));

function Example() {
  const [value, setValue] = useState("id-300");
  return <SearchSelect label="Cluster or VPC" value={value} options={many} onChange={setValue} />;
}

const button = () => screen.getByRole("button", { name: /^Cluster or VPC/ });
/** The button, once the popover is gone and no longer hides it. */
const closed = () => screen.findByRole("button", { name: /^Cluster or VPC/ });
const labels = () => screen.getAllByRole("option").map((option) => option.textContent);

it("draws only some of many, the chosen one first, and says how many there are besides", async () => {
  const user = userEvent.setup();
  render(<Example />);
  expect(button()).toHaveTextContent("cluster-300");
  expect(screen.queryByText("cluster-000")).toBeNull();
  await user.click(button());
  expect(labels()).toHaveLength(60);
  expect(labels().slice(0, 2)).toEqual(["cluster-300", "cluster-000"]);
  expect(screen.getByText("440 more. Type to find them.")).toBeInTheDocument();
});

it("is operated with the keyboard alone", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  await user.keyboard("{ArrowDown}");
  expect(screen.getByRole("searchbox", { name: "Find cluster or VPC" })).toHaveFocus();
  await user.keyboard("49 cl");
  expect(labels()).toEqual([
    "cluster-049",
    "cluster-149",
    "cluster-249",
    "cluster-349",
    "cluster-449",
    ...Array.from({ length: 10 }, (_, n) => `cluster-49${n}`),
  ]);
  await user.keyboard("{Enter}");
  expect(await closed()).toHaveTextContent("cluster-049");
  await waitFor(() => expect(button()).toHaveFocus());

  await user.keyboard("{Enter}{ArrowDown}{ArrowDown}{Enter}");
  expect(await closed()).toHaveTextContent("cluster-000");
  await waitFor(() => expect(button()).toHaveFocus());
  await user.keyboard("{Enter}{Escape}");
  expect(await closed()).toHaveTextContent("cluster-000");
  expect(screen.queryByRole("option")).toBeNull();
});

it("stays as it is if the chosen one is pressed, or nothing matches", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.click(button());
  await user.click(screen.getByRole("option", { name: "cluster-300" }));
  expect(await closed()).toHaveTextContent("cluster-300");
  expect(screen.queryByRole("option")).toBeNull();

  await user.click(button());
  await user.keyboard("nothing{Enter}");
  expect(screen.getByText("No matches")).toBeInTheDocument();
  await user.keyboard("{Escape}{Escape}");
  expect(await closed()).toHaveTextContent("cluster-300");
});

it("says that there is nothing to choose from, which isn't a search without matches", async () => {
  const user = userEvent.setup();
  render(<SearchSelect label="Cluster" value="" options={[]} onChange={() => {}} />);
  await user.click(screen.getByRole("button", { name: /^Cluster/ }));
  expect(screen.getByText("None yet")).toBeInTheDocument();
});
