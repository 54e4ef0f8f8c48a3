// The WebSocket connection: one message in flight, only the newest frame is sent, and it reconnects after a loss.

const RECONNECT_MS = [300, 1000, 2000, 4000];
const RESUMED_ELSEWHERE = 4409;

export class Link {
  // start(): the first message. next(): the next message (a promise), or null. onMessage(message): an answer.
  // onReady(message): connected. onLost(): reconnecting. onEnded(reason, elsewhere): closed for good.
  constructor({ start, next, onMessage, onLost, onReady, onEnded }) {
    Object.assign(this, { start, next, onMessage, onLost, onReady, onEnded });
    this.queue = [];
    this.losses = 0;
    this.latencies = [];
    this.lastMs = 0;
  }

  // Time stamp of a message in seconds, always later than that of the message before.
  stamp(ms) {
    this.lastMs = Math.max(ms, this.lastMs + 0.1);
    return this.lastMs / 1000;
  }

  open() {
    this.keepOpen = true;
    const token = new URLSearchParams(location.search).get("token");
    const url = new URL("live", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    url.search = token ? `?token=${encodeURIComponent(token)}` : "";
    const socket = this.socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.ready = false;
    this.busy = true;
    socket.onopen = () => socket.send(JSON.stringify(this.start()));
    socket.onmessage = (event) => { if (socket === this.socket) this.receive(JSON.parse(event.data)); };
    socket.onclose = (event) => { if (socket === this.socket) this.onClose(event); };
  }

  close() {
    this.keepOpen = false;
    this.socket?.close(1000);
    this.socket = null;
  }

  // Connect again and resume the set, as after a loss.
  reconnect() {
    if (!this.keepOpen) return;
    this.socket?.close(1000);
    this.open();
  }

  // Send a message that must not give way to a newer frame, such as a command.
  send(message) {
    this.queue.push(message);
    this.pump();
  }

  receive(message) {
    if (message.type === "error") this.reason = message.message;
    if (message.type === "ready") { this.ready = true; this.losses = 0; this.onReady(message); }
    if (message.type === "screen" && this.sentAt) {
      this.latencies.push(performance.now() - this.capturedAt);
      if (this.latencies.length > 3000) this.latencies.shift();
    }
    this.onMessage(message);
    if (message.type === "ready" || message.type === "screen" || message.type === "result") { this.busy = false; this.pump(); }
  }

  async pump() {
    if (!this.ready || this.busy) return;
    this.busy = true;
    const socket = this.socket;
    const queued = this.queue.shift();
    const message = queued ? JSON.stringify({ ...queued, time_s: this.stamp(performance.now()) }) : await this.next(this);
    if (socket !== this.socket || socket.readyState !== WebSocket.OPEN) return;
    if (message === null) { this.busy = false; return; }
    this.sentAt = queued ? 0 : performance.now();
    socket.send(message);
  }

  onClose(event) {
    this.ready = false;
    const reason = this.reason;
    this.reason = null;
    if (!this.keepOpen) return;
    if (reason || event.code >= 4400) { this.keepOpen = false; this.onEnded(reason ?? event.reason, event.code === RESUMED_ELSEWHERE); return; }
    this.onLost();
    setTimeout(() => this.keepOpen && this.open(), RECONNECT_MS[Math.min(this.losses++, RECONNECT_MS.length - 1)]);
  }
}

// A binary message: the time as float64, little-endian, then the JPEG.
export function frameMessage(seconds, jpeg) {
  const message = new Uint8Array(8 + jpeg.byteLength);
  new DataView(message.buffer).setFloat64(0, seconds, true);
  message.set(new Uint8Array(jpeg), 8);
  return message.buffer;
}
