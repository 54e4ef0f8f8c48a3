// The browser's voice: one line at a time; while one is being spoken, only the newest waits.

export class Voice {
  constructor() {
    this.synth = window.speechSynthesis;
    this.muted = false;
    this.waiting = null;
  }

  // Called on the first tap: browsers do not speak before it.
  unlock() {
    if (!this.synth) return;
    const silent = new SpeechSynthesisUtterance(" ");
    silent.volume = 0;
    this.synth.speak(silent);
  }

  say(text) {
    if (this.muted || !this.synth) return;
    if (this.speaking && performance.now() - this.since < 8000) { this.waiting = text; return; }
    const line = new SpeechSynthesisUtterance(text);
    line.lang = "en";
    line.rate = 1.05;
    this.speaking = true;
    this.since = performance.now();
    line.onend = line.onerror = () => {
      this.speaking = false;
      const next = this.waiting;
      this.waiting = null;
      if (next) this.say(next);
    };
    this.synth.speak(line);
  }

  mute(muted) {
    this.muted = muted;
    this.waiting = null;
    if (muted) this.synth?.cancel();
  }
}
