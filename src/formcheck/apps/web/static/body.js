// Draws the skeleton and the line of the exercise over the frame, mirrored if the frame is.

const COLOURS = { plain: "#f5f6f8", good: "#54e084", fault: "#ff8455", "not-judged": "#a8aeba" };
const MARKS = { good: "✓ ", fault: "! ", "not-judged": "– ", plain: "" };
const INK = "rgba(16, 18, 22, .85)";
const MIN_VISIBILITY = 0.5;

export function drawBody(canvas, body, [width, height], bones, mirrored) {
  const scale = 960 / Math.max(width, height);
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const ink = canvas.getContext("2d");
  ink.clearRect(0, 0, canvas.width, canvas.height);
  if (!body) return;
  const at = body.points.map((p) => p && p[2] >= MIN_VISIBILITY ? [(mirrored ? 1 - p[0] : p[0]) * canvas.width, p[1] * canvas.height] : null);
  const unit = Math.min(canvas.width, canvas.height) / 480;
  const stroke = (a, b, colour, thickness) => {
    if (!at[a] || !at[b]) return;
    ink.strokeStyle = colour;
    ink.lineWidth = thickness * unit;
    ink.beginPath();
    ink.moveTo(...at[a]);
    ink.lineTo(...at[b]);
    ink.stroke();
  };
  ink.lineCap = "round";
  const far = ([a, b]) => body.near && [a, b].some((m) => m > 10 && (m % 2 === 1) !== (body.near === "left"));
  bones.filter(far).forEach(([a, b]) => stroke(a, b, "#b0b6c0", 1.5));
  bones.filter((bone) => !far(bone)).forEach(([a, b]) => stroke(a, b, INK, 5));
  bones.filter((bone) => !far(bone)).forEach(([a, b]) => stroke(a, b, COLOURS.plain, 2.6));
  for (let i = 1; i < body.line.length; i++) {
    stroke(body.line[i - 1], body.line[i], INK, 10);
    stroke(body.line[i - 1], body.line[i], COLOURS[body.tone], 6);
  }
  for (const mark of body.line) dot(ink, at[mark], unit, COLOURS[body.tone]);
  label(ink, body, at, unit, mirrored, canvas);
}

function dot(ink, place, unit, colour) {
  if (!place) return;
  for (const [radius, fill] of [[9, INK], [7, colour], [3, INK]]) {
    ink.fillStyle = fill;
    ink.beginPath();
    ink.arc(...place, radius * unit, 0, 2 * Math.PI);
    ink.fill();
  }
}

// The angle, beside the line on the side with free space.
function label(ink, body, at, unit, mirrored, canvas) {
  if (!body.value || body.line.some((mark) => !at[mark])) return;
  const [first, middle, last] = body.line.map((mark) => at[mark]);
  const along = [last[0] - first[0], last[1] - first[1]];
  const length = Math.max(Math.hypot(...along), 1e-6);
  const side = mirrored ? -body.above : body.above;
  const text = MARKS[body.tone] + body.value;
  ink.font = `700 ${27 * unit}px system-ui, "DejaVu Sans", sans-serif`;
  const wide = ink.measureText(text).width + 20 * unit;
  const high = 38 * unit;
  const reach = 0.16 * length + 0.4 * wide;
  const clamp = (value, most) => Math.min(Math.max(value, 0), most);
  const x = clamp(middle[0] + (side * along[1] / length) * reach - wide / 2, canvas.width - wide);
  const y = clamp(middle[1] - (side * along[0] / length) * reach - high / 2, canvas.height - high);
  ink.fillStyle = INK;
  ink.beginPath();
  ink.roundRect(x, y, wide, high, 9 * unit);
  ink.fill();
  ink.fillStyle = COLOURS[body.tone];
  ink.textBaseline = "middle";
  ink.fillText(text, x + 10 * unit, y + high / 2 + unit);
}
