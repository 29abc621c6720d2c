import type { DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";

const share = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(8);

/** What a model is worth, in lines for a terminal: its losses beside the hand-set weights', and whether it can be believed. */
export function modelReport({ version, acceptance, pickup, metrics }: DispatchModel): string[] {
  const { learned, handSet, reliability, trainedOn, testedOn } = metrics.acceptance;
  const use = (isUsed: boolean) => (isUsed ? "learned" : "the weights set by hand, which did better");
  const lines = [
    version,
    "",
    `Is it taken?   learned from ${trainedOn}, judged by ${testedOn} later offers; used: ${use(acceptance !== null)}`,
    `               log loss ${learned.logLoss.toFixed(4)} (by hand ${handSet.logLoss.toFixed(4)})  Brier ${learned.brier.toFixed(4)} (${handSet.brier.toFixed(4)})  AUC ${learned.auc.toFixed(3)} (${handSet.auc.toFixed(3)})`,
    "               predicted   taken  offers",
    ...reliability.map(
      ({ predicted, observed, offers }) =>
        `                ${share(predicted)}${share(observed)}${String(offers).padStart(8)}`,
    ),
    "",
  ];
  const times = metrics.pickup;
  if (times === null) return [...lines, "How long to the counter?   too few arrivals to learn from"];
  const seconds = ({ meanAbsoluteSeconds, biasSeconds }: typeof times.learned) =>
    `${meanAbsoluteSeconds.toFixed(0)} s off, ${biasSeconds.toFixed(0)} s too long`;
  return [
    ...lines,
    `How long to the counter?   learned from ${times.trainedOn}, judged by ${times.testedOn}; used: ${use(pickup !== null)}`,
    `                           on average ${seconds(times.learned)} (by hand ${seconds(times.handSet)})`,
  ];
}
