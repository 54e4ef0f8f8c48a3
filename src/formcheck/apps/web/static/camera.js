// The camera: its newest frame as a JPEG, and the time at which it was captured.

const LONG_SIDE = 640;
const QUALITY = 0.8;

export class Camera {
  constructor(video, onFrame) {
    this.video = video;
    this.canvas = document.createElement("canvas");
    this.onFrame = onFrame;
    this.facing = "user";
    this.capturedMs = 0; // by the clock of the page
    this.count = 0;
  }

  async open() {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new CameraError("Browsers allow the camera only on HTTPS pages and on pages of this machine. Open the page at its https address.");
    }
    this.close();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: this.facing, width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
      });
    } catch (error) {
      throw new CameraError(MESSAGES[error.name] ?? `The camera cannot be used (${error.name}). Unplug it, plug it in, and try again.`);
    }
    const [track] = this.stream.getVideoTracks();
    track.addEventListener("ended", () => this.onLost?.());
    const shown = track.getSettings().facingMode;
    this.video.classList.toggle("mirrored", this.mirrored = shown !== "environment");
    this.video.srcObject = this.stream;
    await this.video.play();
    this.fit();
    this.watchFrames();
  }

  fit() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.shape = `${width}×${height}`;
    document.body.style.setProperty("--shape", `${width} / ${height}`);
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  get size() { return [this.canvas.width, this.canvas.height]; }

  watchFrames() {
    const stream = this.stream;
    const next = (now, metadata) => {
      if (this.stream !== stream) return;
      if (this.shape !== `${this.video.videoWidth}×${this.video.videoHeight}`) { // the phone was rotated
        this.fit();
        this.onRotated?.();
      }
      this.capturedMs = Math.max(metadata?.captureTime ?? now, this.capturedMs + 0.01);
      this.count += 1;
      this.onFrame();
      request();
    };
    const request = () => this.video.requestVideoFrameCallback
      ? this.video.requestVideoFrameCallback(next)
      : setTimeout(() => next(performance.now()), 33);
    request();
  }

  async jpeg() {
    const [width, height] = this.size;
    this.canvas.getContext("2d", { alpha: false }).drawImage(this.video, 0, 0, width, height);
    const blob = await new Promise((done) => this.canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.arrayBuffer();
  }
}

export class CameraError extends Error {}

const MESSAGES = {
  NotAllowedError: "The camera was refused. Allow it for this page (the icon beside the address), then choose again.",
  NotFoundError: "No camera was found. Plug one in, then choose again.",
  OverconstrainedError: "This camera cannot be used. Try another one.",
  NotReadableError: "Another program is using the camera. Close it, then choose again.",
};
