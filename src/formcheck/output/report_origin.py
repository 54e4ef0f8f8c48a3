"""Where a result comes from: how well the camera saw the person, and what made the result."""

from formcheck.coaching.analysis import Analysis
from formcheck.output import report_words as words


def quality_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """How well the camera saw the person: names and values."""
    quality, source = analysis.result.quality, analysis.result.source
    rows = [
        ("Recording", f"{source.name}, {words.length(source.duration_s)}, {source.width} × {source.height} pixels"),
        *([("Turned", f"clockwise by {source.turned_deg}°")] if source.turned_deg else []),
        ("Frames", f"{quality.frames}" + ("" if quality.fps is None else f", {quality.fps:.3g} per second")),
        ("Person seen", f"in {words.percent(quality.seen)} of the frames"),
        ("In position", f"in {words.percent(quality.in_position)} of the frames"),
        ("Camera view", words.view(quality.view)),
    ]
    if quality.near_side is not None:
        rows.append(("Side measured", f"{quality.near_side}, the one nearer to the camera"))
    if quality.roll_deg:
        rows.append(("Tilt of the camera", f"{abs(quality.roll_deg):.0f}°, taken out of what is measured"))
    if quality.swaps_repaired:
        rows.append(("Left and right put back", words.plural(quality.swaps_repaired, "time")))
    return rows


def provenance_rows(analysis: Analysis) -> list[tuple[str, str]]:
    """What made this result: names and values."""
    made = analysis.result.provenance
    checksum = f", SHA-256 {made.model.sha256[:12]}…" if made.model.sha256 else ""
    rows = [
        ("formcheck", made.formcheck),
        ("Pose model", f"{made.model.name}{checksum}"),
        ("Exercise", f"{analysis.exercise.id}, revision {made.exercise_revision}"),
    ]
    rows += [(name.replace("_", " ").capitalize(), str(value)) for name, value in made.settings.items()]
    return rows
