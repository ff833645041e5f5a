import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";

const margin = 28;
const least = 0.15;
const most = 2.5;
/** Fitting a picture never enlarges it, nor makes it too small to read. */
const largest = 1;
const legible = 0.65;

interface Size {
  width: number;
  height: number;
}

interface Box extends Size {
  x: number;
  y: number;
}

/** The position of the picture's top left corner in the view, in pixels, and its scale. */
export interface View {
  x: number;
  y: number;
  k: number;
}

/** Zooms around a point that keeps its place. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const k = Math.min(most, Math.max(least, view.k * factor));
  const grown = k / view.k;
  return { k, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
}

/** Centers the whole picture, or shows its top left if it is larger than the view. */
export function wholeIn(room: Size, picture: Size): View {
  const inside = (all: number) => Math.max(all - 2 * margin, 1);
  const wanted = Math.min(
    inside(room.width) / picture.width,
    inside(room.height) / picture.height,
    largest,
  );
  const k = Math.max(wanted, legible);
  const middle = (all: number, part: number) => Math.max(margin, (all - part * k) / 2);
  return { k, x: middle(room.width, picture.width), y: middle(room.height, picture.height) };
}

/** Pans so that a box is inside the view. */
export function revealing(view: View, room: Size, box: Box): View {
  const shift = (from: number, to: number, all: number) =>
    from < margin ? margin - from : to > all - margin ? all - margin - to : 0;
  const left = view.x + box.x * view.k;
  const top = view.y + box.y * view.k;
  return {
    k: view.k,
    x: view.x + shift(left, left + box.width * view.k, room.width),
    y: view.y + shift(top, top + box.height * view.k, room.height),
  };
}

/**
 * Zoom and pan. The wheel pans; with Ctrl (also sent for a pinch on a touchpad) it zooms; dragging pans.
 * d3-zoom can't be used: it assigns a `constructor`, which fails because the window freezes
 * `Object.prototype`.
 */
export function useZoom({ width, height }: Size, root: Box | null) {
  const svg = useRef<SVGSVGElement>(null);
  const group = useRef<SVGGElement>(null);
  const view = useRef<View>({ x: 0, y: 0, k: 1 });
  const [scale, setScale] = useState(1);

  // Bypasses React: dragging moves hundreds of nodes many times a second.
  const show = useCallback((next: View) => {
    view.current = next;
    group.current?.setAttribute("transform", `translate(${next.x} ${next.y}) scale(${next.k})`);
    setScale(next.k);
  }, []);
  const room = useCallback(
    () => ({ width: svg.current?.clientWidth ?? 0, height: svg.current?.clientHeight ?? 0 }),
    [],
  );

  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    // React's wheel listener is passive and couldn't stop the page from zooming.
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      // The wheel may report lines or pages instead of pixels.
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? element.clientHeight : 1;
      if (event.ctrlKey || event.metaKey) {
        const box = element.getBoundingClientRect();
        const at = { x: event.clientX - box.left, y: event.clientY - box.top };
        show(zoomed(view.current, 2 ** (-event.deltaY * unit * 0.006), at));
      } else {
        const { x, y, k } = view.current;
        show({ k, x: x - event.deltaX * unit, y: y - event.deltaY * unit });
      }
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [show]);

  const drag = useDrag(view, show);
  const showAll = useCallback(() => {
    const whole = wholeIn(room(), { width, height });
    show(root ? revealing(whole, room(), root) : whole);
  }, [show, room, width, height, root]);
  const by = useCallback(
    (factor: number) => {
      const all = room();
      show(zoomed(view.current, factor, { x: all.width / 2, y: all.height / 2 }));
    },
    [show, room],
  );
  const reveal = useCallback(
    (box: Box) => show(revealing(view.current, room(), box)),
    [show, room],
  );
  return useMemo(
    () => ({ svg, group, scale, showAll, by, reveal, drag }),
    [scale, showAll, by, reveal, drag],
  );
}

/** Pans with the pointer. Pressing a node opens it instead. */
function useDrag(view: { current: View }, show: (next: View) => void) {
  const last = useRef<{ id: number; x: number; y: number } | null>(null);
  return useMemo(() => {
    const end = () => {
      last.current = null;
    };
    return {
      onPointerDown(event: PointerEvent<SVGSVGElement>) {
        const onNode = event.target instanceof Element && event.target.closest("[data-node]");
        if (event.button !== 0 || onNode) return;
        event.currentTarget.setPointerCapture?.(event.pointerId);
        last.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
      },
      onPointerMove(event: PointerEvent<SVGSVGElement>) {
        const from = last.current;
        if (from?.id !== event.pointerId) return;
        const { x, y, k } = view.current;
        show({ k, x: x + event.clientX - from.x, y: y + event.clientY - from.y });
        last.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
      },
      onPointerUp: end,
      onPointerCancel: end,
    };
  }, [view, show]);
}
