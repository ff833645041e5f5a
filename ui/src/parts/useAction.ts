import { useRef, useState } from "react";
import { type Problem, toProblem } from "../ipc";

/**
 * Runs an action, one call at a time, and exposes whether it is running and how it failed. Its arguments
 * are not stored.
 */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);

  /** Returns whether it succeeded. */
  async function run(...args: A): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setPending(true);
    setProblem(null);
    try {
      await act(...args);
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      return false;
    } finally {
      running.current = false;
      setPending(false);
    }
  }

  return { run, isPending, problem, clear: () => setProblem(null) };
}
