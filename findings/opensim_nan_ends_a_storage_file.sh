#!/usr/bin/env bash
# OpenSim: Storage writes a motion file that Storage itself reads back only up to the first gap.
#
# One would guess: a motion with a gap (NaN) that OpenSim writes, OpenSim reads. If a reader could not take
# "nan", it would raise an error.
#
# True: there are two text readers behind `Storage`, and the line "version=" in the header chooses one.
#   - version=2 and 3 (what TimeSeriesTable writes): all rows, NaN stays NaN.
#   - version=1 (what Storage writes): the row with "nan" becomes 0.0 followed by a value of the row above, and
#     everything after it is dropped. No error, no warning. The same for "NaN".
#   - version=1 and a blank instead of "nan": all rows are there, but from the gap on the values have moved: a
#     neighbour's value stands in the gap, and time runs to 19 s instead of 0.9 s.
# TimeSeriesTable reads all of these files whole. So the same file is complete or cut off, depending on the class that
# opens it; and a motion that Storage holds whole is cut off once Storage has saved it.
#
# Versions: opensim 4.6, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq opensim==4.6 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import opensim

opensim.Logger.setLevelString("Warn")  # warnings would be shown
print("opensim", opensim.GetVersion())
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def in_storage(name):
    """Rows, last time, and the values of row 5."""
    storage = opensim.Storage(name)
    values = storage.getStateVector(4).getData()
    return storage.getSize(), round(storage.getLastTime(), 6), str([values.get(i) for i in range(values.size())])


print("a motion of 10 rows, 0.0 to 0.9 s, the knee angle of row 5 is NaN")
motion = opensim.TimeSeriesTable()
motion.setColumnLabels(["knee_angle_r", "hip_flexion_r"])
for i in range(10):
    motion.appendRow(i / 10, opensim.RowVector([float("nan") if i == 4 else 10.0 + i, 50.0 + i]))
motion.addTableMetaDataString("inDegrees", "yes")
opensim.STOFileAdapter.write(motion, "by_table.mot")
expect("written by TimeSeriesTable, read by Storage", in_storage("by_table.mot"), (10, 0.9, "[nan, 54.0]"))

opensim.Storage.printResult(opensim.Storage("by_table.mot"), "by_storage", ".", -1, ".mot")
text = open("by_storage.mot").read()
expect("written by Storage: version 1, 10 rows stated", "version=1\nnRows=10\n" in text, True)
expect("written by Storage: data lines", len(text.split("endheader")[1].split("\n")) - 3, 10)
expect("written by Storage, read by Storage", in_storage("by_storage.mot"), (5, 0.4, "[0.0, 53.0]"))
expect("the same file in TimeSeriesTable, rows", opensim.TimeSeriesTable("by_storage.mot").getNumRows(), 10)

print("the same rows, only the header's version and the word for the gap differ")
for version, word, described in [
    (1, "nan", (5, 0.4, "[0.0, 53.0]")),
    (1, "NaN", (5, 0.4, "[0.0, 53.0]")),
    (1, "", (10, 19.0, "[54.0, 0.5]")),
    (2, "nan", (10, 0.9, "[nan, 54.0]")),
    (2, "", (10, 0.9, "[nan, 54.0]")),
    (3, "nan", (10, 0.9, "[nan, 54.0]")),
]:
    lines = ["motion", f"version={version}", "nRows=10", "nColumns=3", "inDegrees=yes", "DataType=double"]
    lines += ["OpenSimVersion=4.6", "endheader", "time\tknee_angle_r\thip_flexion_r"]
    lines += [f"{i / 10}\t{word if i == 4 else 10 + i}\t{50 + i}" for i in range(10)]
    with open("made.mot", "w") as file:
        file.write("\n".join(lines) + "\n")
    expect(f"version={version}, gap {word!r}: Storage has rows, end, row 5", in_storage("made.mot"), described)
    expect("    TimeSeriesTable has rows", opensim.TimeSeriesTable("made.mot").getNumRows(), 10)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
