#!/usr/bin/env bash
# FIT (watches): a file that was checked first reads as empty in Garmin's Python SDK, and not in its JavaScript SDK.
#
# One would guess: "check, then read" on one decoder gives the messages, as its twin in JavaScript does; a check changes
# nothing. If the decoder could be used only once, the second call would give an error: read() returns messages and a
# list of errors for that.
#
# True: in Python check_integrity() says True and leaves the stream at its end. read() on the same decoder then
# returns no messages and no errors, ({}, []): a sound workout looks like one in which nothing was done. is_fit(),
# which reads the header of the same stream, leaves it at the start. In the JavaScript SDK by the same maker, read()
# after checkIntegrity() gives all messages of the same file.
# The cure: stream.reset() after the check, or a decoder of its own for it.
#
# Versions: garmin-fit-sdk 21.218.0 (PyPI), @garmin/fitsdk 21.217.0 (npm), Python 3.11, Node 20. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq garmin-fit-sdk==21.218.0
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @garmin/fitsdk@21.217.0 >npm.log

venv/bin/python - <<'PY'
import datetime
from importlib.metadata import version

from garmin_fit_sdk import Decoder, Encoder, Profile, Stream

print("garmin-fit-sdk", version("garmin-fit-sdk"))
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


start = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.timezone.utc)
kinds = Profile["mesg_num"]
encoder = Encoder()
head = {"type": "activity", "manufacturer": "development", "product": 1, "serial_number": 1, "time_created": start}
encoder.write_mesg({"mesg_num": kinds["FILE_ID"], **head})
for i in range(3):
    at = start + datetime.timedelta(minutes=i)
    strength = {"timestamp": at, "start_time": at, "duration": 30.0, "repetitions": 10 + i, "set_type": "active"}
    encoder.write_mesg({"mesg_num": kinds["SET"], **strength})
made = bytes(encoder.close())
open("made.fit", "wb").write(made)


def opened():
    stream = Stream.from_byte_array(bytearray(made))
    return stream, Decoder(stream)


def counted(read):
    messages, errors = read
    return {kind: len(found) for kind, found in messages.items()}, errors


whole = ({"file_id_mesgs": 1, "set_mesgs": 3}, [])
print("Python: a workout of three sets")
expect("read()", counted(opened()[1].read()), whole)

_, decoder = opened()
expect("is_fit()", decoder.is_fit(), True)
expect("    then read()", counted(decoder.read()), whole)

stream, decoder = opened()
expect("check_integrity()", decoder.check_integrity(), True)
expect("    the stream is at its end", stream.position() == stream.get_length(), True)
expect("    then read()", counted(decoder.read()), ({}, []))

stream, decoder = opened()
expect("check_integrity()", decoder.check_integrity(), True)
stream.reset()
expect("    stream.reset(), then read()", counted(decoder.read()), whole)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
PY

cat >read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Decoder, Stream } from "@garmin/fitsdk";

const { version } = JSON.parse(readFileSync("node_modules/@garmin/fitsdk/package.json"));
console.log("@garmin/fitsdk", version, "Node", process.versions.node);
const decoder = new Decoder(Stream.fromBuffer(readFileSync("made.fit")));
const sound = decoder.checkIntegrity();
const { messages, errors } = decoder.read();
const counts = Object.entries(messages).map(([kind, found]) => `${kind} ${found.length}`).join(", ");
console.log("JavaScript: the same file");
console.log(`  checkIntegrity(): ${sound}\n      then read(): ${counts}; errors: ${errors.length}`);
if (!sound || counts !== "fileIdMesgs 1, setMesgs 3" || errors.length) {
  console.error("CHANGED");
  process.exit(1);
}
JS
node read.mjs
echo "as described"
