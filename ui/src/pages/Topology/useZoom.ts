import { select } from "d3-selection";
import { type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

const margin = 28;
const least = 0.15;
const most = 2.5;
/** A picture is not shown larger than this by itself, nor so small that nobody can read it. */
const largest = 1;
const legible = 0.5;

interface Size {
  width: number;
  height: number;
}

/** Zoom and pan: wheel or two fingers move, with Ctrl they zoom, a drag moves. */
export function useZoom({ width, height }: Size) {
  const svg = useRef<SVGSVGElement>(null);
  const group = useRef<SVGGElement>(null);
  const [scale, setScale] = useState(1);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const made = zoom<SVGSVGElement, unknown>()
      .scaleExtent([least, most])
      // jsdom has no measures of an SVG, and d3 asks for them.
      .extent(() => [
        [0, 0],
        [element.clientWidth, element.clientHeight],
      ])
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
        // A press on a node opens it.
        if (event.target instanceof Element && event.target.closest("[data-node]")) return false;
        return !(event instanceof MouseEvent && event.button !== 0);
      })
      .on("zoom", (event: { transform: { toString(): string; k: number } }) => {
        group.current?.setAttribute("transform", event.transform.toString());
        setScale(event.transform.k);
      });
    behaviour.current = made;
    const selection = select(element);
    selection.call(made).on("dblclick.zoom", null);
    const move = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const { k } = zoomTransform(element);
      made.translateBy(selection, -event.deltaX / k, -event.deltaY / k);
    };
    element.addEventListener("wheel", move, { passive: false });
    return () => {
      element.removeEventListener("wheel", move);
      selection.on(".zoom", null);
    };
  }, []);

  const showAll = useCallback(() => {
    const element = svg.current;
    if (!element || !behaviour.current) return;
    const room = {
      width: Math.max(element.clientWidth - 2 * margin, 1),
      height: Math.max(element.clientHeight - 2 * margin, 1),
    };
    const wanted = Math.min(room.width / width, room.height / height, largest);
    const k = Math.max(wanted, legible);
    // What is larger than the window begins at its left and top.
    const x = Math.max(margin, (element.clientWidth - width * k) / 2);
    const y = Math.max(margin, (element.clientHeight - height * k) / 2);
    behaviour.current.transform(select(element), zoomIdentity.translate(x, y).scale(k));
  }, [width, height]);

  const by = useCallback((factor: number) => {
    if (svg.current) behaviour.current?.scaleBy(select(svg.current), factor);
  }, []);

  /** Moves what lies outside into sight. */
  const reveal = useCallback((box: Size & { x: number; y: number }) => {
    const element = svg.current;
    if (!element || !behaviour.current) return;
    const now = zoomTransform(element);
    const shift = (from: number, to: number, room: number) =>
      from < margin ? margin - from : to > room - margin ? room - margin - to : 0;
    const [left, top] = now.apply([box.x, box.y]);
    const [right, bottom] = now.apply([box.x + box.width, box.y + box.height]);
    const dx = shift(left, right, element.clientWidth);
    const dy = shift(top, bottom, element.clientHeight);
    if (dx !== 0 || dy !== 0)
      behaviour.current.translateBy(select(element), dx / now.k, dy / now.k);
  }, []);

  return useMemo(() => ({ svg, group, scale, showAll, by, reveal }), [scale, showAll, by, reveal]);
}
