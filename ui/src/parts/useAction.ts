import { useRef, useState } from "react";
import { type Problem, toProblem } from "../ipc";

/**
 * Runs what the user asked for, once at a time, and tells whether it runs and what went wrong. What it
 * is called with is not kept.
 */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);

  /** True: it went well. */
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
