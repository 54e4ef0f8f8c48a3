from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from figures import HEIGHT, WIDTH, bridge_track, frames, hidden, nobody, standing_still, supermen
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.output.drawing import primitives
from formcheck.output.drawing.layout import Box, panel_box, person_box
from formcheck.output.drawing.overlay import COLOURS, draw_scene
from formcheck.output.drawing.scene import Hud, Remark, Scene, Tone
from formcheck.output.drawing.set_scenes import LiveScenes, Scenes, rep_display, scene_of
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.rules.rep_frames import Phase
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.headline import headline
from formcheck.session.judge import Verdict
from formcheck.session.results import ModelInfo
from formcheck.session.session import Session
from formcheck.workout.screen import CUE_S

GOLDEN = Path(__file__).parents[2] / "golden"
GROUND = 90
LONG_CUE = "Push the floor away through your heels until knees, hips and shoulders make one straight line, please"


def analysed(track: Pose, width: int, height: int) -> Analysis:
    source = SourceInfo("clip.mp4", "video", width, height)
    return analyze_poses(frames(track), find_exercise("glute-bridge"), source, ModelInfo(name="full", sha256="0" * 64))


@cache
def golden(name: str = "glute_bridge_low_top_mixed_side_p5") -> Analysis:
    recording = load_recording(GOLDEN / f"{name}.npz")
    return analysed(recording.track, recording.origin.width, recording.origin.height)


@cache
def drawn_figure() -> Analysis:
    """A stick figure's three bridges, in a picture of 1280 by 720."""
    return analysed(bridge_track(reps=3), 1280, 720)


def at(analysis: Analysis, time_s: float) -> Scene:
    return Scenes(analysis)[int(np.argmin(np.abs(analysis.track.time_s - time_s)))]


def turn_of(analysis: Analysis, rep: int) -> Scene:
    return at(analysis, analysis.session.reps[rep - 1].times.turn_s)


def painted(scene: Scene, width: int = 640, height: int = 480) -> np.ndarray:
    rgb = np.full((height, width, 3), GROUND, np.uint8)
    draw_scene(rgb, scene)
    return rgb


def touched(rgb: np.ndarray) -> np.ndarray:
    """Pixels that are not as they were, (height, width) bool."""
    return (rgb != GROUND).any(axis=2)


def holds(rgb: np.ndarray, tone: Tone) -> int:
    """Pixels of exactly the colour of a tone."""
    return int((rgb == COLOURS[tone]).all(axis=2).sum())


def around(scene: Scene, margin_px: float) -> Box:
    box = person_box(scene.pose)
    assert box is not None
    return box.grown(margin_px)


def outside(pixels: np.ndarray, *boxes: Box) -> int:
    left = pixels.copy()
    for box in boxes:
        top, start = max(0, int(box.top)), max(0, int(box.left))
        left[top : int(np.ceil(box.bottom)), start : int(np.ceil(box.right))] = False
    return int(left.sum())


# What is drawn, and where


def test_nothing_changes_but_the_panel_and_the_person():
    scene = turn_of(golden(), 1)

    changed = touched(painted(scene))

    assert changed.any()
    assert outside(changed, scene.hud.box, around(scene, 30)) == 0


def test_skeleton_is_drawn_on_every_seen_joint_of_the_near_side():
    scene = replace(turn_of(golden(), 1), hud=None)
    marks = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE]

    changed = touched(painted(scene))

    at_marks = scene.pose.image[marks].round().astype(int)
    assert [mark for mark, (x, y) in zip(marks, at_marks, strict=True) if not changed[y, x]] == []


def test_unseen_person_gets_no_skeleton():
    scene = replace(turn_of(golden(), 1), pose=None, hud=None)

    assert not touched(painted(scene)).any()
    assert not touched(painted(replace(scene, pose=Pose.nobody(0.0)))).any()


def test_frame_without_a_person_shows_the_panel_only():
    track = nobody(bridge_track(reps=3), 4.0, 4.4)
    scene = at(analysed(track, 1280, 720), 4.2)

    changed = touched(painted(scene, 1280, 720))

    assert scene.pose is None
    assert scene.hud.cue.text == "Nobody in the picture"
    assert outside(changed, scene.hud.box) == 0


def test_hidden_joint_is_not_drawn_and_has_no_value():
    scene = replace(turn_of(golden(), 1), hud=None)
    x, y = scene.pose.image[Landmark.RIGHT_KNEE].round().astype(int)
    visibility = scene.pose.visibility.copy()
    visibility[Landmark.RIGHT_KNEE] = 0.1
    blind = replace(scene, pose=replace(scene.pose, visibility=visibility))

    without_knee = painted(blind)

    assert touched(painted(scene))[y - 5 : y + 5, x - 5 : x + 5].all()
    assert not touched(without_knee)[y - 2 : y + 3, x - 2 : x + 3].any()
    np.testing.assert_array_equal(without_knee, painted(replace(blind, value=None)))


def test_value_label_stays_off_the_panel_and_in_the_picture():
    scene = turn_of(golden(), 1)
    hip = scene.pose.image[Landmark.RIGHT_HIP]
    lifted = replace(scene.pose, image=scene.pose.image - (hip[0] - 3, hip[1] - scene.hud.box.bottom - 3))
    tight = replace(scene, pose=lifted)

    below = painted(tight)[int(scene.hud.box.bottom) + 1 :]
    bare = painted(replace(tight, value=None))[int(scene.hud.box.bottom) + 1 :]

    label = np.argwhere((below != bare).any(axis=2))
    height_px, width_px = label.max(axis=0) - label.min(axis=0)
    assert height_px >= 30
    assert width_px >= 90


def test_landmarks_far_outside_of_the_picture_do_no_harm():
    scene = turn_of(golden(), 1)
    image, visibility = scene.pose.image.copy(), scene.pose.visibility.copy()
    image[Landmark.RIGHT_WRIST] = (1e12, -1e12)
    visibility[Landmark.RIGHT_WRIST] = 0.0
    hidden_wrist = painted(replace(scene, pose=replace(scene.pose, visibility=visibility)))

    far_wrist = painted(replace(scene, pose=replace(scene.pose, image=image)))

    assert (hidden_wrist != painted(scene)).any(), "the wrist is drawn when it is in the picture"
    np.testing.assert_array_equal(far_wrist, hidden_wrist)


# Verdicts


def test_line_has_the_colour_of_its_own_rep():
    tones = [turn_of(golden(), rep).tone for rep in (1, 2, 3)]

    assert tones == [Tone.GOOD, Tone.FAULT, Tone.GOOD]


def test_fault_colour_is_on_the_fault_rep_and_not_on_a_good_one():
    good, fault = (painted(replace(turn_of(golden(), rep), hud=None)) for rep in (1, 2))

    assert holds(fault, Tone.FAULT) > 1000
    assert holds(good, Tone.FAULT) == 0
    assert holds(good, Tone.GOOD) > 1000


def test_rest_between_reps_has_no_verdict():
    first, second = (rep.times for rep in golden().session.reps[:2])

    scene = at(golden(), 0.5 * (first.end_s + second.start_s))

    assert scene.tone is Tone.PLAIN
    assert scene.hud.note.text == "rep 1: good"


def test_nothing_is_said_of_a_fault_before_it_happens():
    """While the second bridge, which stays too low, is being lifted, neither its line nor the panel shows a fault."""
    rep = golden().session.reps[1]
    times = golden().track.time_s
    lifting = np.flatnonzero((times >= rep.times.start_s) & (times < rep.times.hold_start_s))
    scenes, lowered = Scenes(golden()), at(golden(), rep.times.end_s + 0.4)

    assert len(lifting) > 20
    assert {scenes[i].tone for i in lifting} == {Tone.PLAIN}
    assert [i for i in lifting if scenes[i].hud.note is not None and "rep 2" in scenes[i].hud.note.text] == []
    assert lowered.hud.note.text == "rep 2: hips too low at the top"
    assert lowered.hud.count == 2


@pytest.mark.parametrize("after_turn_s", [0.2, 1.0])
def test_last_rep_is_in_the_count_and_the_headline_ends_the_video(after_turn_s):
    """A recording that ends at the third turn, or on the way down: the rep counts when the recording is over."""
    whole = golden()
    until_s = whole.session.reps[2].times.turn_s + after_turn_s
    cut = analysed(whole.track[: int(np.searchsorted(whole.track.time_s, until_s))], 640, 480)

    last = Scenes(cut)[len(cut.updates) - 1].hud

    assert len(cut.session.reps) == 3
    assert last.count == 3
    assert last.cue.text == headline(cut.session).text
    assert last.note.text == f"{headline(cut.session).made} of 24 checks"


def test_the_end_of_a_video_shows_where_to_film_from():
    oblique = golden("glute_bridge_good_45_p1")
    last = Scenes(oblique)[len(oblique.updates) - 1].hud

    assert last.note.text.endswith("checks. Film exactly from the side")
    assert last.progress is None


def test_line_that_the_view_hides_is_grey_and_never_green():
    scene = turn_of(golden("glute_bridge_good_45_p1"), 1)
    rep_end_s = golden("glute_bridge_good_45_p1").session.reps[0].times.end_s

    assert scene.tone is Tone.NOT_JUDGED
    assert scene.joints.get(scene.line[1]) is None
    assert scene.value is None
    assert "wrong view" in at(golden("glute_bridge_good_45_p1"), rep_end_s + 0.4).hud.note.text


def test_verdict_can_be_read_without_colours(monkeypatch):
    scene = replace(turn_of(golden(), 1), hud=None)
    monkeypatch.setattr("formcheck.output.drawing.overlay.COLOURS", dict.fromkeys(Tone, (200, 200, 200)))

    good, fault, not_judged = (painted(replace(scene, tone=tone)) for tone in (Tone.GOOD, Tone.FAULT, Tone.NOT_JUDGED))

    differing = [(a != b).any(axis=2).sum() for a, b in ((good, fault), (good, not_judged), (fault, not_judged))]
    assert min(differing) > 15


def test_whole_line_has_the_colour_of_the_verdict():
    scene = replace(turn_of(golden(), 2), hud=None, joints={})
    shoulder, hip, knee = (scene.pose.image[mark] for mark in scene.line)

    rgb = painted(scene)

    middles = [((a + b) / 2).round().astype(int) for a, b in ((shoulder, hip), (hip, knee))]
    assert [tuple(rgb[y, x].tolist()) for x, y in middles] == [COLOURS[Tone.FAULT]] * 2


def test_rule_about_time_or_the_whole_movement_marks_no_joint():
    analysis = golden("glute_bridge_good_45_p1")
    judged = [f.rule.id for f in analysis.session.reps[1].rule_results if f.verdict is Verdict.GOOD]

    assert "uneven-height" in judged
    marked = set(turn_of(analysis, 2).joints)
    assert not marked & {Landmark.LEFT_HIP, Landmark.RIGHT_HIP}


def test_fault_off_the_line_marks_its_own_joints_and_leaves_the_line():
    track = bridge_track(reps=2, top_deg=180.0)
    analysis = analysed(track, 1280, 720)
    rep = analysis.session.reps[0]
    feet = analysis.exercise.rule("feet-far")
    fault = replace(rep.rule_results[0], rule=feet, verdict=Verdict.FAULT)
    analysis.session.reps[0] = replace(
        rep, rule_results=[fault if f.rule.id == "feet-far" else f for f in rep.rule_results]
    )

    scene = turn_of(analysis, 1)

    assert scene.tone is Tone.GOOD
    assert {mark.name for mark, tone in scene.joints.items() if tone is Tone.FAULT} == {"RIGHT_KNEE", "RIGHT_ANKLE"}
    assert rep_display(analysis.session.reps[0], analysis.exercise).note.tone is Tone.FAULT


def test_attempt_says_why_it_does_not_count():
    track = bridge_track(reps=3, top_deg=138.0)
    analysis = analysed(track, 1280, 720)
    attempt = analysis.session.attempts[0]

    during, after = at(analysis, 0.5 * (attempt.start_s + attempt.end_s)), at(analysis, attempt.end_s + 0.4)

    assert during.tone is Tone.PLAIN
    assert during.hud.note is None
    assert after.hud.note == Remark(f"not counted: {attempt.reason}", Tone.NOT_JUDGED)
    assert after.hud.attempts == 1


def test_value_is_the_angle_of_the_exercise():
    analysis = golden()
    index = 200

    scene = Scenes(analysis)[index]

    assert analysis.exercise.angle_offset > 1.0  # by so much the image reads too high
    shown_deg = analysis.signals["hip_extension_deg"][index] - analysis.exercise.angle_offset
    assert scene.value == f"{shown_deg:.0f}°"


def test_value_stands_above_a_person_on_the_back_and_behind_one_who_stands():
    scene = replace(turn_of(golden(), 1), hud=None)
    _, hip_y = scene.pose.image[Landmark.RIGHT_HIP]

    for head_left, above in ((1, True), (-1, False)):
        shown = replace(scene, above=head_left * scene.above)
        rows, _ = np.nonzero((painted(shown) != painted(replace(shown, value=None))).any(axis=2))
        assert bool(rows.max() < hip_y) is above


# The panel


def test_count_goes_up_when_a_rep_is_over():
    scenes, ends = Scenes(golden()), [rep.times.end_s for rep in golden().session.reps]

    counts = [at(golden(), end_s + late).hud.count for end_s in ends for late in (-0.5, 0.3)]

    assert counts == [0, 1, 1, 2, 2, 3]
    assert len(scenes) == 425


def test_panel_says_how_many_reps_are_asked_for():
    hud = at(golden(), 1.0).hud
    assert (hud.wanted, hud.by_side, hud.reached) == (10, None, False)

    box = Box(0.0, 0.0, 640.0, 130.0)
    drawings = [painted(panel_only(box, (640, 480), **how)) for how in ({}, {"wanted": 10}, {"wanted": 15})]

    assert all(not np.array_equal(a, b) for a, b in pairwise(drawings))


def test_panel_counts_each_side():
    exercise = find_exercise("superman").as_variant("alternate")
    source = SourceInfo("set.npz", "recording", WIDTH, HEIGHT)
    set_of_two = analyze_poses(frames(supermen("LR")), exercise, source, ModelInfo(name="full", sha256=""))
    huds = [scene.hud.by_side for scene in Scenes(set_of_two)]
    box = Box(0.0, 0.0, 640.0, 130.0)

    assert (huds[0], huds[-1]) == ((0, 0), (1, 1))
    one, other = (painted(panel_only(box, (640, 480), by_side=sides)) for sides in ((7, 5), (5, 7)))
    assert not np.array_equal(one, other)
    assert holds(one, Tone.GOOD) == 0
    assert holds(painted(panel_only(box, (640, 480), by_side=(12, 12), reached=True)), Tone.GOOD) > 20


def test_cue_is_shown_for_its_time_and_no_longer():
    cue = golden().session.cues[0]

    shown = [at(golden(), cue.time_s + late).hud.cue for late in (-0.1, 0.0, CUE_S - 0.1, CUE_S + 0.1)]

    expected = Remark(cue.text, Tone.FAULT)
    assert shown == [None, expected, expected, None]


def test_praise_has_another_tone_than_a_correction():
    correction, praise = golden().session.cues

    assert at(golden(), correction.time_s).hud.cue.tone is Tone.FAULT
    assert at(golden(), praise.time_s).hud.cue.tone is Tone.GOOD


def test_hold_timer_runs_at_the_turn_only():
    scenes, updates = Scenes(golden()), golden().updates

    shown = [i for i in range(len(scenes)) if scenes[i].hud.hold_s is not None]

    assert shown == [i for i, update in enumerate(updates) if update.phase is Phase.TURN]


def test_progress_bar_fills_with_the_lift():
    scene = replace(turn_of(golden(), 1), pose=None)
    hud = replace(scene.hud, note=None, count=0, phase=None, hold_s=None, exercise="")

    lengths = [
        int((painted(replace(scene, hud=replace(hud, progress=share))) > 200).all(axis=2).sum())
        for share in (0.0, 0.25, 0.5, 1.0)
    ]

    assert lengths == sorted(set(lengths))


@pytest.mark.parametrize(
    "name", ["glute_bridge_low_top_mixed_side_p5", "glute_bridge_good_side_p0", "glute_bridge_good_45_p1"]
)
def test_panel_keeps_off_the_person_when_there_is_room(name):
    scenes = Scenes(golden(name))

    assert not scenes[200].hud.box.overlaps(scenes.person)


@pytest.mark.parametrize(
    ("person", "size", "edge"),
    [
        (Box(100, 250, 600, 450), (640, 480), "top"),
        (Box(100, 10, 600, 300), (640, 480), "bottom"),
        (Box(30, 10, 300, 470), (640, 480), "right"),
        (Box(330, 10, 620, 470), (640, 480), "left"),
        (Box(30, 300, 460, 600), (480, 854), "top"),
        (Box(30, 10, 460, 600), (480, 854), "bottom"),
        (None, (640, 480), "top"),
    ],
)
def test_panel_goes_where_the_person_is_not(person, size, edge):
    box = panel_box(person, *size)

    width, height = size
    touching = {
        "top": box.top == 0 and box.bottom < height / 2,
        "bottom": box.bottom == height and box.top > height / 2,
        "left": box.left == 0 and box.right < width / 2,
        "right": box.right == width and box.left > width / 2,
    }
    assert [name for name, there in touching.items() if there] == [edge]
    assert person is None or not box.overlaps(person)


def test_panel_takes_no_more_than_a_third_of_the_picture_when_the_person_fills_it():
    box = panel_box(Box(0, 0, 640, 480), 640, 480)

    assert box.width * box.height < 640 * 480 / 3


def panel_only(box: Box, size: tuple[int, int], **hud: object) -> Scene:
    return Scene(size, hud=Hud(box, "Glute bridge", count=12, phase="hold", **hud))


@pytest.mark.parametrize("cue", ["Ribs down, stop at the line", LONG_CUE, "x" * 200, "Rückgratstreckmuskelanspannung"])
@pytest.mark.parametrize("size", [(640, 480), (480, 854), (1920, 1080), (96, 72), (64, 64), (70, 400)])
@pytest.mark.parametrize("person", [None, Box(0, 0, 10, 1000), Box(0, 0, 1000, 10)], ids=["top", "column", "bottom"])
def test_long_words_stay_inside_the_panel(cue, size, person):
    box = panel_box(person, *size)
    scene = panel_only(box, size, cue=Remark(cue, Tone.FAULT), attempts=123, hold_s=123.4, note=Remark(cue))

    for shown in (scene, replace(scene, hud=replace(scene.hud, cue=None))):
        assert outside(touched(painted(shown, *size)), box) == 0


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 500), (500, 1), (64, 48), (63, 63)])
def test_tiny_pictures_stay_as_they_are(width, height):
    assert not touched(painted(turn_of(golden(), 1), width, height)).any()


@pytest.mark.parametrize(("width", "height"), [(64, 64), (480, 854), (1920, 1080), (333, 77)])
def test_every_other_size_is_drawn_on(width, height):
    for time_s in (0.3, 7.0, 9.0):
        assert touched(painted(at(golden(), time_s), width, height)).any()


# Text


def words_drawn(words: str, width: int, height: int, **how: object) -> np.ndarray:
    rgb = np.full((height + 20, width + 20, 3), GROUND, np.uint8)
    primitives.text(rgb, Box(10, 10, 10 + width, 10 + height), words, (255, 255, 255), **how)
    return touched(rgb)


@pytest.mark.parametrize("words", ["172°", "Überhöhte Hüfte – gut", LONG_CUE, "gjpqy(", "0"])
@pytest.mark.parametrize("lines", [1, 2, 5])
def test_text_is_inside_its_box_and_not_cut(words, lines):
    changed = words_drawn(words, 300, 60, lines=lines)

    rows, columns = np.nonzero(changed)
    assert rows.size
    assert rows.min() > 10, "the top row of the box is free: nothing was cut there"
    assert rows.max() < 10 + 60 - 1, "and so is the bottom row"
    assert columns.min() >= 10
    assert columns.max() < 10 + 300


def test_text_that_fits_at_no_legible_size_is_left_out():
    assert not words_drawn("172°", 8, 60).any()
    assert not words_drawn("172°", 300, 4).any()


def test_half_a_number_is_never_shown():
    number = "12.4\N{NO-BREAK SPACE}s"

    assert primitives.fit(number, 20.0, 50.0) is None
    assert primitives.fit(number, 60.0, 100.0, lines=2).lines == (number,)


def test_too_many_words_end_in_an_ellipsis():
    fitted = primitives.fit(LONG_CUE, 120.0, 12.0)

    assert fitted is not None
    assert fitted.lines[0].endswith("…")


def test_two_lines_make_larger_words_than_one():
    one, two = (primitives.fit("Ribs down, stop at the line", 200.0, 80.0, lines=n) for n in (1, 2))

    assert two.size_px > 1.4 * one.size_px
    assert len(two.lines) == 2


# Live


def live(track: Pose) -> tuple[Session, list[Scene]]:
    session = Session(find_exercise("glute-bridge"))
    scenes = LiveScenes(session, (1280, 720))
    return session, [scenes(session.step(pose)) for pose in frames(track)]


def test_live_line_has_no_verdict_while_the_rep_is_not_over():
    session = Session(find_exercise("glute-bridge"))
    for pose in frames(bridge_track(reps=3)):
        update = session.step(pose)
        scene = scene_of(update, session, (1280, 720), Box(0, 0, 1280, 100))
        if update.phase not in (None, Phase.REST):
            assert scene.tone is Tone.PLAIN
            assert scene.hud.note is None


def test_live_rest_shows_the_verdict_of_the_rep_before():
    session, scenes = live(bridge_track(reps=2, top_deg=160.0))

    assert len(session.reps) == 2
    assert scenes[-1].tone is Tone.FAULT
    assert scenes[-1].hud.note.text.startswith("rep 2: hips too low")


def test_live_panel_does_not_follow_a_person_who_moves():
    session = Session(find_exercise("glute-bridge"))
    scenes = LiveScenes(session, (1280, 720))
    updates = [session.step(pose) for pose in frames(bridge_track(reps=1))]
    moved = replace(updates[-1].pose, image=updates[-1].pose.image - (0.0, 400.0))

    boxes = [scenes(update).hud.box for update in (updates[-1], replace(updates[-1], pose=moved))]

    assert boxes[0] == boxes[1]
    assert boxes[0] != panel_box(person_box(moved), 1280, 720)


def test_person_who_is_not_in_position_is_shown_so_and_not_measured():
    _, scenes = live(standing_still(2.0))

    assert scenes[-1].value is None
    assert scenes[-1].hud.cue.text == "Get into position"
    assert touched(painted(scenes[-1], 1280, 720)).any()


def test_live_and_recorded_show_the_same_counts():
    _, scenes = live(bridge_track(reps=3))
    recorded = Scenes(drawn_figure())

    assert [s.hud.count for s in scenes[:-1]] == [recorded[i].hud.count for i in range(len(scenes) - 1)]


def test_joint_hidden_all_along_leaves_the_line_open_and_draws_the_rest():
    analysis = analysed(hidden(bridge_track(reps=2), Landmark.RIGHT_ELBOW), 1280, 720)
    scene = replace(at(analysis, 2.0), hud=None)

    assert scene.value is not None
    assert touched(painted(scene, 1280, 720)).any()


# The back


@cache
def deadlifts() -> Analysis:
    """Four recorded deadlifts with outlines of the trunk; the back rounds in the second and in the fourth."""
    recording = load_recording(GOLDEN / "romanian_deadlift_rounded_mixed_side_p4.npz")
    source = SourceInfo("clip.mp4", "video", recording.origin.width, recording.origin.height)
    model = ModelInfo(name="full", sha256="0" * 64)
    return analyze_poses(frames(recording.track), find_exercise("romanian-deadlift"), source, model)


def test_outline_of_the_back_is_drawn_in_the_tone_of_its_verdict():
    flat, rounded = (replace(turn_of(deadlifts(), rep), pose=None, hud=None) for rep in (1, 2))

    assert (flat.back_tone, rounded.back_tone) == (Tone.GOOD, Tone.FAULT)
    for scene in (flat, rounded):
        rgb = painted(scene)
        assert holds(rgb, scene.back_tone) > 50
        middle = scene.back[8].round().astype(int)
        assert tuple(rgb[middle[1], middle[0]]) == COLOURS[scene.back_tone]
        assert outside(touched(rgb), Box(*scene.back.min(axis=0), *scene.back.max(axis=0)).grown(26)) == 0


def test_straight_line_between_the_ends_of_a_rounded_back_shows_its_bow():
    scene = replace(turn_of(deadlifts(), 2), pose=None, hud=None)
    x, y = (0.5 * (scene.back[0] + scene.back[-1])).round().astype(int)

    assert touched(painted(scene))[y - 1 : y + 2, x - 1 : x + 2].any()


def test_back_that_was_not_judged_is_not_drawn():
    analysis = deadlifts()
    unsure = replace(analysis.session.reps[0].rule_results[0], verdict=Verdict.NOT_JUDGED)
    assert unsure.rule.id == "back-rounded"

    assert rep_display(replace(analysis.session.reps[0], rule_results=[unsure]), analysis.exercise).back is None
    assert at(analysis, 0.2).back is None


@pytest.mark.parametrize("missing", [slice(3, None), slice(6, 11), 8], ids=["end", "middle", "point"])
def test_outline_with_gaps_is_drawn_through_the_points_that_are_there(missing):
    scene = replace(turn_of(deadlifts(), 2), hud=None)
    gaps = scene.back.copy()
    gaps[missing] = np.nan

    drawn = painted(replace(scene, back=gaps))

    assert (drawn != painted(replace(scene, back=None))).any()
    np.testing.assert_array_equal(drawn, painted(replace(scene, back=np.delete(scene.back, missing, axis=0))))


def test_outline_that_is_all_gaps_is_not_drawn():
    scene = replace(turn_of(deadlifts(), 2), hud=None)
    nothing = np.full_like(scene.back, np.nan)

    drawn = painted(replace(scene, back=nothing))

    assert (drawn != painted(scene)).any()
    np.testing.assert_array_equal(drawn, painted(replace(scene, back=None)))
