/// <reference lib="dom" />
/**
 * To be run in a page before its own scripts: what goes to the speakers goes through an analyser, so that a test can hear
 * it. See `loudness`.
 */
export function listenToSpeakers(): void {
  const heard = new Map<unknown, AnalyserNode>();
  Object.assign(window, { heardBySpeakers: heard });
  AudioNode.prototype.connect = new Proxy(Reflect.get(AudioNode.prototype, "connect"), {
    apply(connect, source: AudioNode, given: unknown[]) {
      const [target] = given;
      if (!(target instanceof AudioDestinationNode)) return Reflect.apply(connect, source, given);
      let ear = heard.get(target);
      if (!ear) {
        ear = new AnalyserNode(target.context, { fftSize: 32_768 });
        Reflect.apply(connect, ear, [target]);
        heard.set(target, ear);
      }
      return Reflect.apply(connect, source, [ear]);
    },
  });
}

/** To be run in a page: the loudest of the last two thirds of a second, from 0 to 1. */
export function loudness(): number {
  const { heardBySpeakers } = window as unknown as { heardBySpeakers: Map<AudioNode, AnalyserNode> };
  let loudest = 0;
  for (const ear of heardBySpeakers.values()) {
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
  }
  return loudest;
}
