import type { Problem } from "./bindings";

/** What a rejected command says. The shell's own refusals are plain strings. */
export function toProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  const message =
    error instanceof Error
      ? error.message
      : typeof error === "string"
        ? error
        : "Something unexpected happened.";
  return { code: "other", message, hint: "" };
}

function isProblem(error: unknown): error is Problem {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    "message" in error &&
    "hint" in error
  );
}

/** Whether the keyring is in the way rather than the key or the service. */
export function isKeyrings(problem: Problem): boolean {
  return problem.code.startsWith("keyring-");
}
