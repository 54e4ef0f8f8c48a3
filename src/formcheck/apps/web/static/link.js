// The WebSocket: one message in flight, the newest picture wins, and it comes back after a loss.

const AGAIN_MS = [300, 1000, 2000, 4000];
const GONE_ON_ELSEWHERE = 4409;

export class Link {
  // hello(): the first message. next(): the next message (a promise), or null. tell(message): an answer.
  constructor({ hello, next, tell, lost, found, ended }) {
    Object.assign(this, { hello, next, tell, lost, found, ended });
    this.asked = [];
    this.losses = 0;
    this.latencies = [];
    this.lastMs = 0;
  }

  // Seconds for a message: what was taken before something that was sent already counts as taken after it.
  stamp(ms) {
    this.lastMs = Math.max(ms, this.lastMs + 0.1);
    return this.lastMs / 1000;
  }

  open() {
    this.wanted = true;
    const token = new URLSearchParams(location.search).get("token");
    const url = new URL("live", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    url.search = token ? `?token=${encodeURIComponent(token)}` : "";
    const socket = this.socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.ready = false;
    this.busy = true;
    socket.onopen = () => socket.send(JSON.stringify(this.hello()));
    socket.onmessage = (event) => { if (socket === this.socket) this.take(JSON.parse(event.data)); };
    socket.onclose = (event) => { if (socket === this.socket) this.gone(event); };
  }

  close() {
    this.wanted = false;
    this.socket?.close(1000);
    this.socket = null;
  }

  // Begin anew with the same set, as after a loss.
  again() {
    if (!this.wanted) return;
    this.socket?.close(1000);
    this.open();
  }

  // Something that must not be lost to a newer picture, such as a command.
  ask(message) {
    this.asked.push(message);
    this.pump();
  }

  take(message) {
    if (message.type === "error") this.why = message.message;
    if (message.type === "ready") { this.ready = true; this.losses = 0; this.found(message); }
    if (message.type === "screen" && this.sentAt) {
      this.latencies.push(performance.now() - this.takenAt);
      if (this.latencies.length > 3000) this.latencies.shift();
    }
    this.tell(message);
    if (message.type === "ready" || message.type === "screen" || message.type === "result") { this.busy = false; this.pump(); }
  }

  async pump() {
    if (!this.ready || this.busy) return;
    this.busy = true;
    const socket = this.socket;
    const asked = this.asked.shift();
    const message = asked ? JSON.stringify({ ...asked, time_s: this.stamp(performance.now()) }) : await this.next(this);
    if (socket !== this.socket || socket.readyState !== WebSocket.OPEN) return;
    if (message === null) { this.busy = false; return; }
    this.sentAt = asked ? 0 : performance.now();
    socket.send(message);
  }

  gone(event) {
    this.ready = false;
    const why = this.why;
    this.why = null;
    if (!this.wanted) return;
    if (why || event.code >= 4400) { this.wanted = false; this.ended(why ?? event.reason, event.code === GONE_ON_ELSEWHERE); return; }
    this.lost();
    setTimeout(() => this.wanted && this.open(), AGAIN_MS[Math.min(this.losses++, AGAIN_MS.length - 1)]);
  }
}

export function framed(seconds, jpeg) {
  const message = new Uint8Array(8 + jpeg.byteLength);
  new DataView(message.buffer).setFloat64(0, seconds, true);
  message.set(new Uint8Array(jpeg), 8);
  return message.buffer;
}
