import { Highlighted } from "./Highlighted";
import { inline } from "./marks";

/** Steps to follow by hand: headings, list items and paragraphs, with code set apart. */
export function Steps({ text }: { text: string }) {
  return (
    <div className="max-w-3xl px-4 pb-2 font-sans text-base whitespace-normal">
      {text.split("\n").map((line, at) => {
        const heading = /^(#+) (.*)$/.exec(line);
        const point = /^(?:[-*]|\d+\.) (.*)$/.exec(line);
        const key = `${at}`;
        if (line.trim() === "") return null;
        if (heading) {
          const look = heading[1] === "#" ? "pb-1 text-lg" : "pt-4 pb-1";
          return (
            <p key={key} className={`font-semibold ${look}`}>
              {heading[2]}
            </p>
          );
        }
        return (
          <p key={key} className={point ? "flex gap-2 py-1" : "py-1 text-mut"}>
            {point && <span className="text-dim">•</span>}
            <span className="min-w-0 break-words">
              <Highlighted of={inline(point?.[1] ?? line)} />
            </span>
          </p>
        );
      })}
    </div>
  );
}
