import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { commands, type LinkView, type RegionInfoId, useSnapshot } from "../ipc";
import { toast } from "../kit";
import { attempt } from "../parts/save";
import { texts } from "./texts";

/** Shows the endpoint of a link that was opened outside Postern, or says why it can't. A link changes nothing. */
export function OpenedLink({ link, isOpen }: { link: LinkView; isOpen: boolean }) {
  const router = useRouter();
  const { snapshot } = useSnapshot();
  const done = useRef<LinkView | null>(null);

  useEffect(() => {
    if (done.current === link) return;
    const show = (region: RegionInfoId) =>
      void router.navigate({ to: "/endpoints", search: { region, tab: "overview" } });
    switch (link.kind) {
      case "here": {
        // A locked account shows it once it is unlocked.
        if (!isOpen || !snapshot) return;
        const isKnown = snapshot.clusters.some((c) =>
          c.regions.some((r) => r.id === link.regionId),
        );
        if (!isKnown && snapshot.phase.kind === "loading") return;
        if (!isKnown) toast({ tone: "warn", ...texts.link.unknownEndpoint });
        else if (document.querySelector("[data-modal]")) {
          // What is being entered stays.
          const action = { label: texts.link.show, onPress: () => show(link.regionId) };
          toast({ tone: "info", title: texts.link.waiting, action });
        } else show(link.regionId);
        break;
      }
      case "other-account":
        toast({
          tone: "info",
          title: texts.link.otherAccount(link.name),
          action: {
            label: texts.link.switchTo(link.name),
            onPress: () =>
              attempt(texts.link.switchAccount, commands.switchAccount(link.profileId)),
          },
        });
        // It leads to its endpoint once the user has switched.
        done.current = link;
        return;
      case "unknown-account":
        toast({ tone: "warn", ...texts.link.unknownAccount });
        break;
      case "unreadable":
        toast({ tone: "warn", title: link.problem.message, detail: link.problem.hint });
        break;
    }
    done.current = link;
    void commands.dropLink();
  }, [link, isOpen, snapshot, router]);
  return null;
}
