"""The report is a page that stands alone, and says in plain words what was found and what was not."""

import re
from copy import copy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from figures import Camera, bridge_track, frames, hidden, joined, lying_still, standing_still, supermen
from formcheck.errors import OutputError
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.output.pages import report, report_words
from formcheck.output.pages.report import render, write_report
from formcheck.output.pages.report_pictures import Picture, choose_moments, jpeg
from formcheck.output.pages.report_plot import signal_svg
from formcheck.output.pages.report_table import rep_times
from formcheck.output.pages.report_words import DISCLAIMER, clock, duration, measured, percent, quantity, target
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.session.analysis import Analysis, analyze_poses
from formcheck.session.headline import headline
from formcheck.session.judge import RuleResult, Verdict
from formcheck.session.results import ModelInfo
from formcheck.session.set_result import set_result
from formcheck.settings import Settings
from reading import AVOIDED, Reader

GOLDEN = Path(__file__).parents[2] / "golden" / "glute_bridge_low_top_mixed_side_p5.npz"
CSS = Path(report.__file__).parent / "templates" / "report.css"
BRIDGE = find_exercise("glute-bridge")


def analysis_of(track: Pose, name: str = "clip.mp4", model: str = "exact") -> Analysis:
    source = SourceInfo(name, "video", 640, 480)
    poses = (track[i] for i in range(len(track)))
    return analyze_poses(poses, BRIDGE, source, ModelInfo(name=model, sha256="0123456789abcdef" * 4))


@pytest.fixture(scope="module")
def golden() -> Analysis:
    """Three bridges of a rendered clip, the second one too low."""
    return analysis_of(load_recording(GOLDEN).track, model="full")


@pytest.fixture(scope="module")
def page(golden: Analysis) -> str:
    picture = Picture("Best rep.", "A person bridging", jpeg(np.zeros((24, 32, 3), np.uint8)))
    return render(golden, [picture, replace(picture, caption="To work on.")])


@pytest.fixture(scope="module")
def good() -> Analysis:
    return analysis_of(bridge_track(3, 180.0, hold_s=2.0))


@pytest.fixture(scope="module")
def oblique() -> Analysis:
    return analysis_of(bridge_track(3, 180.0, Camera(off_deg=45.0)))


def unjudged(analysis: Analysis) -> Analysis:
    """The same set as if no rule could be judged in any rep."""
    session, exercise = copy(analysis.session), analysis.exercise
    hidden_rules = [RuleResult(rule, Verdict.NOT_JUDGED, reason="wrong view") for rule in exercise.rules]
    session.reps = [replace(rep, rule_results=hidden_rules) for rep in session.reps]
    result = set_result(session, analysis.track, analysis.source, ModelInfo(name="full", sha256=""))
    return replace(analysis, session=session, result=result)


@pytest.fixture(scope="module")
def everything(golden, good, oblique) -> dict[str, str]:
    """A page of every sort."""
    attempts = joined(bridge_track(1, 180.0), bridge_track(2, 136.0))
    sets = {
        "golden": golden,
        "good": good,
        "oblique": oblique,
        "attempts": analysis_of(attempts),
        "only attempts": analysis_of(bridge_track(2, 136.0)),
        "lying still": analysis_of(lying_still(3.0)),
        "never in position": analysis_of(standing_still(3.0)),
        "many faults": analysis_of(bridge_track(12, 160.0, hold_s=0.0, lower_s=0.5)),
        "hidden": analysis_of(hidden(bridge_track(3), Landmark.RIGHT_ANKLE, from_s=3.0)),
    }
    return {name: render(analysis, []) for name, analysis in sets.items()}


# What it says


def test_the_headline_counts_good_reps(page):
    assert Reader(page).all("h1") == ["2 of 3 reps were good"]


def test_the_fault_is_named_with_its_advice_and_the_rep_that_has_it(page):
    text = Reader(page).text

    assert "Work on this first: hips too low at the top" in text
    assert BRIDGE.rule("hips-low").say.advice in text
    assert re.search(r"Rep 2: \d+°\s±\s\d+, target 170° to 185°\.", text)


@pytest.mark.parametrize(
    ("tops", "words"),
    [
        ([180.0], "1 rep, and it was good"),
        ([180.0, 181.0], "Both reps were good"),
        ([180.0, 181.0, 180.0], "All 3 reps were good"),
        ([160.0], "1 rep, with a fault"),
        ([160.0, 161.0], "2 reps, each with a fault"),
        ([180.0, 160.0], "1 of 2 reps was good"),
    ],
)
def test_headlines_agree_in_number(tops, words):
    page = render(analysis_of(bridge_track(len(tops), tops, hold_s=2.0)), [])

    assert Reader(page).all("h1") == [words]


def test_a_rep_whose_main_rule_was_not_shown_is_not_called_good():
    """The knee hidden at the top of one rep: its line is not known."""
    track = hidden(bridge_track(2), Landmark.RIGHT_KNEE, from_s=2.2, to_s=3.2)

    assert Reader(render(analysis_of(track), [])).all("h1") == ["2 reps counted, no fault seen"]


def test_a_set_without_a_fault_gets_kind_words_and_the_next_step(good):
    text = Reader(render(good, [])).text

    assert "Well done." in text
    assert "Next: build up to 10 to 15 reps, each held for 2 s." in text
    assert "Work on this" not in text


def test_the_set_is_reported_against_what_was_asked_for(page):
    text = Reader(page).text

    assert (
        "The set: 3 of 10 to 15 reps, 1 held for 2 s (1.7 s is enough), 2 lowered over 1.5 s (1.2 s is enough)." in text
    )


def test_reps_with_sides_are_reported_for_each_side():
    exercise = find_exercise("superman").as_variant("alternate").under(Settings(reps=(1, 1), hold_s=0.0))
    source = SourceInfo("clip.mp4", "video", 1280, 720)
    poses = frames(supermen("LRL"))
    page = render(analyze_poses(poses, exercise, source, ModelInfo(name="full", sha256="")), [])

    reader = Reader(page)
    assert "The set: left 2 · right 1 of 1 rep on each side, 3 lowered over 1 s (0.75 s is enough)." in reader.text
    assert [row for row in reader.all("th") if row[0].isdigit()] == ["1 left", "2 right", "3 left"]
    assert "That is a full set of 1 rep on each side." in reader.text
    assert "Alternating superman" in reader.text


def test_what_should_change_about_the_set_up_is_reported_where_the_set_up_is():
    far = analysis_of(bridge_track(1, 180.0, shank_deg=-38.0, rest_deg=140.0, lead_s=2.0))

    assert "Seen before the first rep: place the heels so that" in Reader(render(far, [])).text
    assert "Seen before the first rep" not in Reader(render(analysis_of(bridge_track(1)), [])).text


def test_a_full_set_is_sent_to_rest():
    text = Reader(render(analysis_of(bridge_track(10, 180.0, hold_s=2.2)), [])).text

    assert "That is a full set of 10 to 15. Rest 1 min before the next one" in text


def test_a_full_set_with_short_holds_is_asked_to_hold_longer():
    text = Reader(render(analysis_of(bridge_track(10, 180.0, hold_s=1.2)), [])).text

    assert re.search(r"Next: hold each rep for 2 s; your usual hold was 1\.\d s\.", text)


def test_the_closest_call_is_reported_when_all_is_good():
    text = Reader(render(analysis_of(bridge_track(3, 180.0, hold_s=2.0, lower_s=0.85)), [])).text

    assert "Closest to a fault: “Lowered too fast”, in reps 1, 2 and 3." in text


def test_a_view_that_hides_rules_is_reported_before_anything_is_praised(oblique):
    text = Reader(render(oblique, [])).text

    assert "3 reps counted, mostly not judged" in text
    assert "Well done" not in text
    assert "Next: film a set from an angle that shows everything" in text
    assert "Not judged in this clip: “Hips too low at the top”, “Arched past the line”" in text
    assert text.index("The camera saw you about") < text.index("No fault in what could be judged.")
    assert text.index("No fault in what could be judged.") < text.index("Rep by rep")
    assert 'class="call good"' not in render(oblique, [])


def test_a_set_of_which_nothing_was_judged_is_not_praised(oblique):
    """Where no rule has a verdict, the page says so, and what to change, and nothing is green."""
    page = render(unjudged(oblique), [])
    reader = Reader(page)

    assert reader.all("h1") == ["3 reps counted, but not judged"]
    assert "None of the 24 checks could be made." in reader.text
    assert re.search(
        r"about \d\d° off the side: turn yourself, or move it round you towards your head, until it sees you exactly",
        reader.text,
    )
    assert "No fault" not in reader.text
    assert 'class="call good"' not in page


def test_a_time_that_was_not_measured_has_a_dash(golden):
    rep = golden.session.reps[0]
    times = replace(rep.times, hold_seen=False, back_seen=False)

    assert rep_times(BRIDGE.target, times) == ("–", "–")


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "0.0 s"), (0.2, "0.2 s"), (1.17, "1.17 s"), (1.2, "1.2 s")]
)
def test_a_time_that_falls_short_never_looks_long_enough(value, shown):
    assert report_words.timed(value, asked_s=1.2).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_the_time_of_lowering_is_that_of_the_phase_in_which_an_exercise_lowers():
    """A deadlift is lowered on the way out, a bridge on the way back."""
    deadlift = find_exercise("romanian-deadlift")
    times = analysis_of(bridge_track(1, lower_s=2.0)).session.reps[0].times
    out_s, back_s = times.hold_start_s - times.start_s, times.back_s

    lowered = [rep_times(exercise.target, times)[1] for exercise in (deadlift, BRIDGE)]

    assert lowered == [quantity(out_s, "s"), quantity(back_s, "s")]
    assert lowered[0] != lowered[1]


def test_a_target_band_is_drawn_only_where_the_view_can_be_held_against_it(golden, oblique):
    assert "var(--band)" in signal_svg(golden)
    assert "var(--band)" not in signal_svg(oblique)


def test_attempts_are_reported_with_their_reasons(everything):
    text = Reader(everything["only attempts"]).text

    assert "No rep was counted" in text
    assert "These movements were seen, but not counted:" in text
    assert text.count("hips not lifted far enough to count.") == 2


def test_a_clip_without_a_rep_says_what_to_change(everything):
    still, standing = Reader(everything["lying still"]).text, Reader(everything["never in position"]).text

    assert "Nothing in this clip looked like a rep." in still
    assert BRIDGE.words.camera in still
    assert "The person was never seen in position for the glute bridge." in standing
    for text in (still, standing):
        assert "What counts as a rep " + BRIDGE.summary in text
        assert "Rep by rep" not in text


def test_the_most_severe_fault_is_worked_on_first(everything):
    text = Reader(everything["many faults"]).text

    assert "Work on this first: hips too low at the top" in text
    assert text.index("Hips too low at the top (reps 1,") < text.index("No pause at the top (reps 1,")
    assert BRIDGE.rule("short-hold").say.advice in text


def test_of_two_equally_severe_faults_the_more_frequent_is_reported_first():
    both = joined(bridge_track(1, hold_s=0.0, lower_s=0.5), bridge_track(1, hold_s=2.0, lower_s=0.5))
    headings = Reader(render(analysis_of(both), [])).all("h3")

    assert headings[:2] == ["Lowered too fast", "No pause at the top"]


def test_each_rep_has_its_row_and_columns_with_faults_come_first(page):
    reader = Reader(page)
    columns = reader.all("th")

    assert columns[:4] == ["Rep", "Hips too low at the top", "Arched past the line", "No pause at the top"]
    assert [text for text in reader.all("small") if ":" in text] == ["0:01.1", "0:05.2", "0:09.4"]


def test_verdicts_are_shown_by_sign_and_word_not_by_colour_alone(page):
    table = page[page.index('<table class="reps">') : page.index("</table>")]
    marks = re.findall(r'<span class="mark ([\w-]+)"><span aria-hidden="true">(.)</span> ([a-z ]+)', table)

    assert set(marks) == {
        ("good", "✓", "good"),
        ("close", "≈", "close"),
        ("fault", "!", "fault"),
        ("not-judged", "–", "not judged"),
    }


def test_what_was_not_judged_has_its_reason_in_plain_words(page):
    text = Reader(page).text

    assert "Not judged: there was no earlier rep to compare with." in text
    assert "Not judged: explained by “Hips too low at the top”." in text
    assert "No rep could be judged for “Knees falling in”: not visible from this camera angle." in text
    assert "wrong view" not in text
    assert "told by hips-low" not in text


def test_the_ledger_adds_up(golden, page):
    ledger = page[page.index('<table class="ledger">') :]

    assert len(re.findall(r"<td>(\d) of 3</td>", ledger)) == len(BRIDGE.rules)
    for row in golden.result.ledger:
        assert row.judged + sum(row.not_judged.values()) == 3


def test_the_disclaimer_and_what_made_the_report_are_on_every_page(everything):
    for name, page in everything.items():
        assert DISCLAIMER in page, name
        assert f"glute-bridge, revision {BRIDGE.revision}" in page, name
        assert re.search("(full|exact), SHA-256 0123456789ab…", page), name


def test_settings_are_shown_in_words():
    exercise = BRIDGE.under(Settings(reps=(8, 12), hold_s=3.0))
    source = SourceInfo("clip.mp4", "video", 640, 480, most_fps=15.0)
    model = ModelInfo(name="full", sha256="")
    limited, usual = (
        Reader(render(analyze_poses(frames(bridge_track(1)), exercise, each, model), [])).text
        for each in (source, replace(source, most_fps=None))
    )

    assert "Reps asked for 8 to 12 reps" in limited
    assert "Hold asked for 3 s" in limited
    assert "Frame rate limit 15 per second" in limited
    assert "Frame rate limit none" in usual


def test_no_word_promises_more_than_general_fitness(everything, page):
    for name, one in {**everything, "with pictures": page}.items():
        text = Reader(one).text.replace(DISCLAIMER, "").lower()
        assert [word for word in AVOIDED if word in text] == [], name


def test_no_number_is_more_exact_than_it_is_known(everything):
    """But for values that a rounding would make equal to a limit that they miss."""
    bounds = [bound for rule in BRIDGE.rules for bound in (*rule.good, rule.fault_below, rule.fault_above)]
    limits = {round(bound) for bound in bounds if bound is not None}
    for name, page in everything.items():
        text = Reader(page).text.replace("0.1.0", "").replace("−", "-")
        assert re.findall(r"\d+\.\d{3,}|\d\.\d\d+ ?[°%]|nan", text) == [], name
        exact = [float(number) for number in re.findall(r"(-?\d+\.\d) ?[°%]", text)]
        assert [number for number in exact if round(number) not in limits] == [], name


# How it stands


def test_the_page_is_well_formed(everything, page):
    for html in [*everything.values(), page]:
        assert Reader(html).open == []


def test_nothing_is_loaded_from_elsewhere(everything, page):
    for html in [*everything.values(), page]:
        reader = Reader(html)
        without_data = re.sub(r'xmlns(:\w+)?="[^"]*"|data:image/jpeg;base64,[^"]*', "", html)
        outside = re.findall(r"(?:https?:)?//[\w.]+", without_data)
        named = [
            v for _, attrs in reader.tags for k, v in attrs.items() if k in ("src", "href", "xlink:href", "action")
        ]
        assert outside == []
        assert [v for v in named if not v.startswith(("#", "data:image/jpeg;base64,"))] == []
        assert {"script", "link", "iframe", "object"}.isdisjoint(tag for tag, _ in reader.tags)
        assert re.findall(r"@import|url\((?!#)", html) == []


def test_ids_are_unique_and_links_lead_somewhere(everything):
    for name, html in everything.items():
        tags = Reader(html).tags
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        links = {v[1:] for _, attrs in tags for k, v in attrs.items() if k in ("href", "xlink:href") and v[0] == "#"}
        links |= {attrs["aria-labelledby"] for _, attrs in tags if "aria-labelledby" in attrs}
        assert len(ids) == len(set(ids)), name
        assert (links | set(re.findall(r"url\(#([^)]+)\)", html))) <= set(ids), name


def test_headings_are_in_order_and_pictures_have_words(everything, page):
    for html in [*everything.values(), page]:
        tags = Reader(html).tags
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert [b for a, b in pairwise(levels) if b > a + 1] == []
        assert [attrs for tag, attrs in tags if tag == "img" and not attrs.get("alt")] == []
        assert [attrs for tag, attrs in tags if tag == "svg" and not attrs.get("aria-label")] == []
        assert dict(tags)["html"] == {"lang": "en"}


def test_a_name_is_shown_and_never_run(golden):
    name = '<script>alert("1")</script>&.mp4'
    analysis = analysis_of(golden.track, name)
    page = render(analysis, [Picture("<b>bold</b>", '" onload="x', b"")])
    reader = Reader(page)

    assert name in reader.text
    assert "<script" not in page
    assert "<b>bold" not in page
    assert [attrs for tag, attrs in reader.tags if tag == "img" and "onload" in attrs] == []


def test_the_same_analysis_gives_the_same_page(golden, page):
    again = render(analysis_of(load_recording(GOLDEN).track, model="full"), [])

    assert again == render(golden, [])
    assert render(golden, []) != page


def test_drawing_leaves_the_style_of_matplotlib_alone(golden):
    with mpl.rc_context({"font.size": 7.0, "svg.fonttype": "path"}):
        before = dict(mpl.rcParams)
        render(golden, [])

        assert dict(mpl.rcParams) == before


def test_the_curve_says_its_text_as_text_and_takes_its_colours_from_the_page(golden):
    svg = signal_svg(golden)
    colours = set(re.findall(r"#[0-9a-f]{6}\b", svg))

    assert "Hip angle over time, 3 reps. At each turning point: 193°, 160° and 190°." in svg
    assert "Hips too low at the top" in Reader(svg).text
    assert colours == set()


def test_pictures_are_inside_the_page(page):
    encoded = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)

    assert len(encoded) == 2
    assert "Best rep." in page
    assert 'alt="A person bridging"' in page


def test_a_jpeg_keeps_red_red():
    from io import BytesIO

    from PIL import Image

    red = np.zeros((16, 16, 3), np.uint8)
    red[..., 0] = 255

    assert np.asarray(Image.open(BytesIO(jpeg(red))))[8, 8] == pytest.approx((254, 0, 0), abs=4)


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(scheme):
    block = re.findall(r":root \{(.*?)\}", CSS.read_text(encoding="utf-8"), re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    pairs = [
        (text, ground) for text in ("ink", "muted") for ground in ("card", "page", "shade", "fault-bg", "close-bg")
    ]
    pairs += [(kind, f"{kind}-bg") for kind in ("good", "close", "fault", "none")]
    pairs += [("fault", "card"), ("accent", "card"), ("ink", "band"), ("ink", "good-bg")]

    def contrast(a: str, b: str) -> float:
        low, high = sorted([luminance(colours[a]), luminance(colours[b])])
        return (high + 0.05) / (low + 0.05)

    assert [(pair, round(contrast(*pair), 1)) for pair in pairs if contrast(*pair) < 4.5] == []


def test_camera_advice_is_on_the_page_once(oblique):
    advice, *_ = headline(oblique.session).camera

    assert oblique.result.quality.warnings == [advice]
    assert render(oblique, []).count(advice) == 1


# Moments


def test_the_best_and_the_worst_rep_are_chosen(golden):
    best, worst = choose_moments(golden)
    fault = next(v for v in golden.result.reps[1].verdicts if v.rule == "hips-low")

    assert (best.rep_index, worst.rep_index) == (1, 2)
    assert worst.time_s == fault.at_s
    value = r"\(hip angle \d+°\s±\s\d+"
    to_work_on = r"To work on: rep 2 at 0:06\.3, hips too low at the top "
    assert re.fullmatch(rf"{to_work_on}{value}, target 170° to 185°\)\.", worst.caption)
    assert re.fullmatch(rf"Best rep: rep 1 at 0:0\d\.\d, no fault {value}\)\.", best.caption)


def test_the_worst_rep_is_the_one_furthest_from_the_target():
    worst = choose_moments(analysis_of(bridge_track(4, [180.0, 165.0, 155.0, 160.0], hold_s=2.0)))[-1]

    assert worst.rep_index == 3


def test_the_best_rep_is_the_one_closest_to_the_target():
    moments = choose_moments(analysis_of(bridge_track(3, [171.5, 180.0, 174.0], hold_s=2.0)))

    assert [moment.rep_index for moment in moments] == [2]


def test_a_rep_of_which_little_could_be_judged_is_not_the_best_one():
    """The first rep, hidden from most rules, is outside no target band, as nothing of it was measured."""
    analysis = analysis_of(bridge_track(3, [175.0, 168.0, 169.0], hold_s=2.0))
    first, *others = analysis.result.reps
    unseen = [v.model_copy(update={"verdict": "not-judged", "value": None}) for v in first.verdicts[:-1]]
    hidden_rep = first.model_copy(update={"verdicts": [*unseen, first.verdicts[-1]]})
    result = analysis.result.model_copy(update={"reps": [hidden_rep, *others]})

    (best,) = choose_moments(replace(analysis, result=result))

    assert best.rep_index == 3


def test_a_rep_that_was_mostly_not_judged_has_no_fault_seen(oblique):
    (best,) = choose_moments(oblique)

    assert best.caption.endswith("no fault seen.")


def test_without_a_clean_rep_only_the_worst_is_shown_and_without_reps_nothing():
    assert len(choose_moments(analysis_of(bridge_track(2, 160.0)))) == 1
    assert choose_moments(analysis_of(lying_still(2.0))) == []


# Words


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (172.4, "deg", "172°"),
        (-0.3, "deg", "0°"),
        (-12.0, "deg", "−12°"),
        (1.84, "s", "1.8 s"),
        (13.6, "%", "14 %"),
        (0.846, "ratio", "0.85"),
        (0.314, "trunk", "31 % of trunk length"),
    ],
)
def test_quantities_are_as_exact_as_a_reader_needs(value, unit, expected):
    assert quantity(value, unit).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("hips-low", 164.6, "164.6°"),
        ("hips-low", 169.7, "169.7°"),
        ("hips-low", 170.4, "170°"),
        ("lowered-fast", 0.77, "0.77 s"),
        ("lowered-fast", 1.53, "1.5 s"),
    ],
)
def test_rounding_never_makes_a_missed_limit_look_met(rule, value, expected):
    assert measured(BRIDGE.rule(rule), value).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_targets_read_as_bands():
    shown = {rule.id: target(rule).replace("\N{NO-BREAK SPACE}", " ") for rule in BRIDGE.rules}

    assert shown["hips-low"] == "170° to 185°"
    assert shown["short-hold"] == "at least 1 s"
    assert shown["uneven-height"] == "up to 15 %"
    assert shown["feet-far"] == "−14° to 13°"
    assert shown["knees-in"] == "at least 0.85"


@pytest.mark.parametrize(
    ("value", "half", "expected"),
    [(168.2, 6.3, "168° ± 6"), (168.2, 0.3, "168° ± 1"), (164.6, 2.0, "164.6° ± 2"), (168.2, None, "168°")],
)
def test_a_value_is_shown_with_how_far_it_may_be_off(value, half, expected):
    assert measured(BRIDGE.rule("hips-low"), value, half).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_the_page_of_a_real_model_shows_intervals():
    text = Reader(render(analysis_of(load_recording(GOLDEN).track, model="full"), [])).text

    assert re.search(r"Rep 2: \d+° ± \d+, target 170° to 185°\.", text.replace("\N{NO-BREAK SPACE}", " "))


def test_times_and_shares_carry_over():
    assert [clock(s) for s in (0.0, 6.267, 59.96, 125.0)] == ["0:00.0", "0:06.3", "1:00.0", "2:05.0"]
    assert [duration(s).replace("\N{NO-BREAK SPACE}", " ") for s in (14.1, 60.0, 125.4)] == [
        "14 s",
        "1 min",
        "2 min 5 s",
    ]
    assert [percent(s).replace("\N{NO-BREAK SPACE}", " ") for s in (1.0, 0.998, 0.0, 0.46)] == [
        "100 %", "99.8 %", "0 %", "46 %",
    ]  # fmt: skip


def test_an_unknown_reason_is_reported_as_it_is():
    assert report_words.reason("too dark", BRIDGE) == "too dark"


# Writing


def test_a_report_is_written_as_one_file(golden, tmp_path):
    write_report(golden, tmp_path / "report.html", [])

    assert (tmp_path / "report.html").read_text(encoding="utf-8") == render(golden, [])
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_report_that_cannot_be_written_is_reported_in_one_line(golden, tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*Choose a folder"):
        write_report(golden, tmp_path / "missing" / "report.html", [])
