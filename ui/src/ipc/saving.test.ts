import { expect, it, vi } from "vitest";
import { savesLatest } from "./saving";

it("saves the first value at once, and then the newest, one after the other", async () => {
  const ends: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const save = vi.fn(
    (_: string) =>
      new Promise<void>((resolve, reject) => {
        ends.push({ resolve, reject });
      }),
  );
  const onFailure = vi.fn();
  const saved = () => save.mock.calls.map(([text]) => text);
  const keep = savesLatest(save, onFailure);

  keep("a");
  expect(saved()).toEqual(["a"]);
  keep("ab");
  keep("abc");
  expect(saved()).toEqual(["a"]);
  ends[0]?.reject("the disk is full");
  await vi.waitFor(() => expect(saved()).toEqual(["a", "abc"]));
  expect(onFailure).toHaveBeenCalledExactlyOnceWith("the disk is full");

  ends[1]?.resolve();
  keep("abcd");
  await vi.waitFor(() => expect(saved()).toEqual(["a", "abc", "abcd"]));
});
